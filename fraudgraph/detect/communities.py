"""The whole way from an incidence to communities: propose, trim, cut, gate, select, split, merge, join, settle."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

import numpy as np

from fraudgraph.detect.codelength import Units
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.join import Joined, join
from fraudgraph.detect.law import Evidence, Law
from fraudgraph.detect.members import Membership, connected, membership, trim
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT, Proposer
from fraudgraph.detect.refine import merge, split
from fraudgraph.detect.select import Candidate, select
from fraudgraph.detect.sets import NONE, Sets
from fraudgraph.detect.settle import settle

Report = Callable[[str, int, int], None]
"""Called with a stage, what is done and what there is to do."""


def silent(stage: str, done: int, total: int) -> None:
    """Reports nothing."""
    del stage, done, total


@dataclass(frozen=True, slots=True)
class Weighed:
    """One partition of a proposer, and its parts that pass the gate once they are trimmed and hang together."""

    label: Index
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Communities:
    """cells: Sets of accounts; ring_of: int64[cells], the community of each cell; join_gain: units[communities],
    gains of the joins that made it; associations: Sets of communities; evidence and members: of the cells; proposed:
    partitions and candidates that were weighed.
    """

    cells: Sets
    ring_of: Index
    join_gain: Units
    associations: Sets
    evidence: Evidence
    members: Membership
    proposed: tuple[int, int]

    @property
    def count(self) -> int:
        """How many communities."""
        return len(self.join_gain)

    @property
    def saved(self) -> int:
        """Units that cells and joins save in all."""
        return int(self.evidence.gain.sum() + self.join_gain.sum())


@dataclass(frozen=True)
class Search:
    """One search for communities. seen: what the proposers look at; counted: what the law counts, the same accounts."""

    seen: Incidence
    counted: Incidence
    params: Params
    seed: int

    @cached_property
    def law(self) -> Law:
        """The law over what is counted."""
        return Law(self.counted, self.params)

    def find(self, proposers: Sequence[Proposer] = DEFAULT, report: Report = silent) -> Communities:
        """What the law makes of what these propose."""
        return self.best(list(chain.from_iterable(self.proposals(proposers, report))), report)

    def best(self, weighed: Sequence[Weighed], report: Report = silent) -> Communities:
        """What the law makes of the proposals, with the first one, the coarsest, or without it.

        Selection is greedy: a large candidate may displace small ones that would have saved more once they are joined.
        So both solutions are made, and the one that saves more bits in all is taken. The bound is over all sets, so a
        choice among sets costs nothing.
        """
        found = self.solve(weighed, report)
        return more_saved(found, self.solve(weighed[1:])) if self.wants_finer(weighed) else found

    def proposals(self, proposers: Sequence[Proposer], report: Report = silent) -> list[list[Weighed]]:
        """Of each of these proposers its partitions, weighed."""
        partitions = propose(self.seen, self.seed, proposers, report)
        weighed = iter(weigh(self.law, list(chain.from_iterable(partitions)), report))
        return [list(islice(weighed, len(some))) for some in partitions]

    def solve(self, weighed: Sequence[Weighed], report: Report = silent) -> Communities:
        """Select, cut, merge, join and settle."""
        law, some = self.law, [one for part in weighed for one in part.candidates]
        report("cells", 0, 3)
        cells = split(law, select(some, law.incidence.N, law.params), self.seed)
        report("cells", 1, 3)
        cells = merge(law, cells)
        report("cells", 2, 3)
        cells = cells.take(law.accepts(cells, law.weigh(cells))) if cells.K else cells
        report("cells", 3, 3)
        ring_of, gains, associations = _join_all(law, cells, [part.label for part in weighed], report)
        cells = settle(law, cells)
        evidence = law.weigh(cells)
        members = membership(law, cells, evidence)
        return Communities(cells, ring_of, gains, associations, evidence, members, (len(weighed), len(some)))

    @staticmethod
    def wants_finer(weighed: Sequence[Weighed]) -> bool:
        """Whether a solution without the first partition can differ."""
        return len(weighed) > 1 and bool(weighed[0].candidates)


def propose(
    incidence: Incidence, seed: int, proposers: Sequence[Proposer] = DEFAULT, report: Report = silent
) -> list[list[Index]]:
    """The partitions of each proposer."""
    partitions: list[list[Index]] = []
    for done, proposer in enumerate(proposers):
        report("propose", done, len(proposers))
        partitions.append([one for one in proposer.propose(incidence, seed) if one.max(initial=NONE) != NONE])
    report("propose", len(proposers), len(proposers))
    return partitions


def weigh(law: Law, partitions: Sequence[Index], report: Report = silent) -> list[Weighed]:
    """Each partition with its candidates."""
    found: list[Weighed] = []
    for done, label in enumerate(partitions):
        report("weigh", done, len(partitions))
        sets = connected(law, trim(law, Sets.from_labels(label, law.params.min_size), law.params.min_size))
        evidence = law.weigh(sets)
        passed = np.flatnonzero(law.accepts(sets, evidence)).tolist() if sets.K else []
        found.append(Weighed(label, tuple(Candidate(sets.of(c), int(evidence.gain[c])) for c in passed)))
    report("weigh", len(partitions), len(partitions))
    return found


def more_saved(found: Communities, finer: Communities) -> Communities:
    """Of two solutions the one that saves more bits in all, the first one of equals; what was proposed is the first
    one's.
    """
    return replace(finer, proposed=found.proposed) if finer.saved > found.saved else found


def _join_all(law: Law, cells: Sets, partitions: Sequence[Index], report: Report) -> tuple[Index, Units, Sets]:
    """Join until nothing joins: community of each cell, gain of the joins of each community, associations of
    communities.
    """
    ring_of, gains = np.arange(cells.K), np.zeros(cells.K, np.int64)
    associations = Sets.empty()
    for level in range(law.params.levels):
        report("join", level, law.params.levels)
        if len(gains) < 2:
            break
        parts = Sets.grouped(ring_of[cells.owner], cells.member)
        joined = join(law, parts, partitions)
        associations = joined.associations
        if joined.rings.K == 0:
            break
        ring_of, gains = _apply(joined, ring_of, gains)
        associations = Sets.empty()
    report("join", law.params.levels, law.params.levels)
    return ring_of, gains, associations


def _apply(joined: Joined, ring_of: Index, gains: Units) -> tuple[Index, Units]:
    """Number the communities anew after one level of joins."""
    to = np.arange(len(gains)) + joined.rings.K
    to[joined.rings.member] = joined.rings.owner
    dense, to = np.unique(to, return_inverse=True)
    total = np.bincount(to, gains, minlength=len(dense)).astype(np.int64)
    total[: joined.rings.K] += joined.gains
    return to[ring_of], total
