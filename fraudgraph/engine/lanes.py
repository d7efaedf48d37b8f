"""Detection on two cores: two proposers take a whole Leiden pass each, and there are two solutions to choose from. So a
child runs half of the proposers, weighs what they propose, and then makes the solution without the first partition,
while this process does the rest. They are dealt out there and back, 0 | 1 2 | 3 4 | 5 6, so that neither lane always
gets the later one of two.

What comes out is the same with one lane or two, byte for byte: proposals are put in the order of the proposers
whatever the timing.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress

from fraudgraph.detect.communities import Communities, Report, Search, Weighed, more_saved
from fraudgraph.detect.propose import Proposer
from fraudgraph.engine.children import children, is_child
from fraudgraph.errors import FraudgraphError

WORTH_IT = 400_000
"""Edges from which on a second process wins more time than it costs to start."""


@dataclass(frozen=True, slots=True)
class _Propose:
    """A task: proposals of each of these proposers."""

    proposers: tuple[Proposer, ...]


@dataclass(frozen=True, slots=True)
class _Solve:
    """A task: the solution of these proposals."""

    weighed: tuple[Weighed, ...]


@dataclass(frozen=True)
class _Other:
    """What the child works with."""

    search: Search

    def run(self, task: _Propose | _Solve) -> list[list[Weighed]] | Communities:
        """The answer to one task."""
        if isinstance(task, _Solve):
            return self.search.solve(task.weighed)
        return self.search.proposals(task.proposers)


def find_in_lanes(
    search: Search, proposers: Sequence[Proposer], report: Report, threads: int | None = None
) -> Communities:
    """What `Search.find` finds, on two cores where that pays. threads: that may be kept busy; None: all there are."""
    cores = threads or os.cpu_count() or 1
    if len(search.seen.account) < WORTH_IT or cores < 2 or len(proposers) < 2 or is_child():
        return search.find(proposers, report)
    try:
        return _two(search, proposers, report)
    except (EOFError, OSError) as error:  # OSError: in the middle of a message
        raise FraudgraphError(
            "a process that proposes rings ended before it was done",
            kept="The sweep before stays current.",
            hint="free memory, or shorten --window, and run the sweep again",
        ) from error


def _two(search: Search, proposers: Sequence[Proposer], report: Report) -> Communities:
    """This process and one child."""
    with children(_Other(search), 1) as [other]:
        lane = [(place + 1) // 2 % 2 for place in range(len(proposers))]
        other.send(_Propose(tuple(compress(proposers, lane))))
        here = iter(search.proposals([one for one, away in zip(proposers, lane, strict=True) if not away], report))
        there: Iterator[list[Weighed]] = iter(other.recv())
        weighed = list(chain.from_iterable(next(there if away else here) for away in lane))
        wanted = search.wants_finer(weighed)
        if wanted:
            other.send(_Solve(tuple(weighed[1:])))
        found = search.solve(weighed, report)
        return more_saved(found, other.recv()) if wanted else found
