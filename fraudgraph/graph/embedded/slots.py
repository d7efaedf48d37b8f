"""The parts of the surprise of single edges, without reading all edges. By arrays: a popular identifier has many."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.base import Slots
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs, hub_codes
from fraudgraph.graph.embedded.reader import Reader

Index = NDArray[np.int64]


def identifier_codes(
    reader: Reader, cache: Cache, names: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """(kind, value) -> (code, holders) of those that there are."""
    asked = set(names)
    with reader.among("value", sorted({value for _, value in asked})) as wanted:
        rows = reader.rows(
            f"SELECT kind, value, code, holders FROM {cache.file('identifiers')} WHERE {wanted} ORDER BY code"
        )
    return {(kind, value): (code, holders) for kind, value, code, holders in rows if (kind, value) in asked}


def slots_of(reader: Reader, cache: Cache, hubs: Hubs, edges: Sequence[tuple[str, str, str]]) -> Slots:
    """One entry an edge (account, kind, value), in order; an edge that is no sighting, or a hub, is left out."""
    listed = set(hub_codes(reader, cache, hubs).tolist())
    known = identifier_codes(reader, cache, {edge[1:] for edge in edges if edge[1] not in hubs.kinds})
    found = {name: held for name, held in known.items() if held[0] not in listed}
    codes = account_codes(reader, cache, {edge[0] for edge in edges})
    asked = np.array([(codes.get(edge[0], -1), *found.get(edge[1:], (-1, -1))) for edge in edges], np.int64).reshape(
        -1, 3
    )
    names = np.array(sorted(code for code, _ in found.values()), np.int64)
    holder, held = _holders(reader, cache, names.tolist())
    width = cache.accounts + 1
    place = np.flatnonzero(_there(asked[:, 1] * width + asked[:, 0], held * width + holder))
    account, identifier, holders = asked[place].T
    strata = reader.arrays(f"SELECT stratum FROM {cache.file('accounts')}")["stratum"].astype(np.int64)
    countries = max(len(cache.strata), 1)
    by_stratum = np.bincount(
        np.searchsorted(names, held) * countries + strata[holder], minlength=len(names) * countries
    )
    local = by_stratum.reshape(-1, countries)[np.searchsorted(names, identifier)]
    return Slots(place, holders, local, strata[account], _degrees(reader, cache, hubs, (account, identifier)))


def _there(asked: Index, known: Index) -> NDArray[np.bool_]:
    """Which of the asked are known. By sorting, as most of `known` is sorted: numpy's isin would hash all of it."""
    known = np.sort(known, kind="stable")
    place = np.searchsorted(known, asked)
    there = place < len(known)
    there[there] = known[place[there]] == asked[there]
    return there


def account_codes(reader: Reader, cache: Cache, account_ids: set[str]) -> dict[str, int]:
    """Account id -> code of those that there are."""
    with reader.among("account_id", sorted(account_ids)) as wanted:
        return dict(reader.rows(f"SELECT account_id, code FROM {cache.file('accounts')} WHERE {wanted}"))


def _holders(reader: Reader, cache: Cache, identifiers: Sequence[int]) -> tuple[Index, Index]:
    """(account, identifier) of all sightings of these identifiers."""
    with reader.among("identifier", identifiers) as wanted:
        found = reader.arrays(f"SELECT account, identifier FROM {cache.file('by_identifier')} WHERE {wanted}")
    return found["account"].astype(np.int64), found["identifier"].astype(np.int64)


def _degrees(reader: Reader, cache: Cache, hubs: Hubs, edges: tuple[Index, Index]) -> Index:
    """Of each edge's account, how many identifiers of the edge's kind it has, but hubs. A kind is a run of codes."""
    account, identifier = edges
    starts = np.array([*cache.kind_starts, np.iinfo(np.int32).max], np.int64)
    kind = np.searchsorted(starts, identifier, side="right") - 1
    listed = hub_codes(reader, cache, hubs)
    degree = np.zeros(len(account), np.int64)
    for at in np.unique(kind):
        own = kind == at
        with reader.among("account", np.unique(account[own]).tolist()) as wanted:
            seen = reader.arrays(
                f"SELECT account, identifier FROM {cache.file('by_account')} WHERE {wanted} "
                f"AND identifier >= {starts[at]} AND identifier < {starts[at + 1]}"
            )
        counts = np.bincount(seen["account"][~np.isin(seen["identifier"], listed)], minlength=cache.accounts)
        degree[own] = counts[account[own]]
    return degree
