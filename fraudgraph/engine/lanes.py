"""Proposers on two cores: one lane in this process, one in a child that has the second proposer, a whole Leiden pass as
the first is; what is left is quick, and this process does it while it would wait.

igraph holds the interpreter lock, so threads do not help. The child gets the incidence through a pipe and answers
through it; it ends when this process ends, however that ends. The partitions come back in the order of the proposers
whatever the timing, so the result is the same with one lane or two.
"""

import fcntl
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection

from fraudgraph.detect.communities import Report, propose
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.propose import Proposer
from fraudgraph.errors import FraudgraphError

WORTH_IT = 400_000
"""Edges from which on a second process wins more time than it costs to start."""


def propose_in_lanes(
    incidence: Incidence, seed: int, proposers: Sequence[Proposer], report: Report, threads: int | None = None
) -> list[Index]:
    """The partitions of all proposers, the second proposer in a child and the others here, where that pays.

    threads: that may be kept busy; None: all that there are.
    """
    if len(incidence.account) < WORTH_IT or (threads or os.cpu_count() or 1) < 2 or len(proposers) < 2 or is_child():
        return propose(incidence, seed, proposers, report)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    child = context.Process(target=_other_lane, args=(there,), daemon=True)
    with deaf():
        child.start()
    there.close()
    try:
        here.send((incidence, seed, proposers[1]))
        total = len(proposers)
        first = propose(incidence, seed, proposers[:1], lambda stage, done, _: report(stage, done, total))
        others = propose(incidence, seed, proposers[2:], lambda stage, done, _: report(stage, done + 1, total))
        second: list[Index] = here.recv()
        report("propose", total, total)
        return first + second + others
    except (EOFError, OSError) as error:  # OSError: in the middle of a message
        raise FraudgraphError(
            "a process that proposes rings ended before it was done",
            kept="The sweep before stays current.",
            hint="free memory, or shorten --window, and run the sweep again",
        ) from error
    finally:
        here.close()
        child.join(1)
        child.kill()


def is_child() -> bool:
    """Whether this process was started to share the work: it starts no other."""
    return multiprocessing.parent_process() is not None


@contextmanager
def deaf() -> Iterator[None]:
    """A process started inside never hears Ctrl-C: this one does, once it is outside, and ends the other."""
    resource_tracker.ensure_running()  # its own start would lift the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _other_lane(pipe: Connection) -> None:
    """The child: one proposer, one answer."""
    end_with_parent()
    try:
        incidence, seed, proposer = pipe.recv()
        pipe.send(propose(incidence, seed, [proposer]))
    except (EOFError, OSError):  # nobody is on the other side any more
        return


def end_with_parent() -> None:
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
