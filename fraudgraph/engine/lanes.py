"""Detection on two cores: two proposers take a whole Leiden pass each, and there are two solutions to choose from. So a
child runs the second proposer, weighs what it proposed, and then makes the solution without the first one, while this
process does all the rest.

What comes out is the same with one lane or two, byte for byte: proposals come back in the order of the proposers
whatever the timing.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from fraudgraph.detect.communities import Communities, Report, Search, Weighed, more_saved
from fraudgraph.detect.propose import Proposer
from fraudgraph.engine.children import children, is_child
from fraudgraph.errors import FraudgraphError

WORTH_IT = 400_000
"""Edges from which on a second process wins more time than it costs to start."""


@dataclass(frozen=True)
class _Other:
    """What the child does: a proposer is asked and weighed, proposals are made a solution."""

    search: Search

    def run(self, task: Proposer | list[Weighed]) -> list[Weighed] | Communities:
        """The answer to one task."""
        if isinstance(task, list):
            return self.search.solve(task)
        return self.search.proposals([task])


def find_in_lanes(search: Search, proposers: Sequence[Proposer], report: Report) -> Communities:
    """What `Search.find` finds, on two cores where that pays."""
    if len(search.seen.account) < WORTH_IT or (os.cpu_count() or 1) < 2 or len(proposers) < 2 or is_child():
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
        other.send(proposers[1])
        first, *rest = search.proposals([proposers[0], *proposers[2:]], report)
        finer = [*other.recv(), *rest]
        wanted = search.wants_finer([first, *finer])
        if wanted:
            other.send(finer)
        found = search.solve([first, *finer], report)
        return more_saved(found, other.recv()) if wanted else found
