"""igraph as a function of its input and a seed: its draws are ours, and nobody stops it half-way.

igraph 1.0 asks Python for signals while it works. An exception from there makes it free memory that it does not own
(the process aborts), or is lost where it is asked for a random number. So Ctrl-C and SIGTERM leave by the door that a
command opened (`fraudgraph.detect.leaving`), which ends the process. Without one they wait until igraph is done, and a
second one ends the process: a case survives that as it survives kill -9.
"""

import random
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import igraph

from fraudgraph.detect.leaving import leave

_STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Calls of igraph inside draw from the seed, and signals to stop arrive after them."""
    igraph.set_random_number_generator(random.Random(seed))
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only
        return
    came: list[int] = []

    def hold_back(number: int, frame: FrameType | None) -> None:
        leave()
        if came:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        came.append(number)

    before = [(number, signal.getsignal(number)) for number in _STOPS]
    for number in _STOPS:
        signal.signal(number, hold_back)
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
    if came:
        signal.raise_signal(came[0])
