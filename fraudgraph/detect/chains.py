"""Kinds that are functions of others: of such a chain the law sees one level an account.

An address and its network, an exact template and its near group: the second follows from the first, so counting both
would count one fact twice. For each account and chain only the kind stays that surprises most, sum over its
identifiers of log2(N / k).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from fraudgraph.detect.incidence import Incidence, Index


def one_level(incidence: Incidence, roots: Sequence[int]) -> tuple[Incidence, Index]:
    """The incidence with one kind of each chain an account; roots: int[T], the kind at the head of each kind's chain.

    Returns it, with identifiers left with one holder taken out, and the original code of each identifier that stays.
    """
    i = incidence
    chain = np.asarray(roots, dtype=np.int64)
    if len(np.unique(chain)) == len(chain):
        return i, np.arange(i.M)
    weight = np.log2(i.N / i.holders)[i.identifier]
    kind = i.kind[i.identifier].astype(np.int64)
    total = np.bincount(i.account * np.int64(i.T) + kind, weight, minlength=i.N * i.T).reshape(i.N, i.T)
    best = np.zeros((i.N, i.T), bool)
    for root in np.unique(chain).tolist():
        level = np.flatnonzero(chain == root)
        best[np.arange(i.N), level[total[:, level].argmax(1)]] = True
    edge = best[i.account, kind]
    holders = np.bincount(i.identifier[edge], minlength=i.M)
    edge &= (holders >= 2)[i.identifier]
    keep = holders >= 2
    left = (np.cumsum(keep) - 1)[i.identifier[edge]].astype(np.int32)
    return Incidence(i.account[edge], left, i.kind[keep], i.degree, i.stratum), np.flatnonzero(keep)


def roots_of(kinds: Sequence[str], root: Mapping[str, str]) -> list[int]:
    """The index of the head of each kind's chain among `kinds`: kinds of one chain share the first index that
    occurs.
    """
    first: dict[str, int] = {}
    return [first.setdefault(root.get(kind, kind), t) for t, kind in enumerate(kinds)]
