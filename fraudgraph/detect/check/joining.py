"""What an outsider would gain by taking on identifiers of a cell: the other side of every link.

Somebody who wants an innocent account to be taken for a member makes it carry identifiers of the ring. The law then
sees one more holder inside a cell: k + 1 holders, x + 1 of them among n + 1 members. On each such edge it gains

    own_v = h - [coded(x + 1, k + 1, n + 1) - coded(x, k + 1, n)],     h = max over strata of -log2 pi

and the membership is worth the sum of these, less what not holding the cell's other identifiers costs, less the name
of one more member. The outsider is as quiet as anybody and of the stratum that surprises most, so this is the most
that can be gained: whoever wants a standing needs at least what `Joining` says.
"""

from dataclasses import dataclass

import numpy as np

from fraudgraph.detect.codelength import Floats
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.law import coded
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.sightings import Sightings
from fraudgraph.model.limits import FRAMED

MOST = FRAMED
"""So many identifiers of one kind are looked at."""


@dataclass(frozen=True)
class Joining:
    """For each cell c and kind t the MOST identifiers that bring most, best first; bits.

    own: float64[C, T, MOST], evidence on the outsider's own edges, summed over the first 1, 2, ... of them; net: the
    same with what leaving them out would have cost; -inf where the cell has fewer. identifier: int64[C, T, MOST], -1
    where none. base: float64[C], name and absences, <= 0. ring: int64[C], the ring of each cell.
    """

    own: Floats
    net: Floats
    identifier: Index
    base: Floats
    ring: Index


@dataclass(frozen=True)
class _Rows:
    """One row an owned identifier of a cell: x of its k holders among the n members."""

    cell: Index
    identifier: Index
    x: Index
    k: Index
    n: Index


def joining(sightings: Sightings, found: Linkage, kappa: float) -> Joining:
    """What the identifiers of each cell would bring to an outsider."""
    N, C, T = sightings.accounts, found.cells, len(sightings.kinds)
    ring = np.zeros(C, np.int64)
    ring[found.cell] = found.ring
    sizes = np.bincount(found.cell, minlength=C)
    rows = _rows(sightings, found, ring, sizes)
    h = _surprise(sightings, rows, kappa)
    own = h + coded(rows.x, rows.k + 1, rows.n, N) - coded(rows.x + 1, rows.k + 1, rows.n + 1, N)
    absent = coded(rows.x, rows.k, rows.n, N) - coded(rows.x, rows.k, rows.n + 1, N)
    name = np.log2(np.maximum(N - sizes, 1) / (sizes + 1)) + np.log2((sizes + 2) / sizes)
    base = np.bincount(rows.cell, absent, minlength=C) - name
    where = rows.cell * T + sightings.kind[rows.identifier]
    best_own, best_net, identifier = _best(where, own, own - absent, rows.identifier, C * T)
    shape = (C, T, MOST)
    return Joining(best_own.reshape(shape), best_net.reshape(shape), identifier.reshape(shape), base, ring)


def _rows(s: Sightings, found: Linkage, ring: Index, sizes: Index) -> _Rows:
    """The identifiers that a ring owns, cell by cell, where two members or more hold them, and more inside than
    outside.
    """
    M = max(s.identifiers, 1)
    cell_of = np.full(s.accounts, -1, np.int64)
    cell_of[found.account] = found.cell
    cell = cell_of[s.account]
    inside = cell >= 0
    cell, identifier = cell[inside], s.identifier[inside].astype(np.int64)
    owned = np.isin(ring[cell] * M + identifier, found.owned.ring * M + found.owned.identifier)
    key, x = np.unique(cell[owned] * M + identifier[owned], return_counts=True)
    cell, identifier = key // M, key % M
    k, n = np.bincount(s.identifier, minlength=M)[identifier], sizes[cell]
    keep = (x >= 2) & (x * s.accounts > n * k)
    return _Rows(cell[keep], identifier[keep], x[keep].astype(np.int64), k[keep], n[keep])


def _surprise(s: Sightings, rows: _Rows, kappa: float) -> Floats:
    """h of one more holder of each row's identifier, in the stratum where it surprises most. Neither pools nor the
    share of slots that shrunk rates fill take away from it: what a framer needs stays a lower bound.
    """
    N, R = s.accounts, int(s.stratum.max(initial=0)) + 1
    k = rows.k + 1.0
    if R == 1:
        return np.full(len(k), np.log2(N))
    few, place = np.unique(rows.identifier, return_inverse=True)
    code = np.full(s.identifiers, -1, np.int64)
    code[few] = np.arange(len(few))
    edge = code[s.identifier] >= 0
    key = code[s.identifier[edge]] * R + s.stratum[s.account[edge]]
    there = np.bincount(key, minlength=len(few) * R).reshape(-1, R)[place] + 1.0
    sizes = np.bincount(s.stratum, minlength=R)
    rate = (there + kappa * (k / N)[:, None]) / (sizes + kappa)
    return np.asarray(np.maximum(-np.log2(rate.min(1) / k), 1.0), dtype=np.float64)


def _best(where: Index, own: Floats, net: Floats, identifier: Index, size: int) -> tuple[Floats, Floats, Index]:
    """Sums of `own` and `net` over the first 1 .. MOST rows of each place, most net first; and which they are."""
    order = np.lexsort((identifier, -net, where))
    where = where[order]
    rank = np.arange(len(where)) - np.searchsorted(where, where)
    top = rank < MOST
    out_own, out_net = np.full((2, size, MOST), -np.inf)
    which = np.full((size, MOST), -1, np.int64)
    at = (where[top], rank[top])
    out_own[at], out_net[at], which[at] = own[order][top], net[order][top], identifier[order][top]
    return out_own.cumsum(1), out_net.cumsum(1), which
