"""An order of accounts and identifiers that does not depend on their names.

Leiden, components and ties in selection all depend on the order of vertices, and codes are given by sorted names:
renaming accounts would change rings. So vertices are put in order of a colour made of structure alone, by a few
rounds of colour refinement (Weisfeiler and Leman 1968): an account's colour hashes its degrees, its stratum and the
colours of what it holds; an identifier's its kind, holders and the colours of who holds it. Vertices of one colour
after that are nearly always interchangeable; codes break their ties.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.incidence import Incidence, Index

Colours = NDArray[np.uint64]
ROUNDS = 4


@dataclass(frozen=True)
class Ordered:
    """The same incidence in names-free order; account[i] is the code in the original of account i here,
    identifier[j] likewise.
    """

    incidence: Incidence
    account: Index
    identifier: Index


def names_free(incidence: Incidence) -> Ordered:
    """Put accounts and identifiers in order of their colours."""
    accounts, identifiers = _colours(incidence)
    account = np.argsort(accounts, kind="stable")
    identifier = np.argsort(identifiers, kind="stable")
    new_account, new_identifier = _inverse(account), _inverse(identifier)
    a, v = new_account[incidence.account], new_identifier[incidence.identifier]
    edges = np.sort(a * incidence.M + v)  # the sorted keys say all
    moved = Incidence(
        (edges // max(incidence.M, 1)).astype(np.int32),
        (edges % max(incidence.M, 1)).astype(np.int32),
        incidence.kind[identifier],
        incidence.degree[account],
        incidence.stratum[account],
    )
    return Ordered(moved, account, identifier)


def _inverse(order: Index) -> Index:
    """Where each original code went."""
    to = np.empty(len(order), np.int64)
    to[order] = np.arange(len(order))
    return to


def _mix(x: NDArray[Any]) -> Colours:
    """A bijection of 64-bit words that scatters them (Steele, Lea and Flood 2014, splitmix64)."""
    z = x.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


def _colours(incidence: Incidence) -> tuple[Colours, Colours]:
    """Colours of accounts and identifiers after the last round."""
    i = incidence
    order, at = i.by_identifier
    accounts = _mix(i.stratum)
    for t in range(i.T):
        accounts = _mix(accounts ^ _mix(i.degree[:, t]))
    identifiers = _mix(_mix(i.kind) ^ _mix(i.holders))
    for _ in range(ROUNDS):
        seen = _sums(_mix(identifiers)[i.identifier], i.start)
        held = _sums(_mix(accounts)[i.account[order]], at)
        accounts, identifiers = _mix(accounts * np.uint64(3) + seen), _mix(identifiers * np.uint64(3) + held)
    return accounts, identifiers


def _sums(colours: Colours, start: Index) -> Colours:
    """Sum of each run, modulo 2^64: the same in any order."""
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(colours, dtype=np.uint64)])
    return np.asarray(total[start[1:]] - total[start[:-1]], dtype=np.uint64)
