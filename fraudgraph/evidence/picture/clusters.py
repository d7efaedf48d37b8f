"""Clusters: accounts drawn together because they share an identifier. For the eye only; a sweep knows none of them.

What a large part of a cell holds (its templates, its one firm card) tells nobody apart there: such identifiers are the
heart of the cell. Everybody else stands around one identifier of few.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.picture.held import Held, Index

AT_HOME = 0.8
"""Share of an identifier's members in one cell from which on it belongs to that cell; else it stands between cells."""
WIDE, WIDE_LEAST, NEARLY_ALL = 0.3, 40, 0.7
"""In the heart: held by NEARLY_ALL of a cell, or by WIDE of it and by more than WIDE_LEAST accounts."""
NOWHERE = -1


@dataclass(frozen=True)
class Clusters:
    """of: int64[n], the cluster of each account; anchor: int64[K], the identifier that each stands around (-1: a heart,
    or an account alone); cell: int64[K]; home: int64[m], the cell to which each identifier belongs (-1: between cells);
    disc: int64[m], the cluster in which each identifier stands (-1: by itself); heart: bool[K].
    """

    of: Index
    anchor: Index
    cell: Index
    home: Index
    disc: Index
    heart: NDArray[np.bool_]

    @property
    def sizes(self) -> Index:
        """int64[K]: accounts of each cluster (a heart may have none)."""
        return np.bincount(self.of, minlength=len(self.anchor))

    def inside_home(self, held: Held) -> Index:
        """int64[m]: members of its own cell that hold each identifier; 0 for what stands between cells."""
        identifier, cell, count = held.by_cell
        there = cell == self.home[identifier]
        return np.bincount(identifier[there], count[there], held.identifiers).astype(np.int64)


def clusters_of(held: Held) -> Clusters:
    """Each account goes to the identifier of its cell that is hardest to forge and, of these, held by fewest; whoever
    would be alone there joins the next one that has company, else the heart of the cell, else stands alone.
    """
    n, m, home = held.accounts, held.identifiers, homes(held)
    wide = _wide(held, home)
    chosen = _with_company(held, home, wide)
    at_heart = home[held.identifier] == held.cell[held.account]
    at_heart &= wide[held.identifier]
    reaches = np.zeros(n, np.bool_)
    reaches[held.account[at_heart]] = True
    key = np.where(chosen >= 0, chosen, np.where(reaches, m + held.cell, m + held.cells + np.arange(n)))
    hearts = np.unique(home[wide])
    names, of = np.unique(np.concatenate([key, m + hearts]), return_inverse=True)
    cell = np.empty(len(names), np.int64)
    cell[of] = np.concatenate([held.cell, hearts])
    disc = np.full(m, NOWHERE, np.int64)
    disc[names[names < m]] = np.flatnonzero(names < m)
    disc[wide] = np.searchsorted(names, m + home[wide])
    heart = (names >= m) & (names < m + held.cells)
    return Clusters(of[:n], np.where(names < m, names, NOWHERE), cell, home, disc, heart)


def homes(held: Held) -> Index:
    """int64[m]: the cell that has nearly all members of an identifier, -1 where none has."""
    identifier, cell, count = held.by_cell
    found = np.full(held.identifiers, NOWHERE, np.int64)
    named, first = np.unique(identifier, return_index=True)
    at_home = count[first] >= AT_HOME * held.inside[named]
    found[named[at_home]] = cell[first[at_home]]
    return found


def _wide(held: Held, home: Index) -> NDArray[np.bool_]:
    """bool[m]: in the heart of its cell."""
    size = np.bincount(held.cell, minlength=max(held.cells, 1))[np.maximum(home, 0)]
    inside = held.inside
    wide = (inside > NEARLY_ALL * size) | (inside > np.maximum(WIDE * size, WIDE_LEAST))
    return np.asarray((home >= 0) & wide, np.bool_)


def _with_company(held: Held, home: Index, wide: NDArray[np.bool_]) -> Index:
    """int64[n]: the identifier around which each account stands with others, -1 for none."""
    fits = (home[held.identifier] == held.cell[held.account]) & ~wide[held.identifier]
    account, identifier = held.account[fits], held.identifier[fits]
    order = np.lexsort((identifier, held.inside[identifier], held.hardness[identifier], account))
    account, identifier = account[order], identifier[order]
    chosen = _first(account, identifier, held.accounts)
    company = np.bincount(chosen[chosen >= 0], minlength=held.identifiers) > 1
    with_others = company[identifier]
    again = _first(account[with_others], identifier[with_others], held.accounts)
    return np.where((chosen >= 0) & ~company[chosen], again, chosen)


def _first(account: Index, identifier: Index, accounts: int) -> Index:
    """int64[n]: the identifier of each account's first row, -1 where it has none."""
    found = np.full(accounts, NOWHERE, np.int64)
    who, first = np.unique(account, return_index=True)
    found[who] = identifier[first]
    return found
