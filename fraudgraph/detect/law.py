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

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from fraudgraph.detect.background import surprise
from fraudgraph.detect.codelength import Floats, Units, log2_choose, log2_factorial, quantise, whole_number_code
from fraudgraph.detect.incidence import Incidence, Index, ranges
from fraudgraph.detect.owned import Naming, choose, namings
from fraudgraph.detect.params import Params, units
from fraudgraph.detect.sets import Sets

NOT_USED, USED = 1, 2
"""Bits that say a kind owns nothing, or that it owns something and how it is named."""


@dataclass(frozen=True)
class Rows:
    """One row a (set, identifier): x holders inside and the sum of their surprise in units; ordered by (set,
    identifier).
    """

    set: Index
    identifier: Index
    inside: Index
    surprise: Units

    def take(self, keep: NDArray[np.bool_]) -> "Rows":
        """The rows where keep holds."""
        return Rows(self.set[keep], self.identifier[keep], self.inside[keep], self.surprise[keep])


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


@dataclass(frozen=True)
class Both:
    """One and h of each edge in one word, so that one product of matrices sums both: h below 2^shift, the ones above.

    No set sums more h of an identifier than all its holders have. Where that and the holders do not fit into 63 bits,
    ones has them apart.
    """

    words: csr_array
    ones: csr_array | None
    shift: int

    @staticmethod
    def of(incidence: Incidence, h: Units) -> "Both":
        """The words of every edge."""
        most = int(np.bincount(incidence.identifier, h, minlength=1).max())
        shift = most.bit_length() + 1  # one to spare: float sums are exact below 2^53 only
        holders = int(incidence.holders.max(initial=1))
        if shift + holders.bit_length() > 62 or shift > 53 or h.min(initial=0) < 0:
            return Both(incidence.weighted(h), incidence.weighted(np.ones(len(h), np.int64)), 0)
        return Both(incidence.weighted(h + (1 << shift)), None, shift)

    def sums(self, pick: csr_array) -> tuple[csr_array, Index, Units]:
        """Sets x identifiers: where a holder is inside, how many are, and the sum of their h."""
        found = pick @ self.words
        if self.ones is not None:
            return found, (pick @ self.ones).data, found.data
        return found, found.data >> self.shift, found.data & ((1 << self.shift) - 1)


class Law:
    """The law over one incidence. share: least share of an owned identifier's holders inside; among: only the first
    accounts may be members.
    """

    def __init__(self, incidence: Incidence, params: Params, share: float = 0.0, among: int | None = None) -> None:
        self.incidence, self.params, self.share, self.among = incidence, params, share, among
        self.h: Units = surprise(incidence, params)
        self._both = Both.of(incidence, self.h)

    @cached_property
    def namings(self) -> tuple[Naming, Naming]:
        """The two ways to name owned identifiers."""
        return namings(self.incidence)

    def rows(self, sets: Sets, least: int = 2) -> Rows:
        """Every (set, identifier) with at least `least` holders inside."""
        pick = sets.indicator(self.incidence.N)
        place, count, total = self._both.sums(pick)
        keep = count >= least
        owner = np.repeat(np.arange(sets.K), np.diff(place.indptr))[keep]
        identifier = place.indices[keep].astype(np.int64)
        order = np.argsort(owner * self.incidence.M + identifier)
        return Rows(owner[order], identifier[order], count[keep][order], total[keep][order])

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

    def held(self, sets: Sets, rows: Rows) -> tuple[Index, Index, Index]:
        """The members' edges that meet these rows: (place in sets.member, edge, row)."""
        i = self.incidence
        wanted = np.zeros(i.M, bool)
        wanted[rows.identifier] = True
        edge, slot = ranges(i.start[sets.member], np.diff(i.start)[sets.member])
        near = wanted[i.identifier[edge]]
        edge, slot = edge[near], slot[near]
        wanted_keys = rows.set * i.M + rows.identifier
        key = sets.owner[slot] * i.M + i.identifier[edge]
        row = np.searchsorted(wanted_keys, key)
        hit = (
            wanted_keys[np.minimum(row, len(wanted_keys) - 1)] == key if len(wanted_keys) else np.zeros(len(key), bool)
        )
        return slot[hit], edge[hit], row[hit]
