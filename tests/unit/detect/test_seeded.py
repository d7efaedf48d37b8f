"""Calls of igraph: repeatable, and a signal to stop arrives after them."""

import signal
import subprocess
import sys
import threading

import igraph
import pytest

from fraudgraph.detect.seeded import seeded

TWICE = """
import signal
from fraudgraph.detect.seeded import seeded
with seeded(1):
    signal.raise_signal(signal.SIGINT)
    signal.raise_signal(signal.SIGINT)
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


def test_a_thread_draws_too() -> None:
    """Handlers belong to the main thread; elsewhere there is nothing to hold back."""
    found: list[list[tuple[int, int]]] = []
    thread = threading.Thread(target=lambda: found.append(drawn(1)))
    thread.start()
    thread.join()
    assert found == [drawn(1)]
