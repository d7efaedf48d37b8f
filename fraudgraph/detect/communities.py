"""The whole way from an incidence to communities: propose, trim, cut, gate, select, split, merge, join, adopt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fraudgraph.detect.codelength import Units
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.join import Joined, join
from fraudgraph.detect.law import Evidence, Law
from fraudgraph.detect.members import Membership, adopt, connected, membership, trim
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT, Proposer
from fraudgraph.detect.refine import merge, split
from fraudgraph.detect.select import Candidate, select
from fraudgraph.detect.sets import NONE, Sets

Report = Callable[[str, int, int], None]
"""Called with a stage, what is done and what there is to do."""


def _silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


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


def propose(
    incidence: Incidence, seed: int, proposers: Sequence[Proposer] = DEFAULT, report: Report = _silent
) -> list[Index]:
    """The partitions of all proposers."""
    partitions: list[Index] = []
    for done, proposer in enumerate(proposers):
        report("propose", done, len(proposers))
        partitions += [one for one in proposer.propose(incidence, seed) if one.max(initial=NONE) != NONE]
    report("propose", len(proposers), len(proposers))
    return partitions


def candidates(law: Law, partitions: Sequence[Index], report: Report = _silent) -> list[list[Candidate]]:
    """Trimmed, connected parts of every partition that pass the gate, a list a partition."""
    found: list[list[Candidate]] = []
    for done, label in enumerate(partitions):
        report("weigh", done, len(partitions))
        sets = connected(law, trim(law, Sets.from_labels(label, law.params.min_size), law.params.min_size))
        evidence = law.weigh(sets)
        passed = np.flatnonzero(law.accepts(sets, evidence)).tolist() if sets.K else []
        found.append([Candidate(sets.of(c), int(evidence.gain[c])) for c in passed])
    report("weigh", len(partitions), len(partitions))
    return found


def find(
    incidence: Incidence, partitions: Sequence[Index], params: Params, seed: int, report: Report = _silent
) -> Communities:
    """What the law makes of the proposals, with the first one, the coarsest, or without it.

    Selection is greedy: a large candidate may displace small ones that would have saved more once they are joined. So
    both solutions are made, and the one that saves more bits in all is taken. The bound is over all sets, so a choice
    among sets costs nothing.
    """
    law = Law(incidence, params)
    weighed = candidates(law, partitions, report)
    found = _solve(law, weighed, partitions, seed, report)
    if len(partitions) > 1 and weighed[0]:
        finer = _solve(law, weighed[1:], partitions[1:], seed)
        found = max(found, finer, key=_saved)
    return replace(found, proposed=(len(partitions), sum(map(len, weighed))))


def _saved(found: Communities) -> int:
    """Units that cells and joins save in all."""
    return int(found.evidence.gain.sum() + found.join_gain.sum())


def _solve(
    law: Law, weighed: Sequence[Sequence[Candidate]], partitions: Sequence[Index], seed: int, report: Report = _silent
) -> Communities:
    """Select, cut, merge, join and adopt."""
    some = [one for part in weighed for one in part]
    report("cells", 0, 3)
    cells = split(law, select(some, law.incidence.N, law.params), seed)
    report("cells", 1, 3)
    cells = merge(law, cells)
    report("cells", 2, 3)
    cells = cells.take(law.accepts(cells, law.weigh(cells))) if cells.K else cells
    report("cells", 3, 3)
    ring_of, gains, associations = _join_all(law, cells, partitions, report)
    cells = adopt(law, cells)
    evidence = law.weigh(cells)
    members = membership(law, cells, evidence)
    return Communities(cells, ring_of, gains, associations, evidence, members, (len(partitions), len(some)))


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
