"""Which groups of a partition are believed: all, those of a naive rule, or those that pass the gate of our law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Incidence, Index
from fraudgraph.detect.law import Law
from fraudgraph.detect.members import connected, trim
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import NONE, Sets

LEAST_SIZE = 5
LEAST_KINDS = 2
SHARE = 0.5


@dataclass(frozen=True)
class Believed:
    """label: int64[N], NONE where an account is accused of nothing; worth: float64[groups], what ranks them."""

    label: Index
    worth: NDArray[np.float64]


def all_of_it(incidence: Incidence, label: Index) -> Believed:
    """Every group of two or more; larger ones first."""
    del incidence
    return _by_size(Sets.from_labels(label, 2), len(label))


def naive(incidence: Incidence, label: Index) -> Believed:
    """Groups of five or more of which half the members share an identifier with another member in two kinds (in one,
    where there is only one); larger ones first.
    """
    sets = Sets.from_labels(label, LEAST_SIZE)
    if sets.K == 0:
        return Believed(label * 0 + NONE, np.zeros(0))
    kinds = (sharing(incidence, sets) >= SHARE * sets.sizes[:, None]).sum(1)
    used = len(np.unique(incidence.kind))
    return _by_size(sets.take(kinds >= min(LEAST_KINDS, used)), len(label))


def gate(incidence: Incidence, label: Index) -> Believed:
    """Groups trimmed, cut into connected parts and accepted by the law, most bits first; default parameters."""
    law = Law(incidence, Params())
    sets = connected(law, trim(law, Sets.from_labels(label, law.params.min_size), law.params.min_size))
    if sets.K == 0:
        return Believed(label * 0 + NONE, np.zeros(0))
    evidence = law.weigh(sets)
    accepted = law.accepts(sets, evidence)
    return Believed(sets.take(accepted).labels(len(label)), evidence.gain[accepted] / law.params.unit)


RULES: Mapping[str, Callable[[Incidence, Index], Believed]] = {"all": all_of_it, "naive": naive, "gate": gate}


def _by_size(sets: Sets, accounts: int) -> Believed:
    return Believed(sets.labels(accounts), sets.sizes.astype(np.float64))


def sharing(incidence: Incidence, sets: Sets) -> Index:
    """int64[K, T]: members that share an identifier of the kind with another member of their set."""
    i, label = incidence, sets.labels(incidence.N)
    inside = label[i.account] != NONE
    account, identifier = i.account[inside].astype(np.int64), i.identifier[inside].astype(np.int64)
    _, place, count = np.unique(label[account] * i.M + identifier, return_inverse=True, return_counts=True)
    both = count[place] > 1
    who = np.unique(account[both] * i.T + i.kind[identifier[both]])
    out = np.zeros((sets.K, i.T), np.int64)
    np.add.at(out, (label[who // i.T], who % i.T), 1)
    return out
