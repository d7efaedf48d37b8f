"""What was tried instead of the law, written against the present code: `ablations` measures each of them.

An alternative replaces functions of the law for the time of one run, or constants, or proposers. The product has no
switch for any of this.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import ModuleType
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect import communities, join, law, level
from fraudgraph.detect.background import mean_degree, surprise
from fraudgraph.detect.codelength import Units, log2_choose, quantise, sum_units, whole_number_code
from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.law import Law
from fraudgraph.detect.owned import Naming
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT
from fraudgraph.detect.select import Candidate
from fraudgraph.detect.sets import NONE, Sets
from fraudgraph.engine import local

BASE = Params()


@dataclass(frozen=True)
class Alternative:
    """One line of the table. swaps: (module, name, replacement); proposers: places in DEFAULT, None for all; shuffled:
    whether it is also run where nobody works together.
    """

    name: str
    group: str
    params: Params = BASE
    swaps: tuple[tuple[ModuleType, str, Any], ...] = ()
    proposers: tuple[int, ...] | None = None
    shuffled: bool = True

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The replacements hold inside."""
        with ExitStack() as stack:
            for module, name, other in self.swaps:
                stack.enter_context(patch.object(module, name, other))
            yield


def no_degrees(incidence: Incidence, params: Params, accounts: int | None = None) -> Units:
    """The surprise as if every account were equally busy with every kind."""
    return surprise(replace(incidence, degree=np.ones_like(incidence.degree)), params, accounts)


def degrees_both_ways(incidence: Incidence, params: Params, accounts: int | None = None) -> Units:
    """Busy accounts surprise less, and quiet ones more."""
    i, edges = incidence, None if accounts is None else int(incidence.start[accounts])
    kind = i.kind[i.identifier]
    ratio = (i.degree[i.account, kind] + 1.0) / (mean_degree(i)[i.stratum[i.account], kind] + 1.0)
    h = np.maximum(no_degrees(i, params) - quantise(np.log2(ratio), params.unit), params.unit)
    return np.asarray(h[:edges], np.int64)


def among_touched(
    owner: Index, identifier: Index, gain: Units, naming: Naming, shape: tuple[int, int, int]
) -> tuple[Units, NDArray[np.bool_]]:
    """The invalid code: owned identifiers are named among those that the set itself holds at least twice, which nobody
    who reads the code could know.
    """
    K, T, unit = shape
    kind = naming.group[naming.of[identifier]]
    place = owner * T + kind
    size = np.bincount(place, minlength=K * T)
    own = gain > 0
    m = np.bincount(place[own], minlength=K * T)
    cost = log2_choose(size, m) + whole_number_code(np.maximum(m, 1)) + 1
    worth = sum_units(place[own], gain[own], K * T) - quantise(cost, unit)
    nothing = -unit
    lose = (m == 0) | (worth < nothing)
    worth[lose] = nothing
    return worth.reshape(K, T), own & ~lose[place]


def counted_twice(incidence: Incidence) -> tuple[Incidence, Index]:
    """What follows from another sighting stays."""
    return incidence, np.arange(incidence.M)


def unconnected(law: Law, sets: Sets) -> Sets:
    """Candidates and groups of cells stay whole, whatever holds their parts together."""
    return sets.at_least(law.params.min_size)


def paid_ties(up: Law, groups: Sets) -> Units:
    """What is between parts, less what its names cost: a kind with many identifiers never pays for a few."""
    return up.weigh(groups).kind_units


def named_anew(law: Law, told: NDArray[np.bool_]) -> Law:
    """Ties are named among all identifiers of their kind, whatever cells have named before."""
    del told
    return law


def largest_gain_first(candidates: Sequence[Candidate], accounts: int, params: Params) -> Sets:
    """Selection without regard to size: whoever gains most is taken, what overlaps it too much is not."""
    label = np.full(accounts, NONE, np.int64)
    for z in sorted(range(len(candidates)), key=lambda z: (-candidates[z].gain, z)):
        members = candidates[z].members
        free = members[label[members] == NONE]
        if len(members) - len(free) <= params.overlap * len(members):
            label[free] = z
    return Sets.from_labels(label)


NOWHERE = 1 << 40
"""Holders that no identifier has."""
_OWNED_WHOLE: Callable[..., Law] = partial(Law, share=1.0)


def _constants() -> Iterator[Alternative]:
    """Each constant of the law, smaller and larger."""
    for bits in (5, 10, 40):
        yield Alternative(f"gain {bits}", "constants", replace(BASE, min_gain=bits, join_gain=bits), shuffled=bits < 20)
    for bits in (6, 7, 9, 10):
        name = f"{bits} bits a member"
        yield Alternative(name, "constants", replace(BASE, per_member=bits), shuffled=bits < 8)
    for kappa in (10, 1000, 10000):
        yield Alternative(f"kappa {kappa}", "constants", replace(BASE, kappa=kappa))
    for alike in (0.35, 0.65):
        yield Alternative(f"kind overlap {alike:g}", "constants", replace(BASE, alike=alike), shuffled=False)


def every() -> Iterator[Alternative]:
    """The law as it is, then all alternatives."""
    yield Alternative("the law", "the law")
    yield Alternative("no degree correction", "background", swaps=((law, "surprise", no_degrees),))
    yield Alternative("degrees corrected both ways", "background", swaps=((law, "surprise", degrees_both_ways),))
    yield Alternative("functions counted twice", "background", swaps=((local, "counted_once", counted_twice),))
    yield Alternative("no pools", "background", replace(BASE, public=NOWHERE))
    yield Alternative("names among touched (invalid code)", "code", swaps=((law, "choose", among_touched),))
    yield Alternative("owned only where all holders are inside", "code", swaps=((communities, "Law", _OWNED_WHOLE),))
    yield Alternative("no 8 bits a member", "gate", replace(BASE, per_member=0.0))
    yield Alternative("no connectedness", "gate", swaps=((communities, "connected", unconnected),))
    yield Alternative("largest gain first", "granularity", swaps=((communities, "select", largest_gain_first),))
    yield Alternative("no cuts", "granularity", replace(BASE, split_rounds=0))
    yield Alternative("no mergers", "granularity", replace(BASE, merge_rounds=0))
    yield Alternative("no joins", "granularity", replace(BASE, levels=0))
    yield Alternative("joins without kind overlap", "granularity", replace(BASE, alike=0.0))
    yield Alternative("joins that fall apart", "granularity", swaps=((join, "connected", unconnected),))
    yield Alternative("ties after their names", "granularity", swaps=((level, "ties", paid_ties),))
    yield Alternative("ties named anew", "granularity", swaps=((level, "Told", named_anew),))
    yield Alternative("nobody leaves at the end", "granularity", replace(BASE, release_rounds=0))
    yield Alternative("no groups come in", "granularity", replace(BASE, group_rounds=0))
    yield Alternative("no adoption", "granularity", replace(BASE, adopt_rounds=0))
    for place, proposer in enumerate(DEFAULT):
        yield Alternative(f"only {proposer.name}", "proposers", proposers=(place,), shuffled=False)
    yield from _constants()
