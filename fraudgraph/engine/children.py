"""Processes that share the work: each gets one worker, and then one task after the other.

igraph holds the interpreter lock, so threads do not help. What a child needs comes through a pipe and its answers go
back through it; it ends with the block that started it, or when this process ends, however that ends.
"""

import fcntl
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Protocol


class Worker(Protocol):
    """What a child is given."""

    def run(self, task: Any, /) -> Any:
        """The answer to one task."""


def is_child() -> bool:
    """Whether this process was started to share the work: it starts no other."""
    return multiprocessing.parent_process() is not None


@contextmanager
def children(worker: Worker, count: int) -> Iterator[list[Connection]]:
    """Processes that wait for tasks: what is sent to one is run by its worker, the answer received from it.

    EOFError or OSError from a connection: that process has ended.
    """
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(count)]
    started = [context.Process(target=_serve, args=(there,), daemon=True) for _, there in pipes]
    try:
        for child, (here, there) in zip(started, pipes, strict=True):
            with _deaf():
                child.start()
            there.close()
            here.send(worker)
        yield [here for here, _ in pipes]
    finally:
        for child, (here, _) in zip(started, pipes, strict=True):
            here.close()
            if child.pid is not None:
                child.kill()
                child.join()


@contextmanager
def _deaf() -> Iterator[None]:
    """A process started inside never hears Ctrl-C: this one does, once it is outside, and ends the other."""
    resource_tracker.ensure_running()  # its own start would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection) -> None:
    """The child: one answer a task until nobody asks."""
    _end_with_parent()
    try:
        worker: Worker = pipe.recv()
        while True:
            pipe.send(worker.run(pipe.recv()))
    except (EOFError, OSError):  # nobody is on the other side any more
        return


def _end_with_parent() -> None:
    """Ask the kernel for SIGIO, whose default is the end, when the parent's end of its sentinel pipe closes: a killed
    parent cannot say so, and igraph would go on to the end of its work.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    fcntl.fcntl(parent.sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(parent.sentinel, fcntl.F_SETFL, fcntl.fcntl(parent.sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if not parent.is_alive():
        os._exit(1)  # it died before we asked
