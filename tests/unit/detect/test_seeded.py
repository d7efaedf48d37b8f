"""Calls of igraph: repeatable, and a signal to stop arrives after them."""

import signal
import subprocess
import sys
import threading

import igraph
import pytest

from fraudgraph.detect.leaving import leave, leaving
from fraudgraph.detect.seeded import seeded

TWICE = """
import signal
from fraudgraph.detect.seeded import seeded
with seeded(1):
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
    print("went on")
"""
DOOR = """
import os, signal, threading, time
import igraph
from fraudgraph.detect.leaving import leaving
from fraudgraph.detect.seeded import seeded

def door():
    print("left", flush=True)
    os._exit(130)

with seeded(1):
    graph = igraph.Graph.Erdos_Renyi(40_000, m=400_000)
if os.fork() == 0:
    time.sleep(0.2)
    os.kill(os.getppid(), signal.SIGINT)
    os._exit(0)
with leaving(door), seeded(1):
    for _ in range(1000):
        graph.community_leiden("modularity")
print("went on")
"""


def drawn(seed: int) -> list[tuple[int, int]]:
    """Edges of a random graph."""
    with seeded(seed):
        return list(igraph.Graph.Erdos_Renyi(30, m=40).get_edgelist())


def test_the_same_seed_draws_the_same() -> None:
    """And another one something else."""
    assert drawn(1) == drawn(1) != drawn(2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_stop_waits_until_igraph_is_done(number: signal.Signals) -> None:
    """It arrives once, at the handler of before, which is in its place again."""
    arrived: list[int] = []
    done = False
    before = signal.signal(number, lambda number, _: arrived.append(number))
    try:
        with seeded(1):
            signal.raise_signal(number)
            done = arrived == []
        assert done
        assert arrived == [number]
        signal.raise_signal(number)
        assert arrived == [number, number]
    finally:
        signal.signal(number, before)


def test_ctrl_c_is_an_interruption_afterwards() -> None:
    """As it would have been without igraph."""
    with pytest.raises(KeyboardInterrupt), seeded(1):  # noqa: PT012 - the signal is sent inside on purpose
        signal.raise_signal(signal.SIGINT)
        igraph.Graph.Ring(5)


def test_a_second_ctrl_c_ends_the_process() -> None:
    """Nobody waits longer than he wants to."""
    done = subprocess.run([sys.executable, "-c", TWICE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGINT, "")


def test_where_a_door_is_open_ctrl_c_leaves_in_the_middle_of_igraph() -> None:
    """A pass of Leiden over a platform takes half a minute: nobody waits for it, and nothing of it is freed wrongly."""
    done = subprocess.run([sys.executable, "-c", DOOR], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "left\n", "")


def test_a_door_is_closed_behind_its_block() -> None:
    """The inner one counts; outside of both nothing happens."""
    gone: list[str] = []
    with leaving(lambda: gone.append("outer")):
        with leaving(lambda: gone.append("inner")):
            leave()
        leave()
    leave()
    assert gone == ["inner", "outer"]


def test_a_thread_draws_too() -> None:
    """Handlers belong to the main thread; elsewhere there is nothing to hold back."""
    found: list[list[tuple[int, int]]] = []
    thread = threading.Thread(target=lambda: found.append(drawn(1)))
    thread.start()
    thread.join()
    assert found == [drawn(1)]
