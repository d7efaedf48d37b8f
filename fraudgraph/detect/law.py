"""One law for linkage: how many bits does a set of accounts save in describing who holds which identifier?

A community is a pair: members C (n of them) and owned identifiers O. Its gain is the length of the background code
minus the length of a code that names the members, names the owned identifiers, and says for each owned identifier v
how its k holders fall inside (x) and outside:

    g_v = sum_{holders in C} h - log2 k!/(k-x)! - log2 C(n,x) - (k-x) log2(1-n/N) - count,     count = 1 if x = k,
    else 1 + log2 min(k, n)

The background pays h for each slot that a member fills. The other code says which x slots of the k are theirs (in
order), which x of the n members hold them, and codes each outsider among the N - n others rather than among all N.
Limits q -> 1 and s -> 1 of this 2 x 2 table are the block code and the owned code, so no mixture is needed. Only
identifiers held more inside than outside may be owned (x/n > k/N): absence is no evidence. Members are named by
min(log2 C(N,n), composition over strata + sum_r log2 C(N_r,n_r)) + 1 + log2 n(n+1).

Each step is a prefix code and every choice is paid for, so by Markov's inequality and Kraft's P(max over all sets G
>= g | background) <= 2^-g up to independent slots. No further correction for multiple tests is needed inside the
model.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.background import surprise
from fraudgraph.detect.codelength import Floats, Units, log2_choose, log2_factorial, quantise, whole_number_code
from fraudgraph.detect.incidence import Codes, Incidence, Index, first_of_each, in_order, ranges
from fraudgraph.detect.owned import Naming, choose, namings
from fraudgraph.detect.params import Params, units
from fraudgraph.detect.sets import Sets

NOT_USED, USED = 1, 2
"""Bits that say a kind owns nothing, or that it owns something and how it is named."""


@dataclass(frozen=True)
class Rows:
    """One row a (set, identifier): x holders inside and the sum of their surprise in units; ordered by (set,
    identifier). Its edges are those from `first` on in slot (place in sets.member) and edge, one a holder inside.
    """

    set: Index
    identifier: Index
    inside: Index
    surprise: Units
    first: Index
    slot: Codes
    edge: Codes

    def take(self, keep: NDArray[Any]) -> "Rows":
        """Some of the rows: where keep holds, or at these places."""
        some = (self.set[keep], self.identifier[keep], self.inside[keep], self.surprise[keep], self.first[keep])
        return Rows(*some, self.slot, self.edge)

    def held(self) -> tuple[Codes, Codes, Index]:
        """The edges of these rows, row by row: (place in sets.member, edge, row)."""
        at, row = ranges(self.first, self.inside)
        return self.slot[at], self.edge[at], row


@dataclass(frozen=True)
class Evidence:
    """gain: units[K]; kind_units: units[K, T] before the members are named; names: units[K]; owned: rows owned, with
    `worth` units each.
    """

    gain: Units
    kind_units: Units
    names: Units
    owned: Rows
    worth: Units


def coded(x: Index, k: Index, n: Index, N: int) -> Floats:
    """Bits that the 2 x 2 code spends on an identifier: k holders, x of them among n members of N accounts."""
    count = 1 + np.where(x < k, np.log2(np.minimum(k, n)), 0.0)
    falling = log2_factorial(k) - log2_factorial(k - x)
    outside = (k - x) * np.log2(np.maximum(1 - n / N, 1e-9))
    return np.asarray(falling + log2_choose(n, x) + outside + count, dtype=np.float64)


class Law:
    """The law over one incidence. share: least share of an owned identifier's holders inside; among: only the first
    accounts may be members.
    """

    def __init__(self, incidence: Incidence, params: Params, share: float = 0.0, among: int | None = None) -> None:
        self.incidence, self.params, self.share, self.among = incidence, params, share, among
        self.h: Units = surprise(incidence, params, among)

    @cached_property
    def namings(self) -> tuple[Naming, Naming]:
        """The two ways to name owned identifiers."""
        return namings(self.incidence)

    def rows(self, sets: Sets, least: int = 2) -> Rows:
        """Every (set, identifier) with at least `least` holders inside."""
        i = self.incidence
        edge, slot = ranges(i.start[sets.member], i.edges_of[sets.member])
        code, order = in_order(sets.owner[slot] * i.M + i.identifier[edge], sets.K * i.M)
        held, at = _short(edge[order]), _short(slot[order])
        first = np.flatnonzero(first_of_each(code))
        inside = np.diff(first, append=len(code))
        total = np.add.reduceat(self.h[held], first) if len(first) else np.zeros(0, np.int64)
        keep = inside >= least
        code = code[first[keep]]
        return Rows(code // i.M, code % i.M, inside[keep], total[keep], first[keep], at, held)

    def weigh(self, sets: Sets) -> Evidence:
        """The gain of each set, with the identifiers that it owns."""
        i, p = self.incidence, self.params
        rows = self._ownable(sets)
        k, n = i.holders[rows.identifier], sets.sizes[rows.set]
        g = rows.surprise - quantise(coded(rows.inside, k, n, i.N), p.unit)
        shape = (sets.K, i.T, p.unit)
        (plain, own), (fine, fine_own) = (
            choose(rows.set, rows.identifier, g, naming, shape) for naming in self.namings
        )
        kind = i.kind[rows.identifier]
        own = np.where((fine > plain)[rows.set, kind], fine_own, own)
        least = -NOT_USED * p.unit
        worth = np.maximum(np.maximum(plain, fine) - USED * p.unit, least)
        own &= worth[rows.set, kind] > least
        names = self.name_members(sets)
        return Evidence(worth.sum(1) - names, worth, names, rows.take(own), g[own])

    def _ownable(self, sets: Sets) -> Rows:
        """Rows held by two members or more, and more inside than outside."""
        i, rows = self.incidence, self.rows(sets)
        k, n = i.holders[rows.identifier], sets.sizes[rows.set]
        return rows.take((rows.inside * i.N > n * k) & (rows.inside >= self.share * k))

    def name_members(self, sets: Sets) -> Units:
        """units[K]: naming the members among all accounts, or stratum by stratum, whichever is shorter."""
        i, n = self.incidence, sets.sizes
        bits = log2_choose(self.among or i.N, n)
        if i.R > 1 and not self.among:
            place, there = np.unique(sets.owner * i.R + i.stratum[sets.member], return_counts=True)
            inside = np.bincount(place // i.R, log2_choose(i.stratum_size[place % i.R], there), minlength=sets.K)
            composition = log2_choose(n + i.R - 1, i.R - 1) + inside
            bits = 1 + np.minimum(bits, composition)
        return quantise(bits + whole_number_code(n), self.params.unit)

    def accepts(self, sets: Sets, evidence: Evidence) -> NDArray[np.bool_]:
        """The gate: enough bits when everything is paid, and enough evidence of the average member before names."""
        enough = evidence.gain >= units(self.params.min_gain, self.params)
        carried = np.maximum(evidence.kind_units, 0).sum(1)
        return np.asarray(enough & (carried >= units(self.params.per_member, self.params) * sets.sizes), dtype=np.bool_)


def _short(places: Index) -> Codes:
    """Half the memory: there are less than 2^31 edges."""
    short: Codes = places.astype(np.int32)
    return short
