"""The parts of the surprise of single edges, without reading all edges."""

from collections.abc import Iterable, Sequence

import numpy as np

from fraudgraph.graph.base import Slot
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs, hub_codes
from fraudgraph.graph.embedded.reader import Reader


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


def slots_of(reader: Reader, cache: Cache, hubs: Hubs, edges: Sequence[tuple[str, str, str]]) -> tuple[Slot, ...]:
    """One slot an edge (account, kind, value), in order; an edge that is no sighting, or a hub, is left out."""
    found = identifier_codes(reader, cache, {edge[1:] for edge in edges if not hubs.why(*edge[1:])})
    places = _places(reader, cache, {edge[0] for edge in edges})
    codes = [(edge, *places.get(edge[0], (-1, -1)), *found.get(edge[1:], (-1, -1))) for edge in edges]
    there = _sightings(reader, cache, {code for _, _, _, code, _ in codes})
    local = _by_stratum(reader, cache, {code for _, _, _, code, _ in codes})
    degrees = _degrees(reader, cache, hubs, {(account, edge[1]) for edge, account, _, _, _ in codes})
    return tuple(
        Slot(*edge, holders, local[code, stratum], stratum, degrees[account, edge[1]])
        for edge, account, stratum, code, holders in codes
        if (account, code) in there
    )


def _places(reader: Reader, cache: Cache, account_ids: set[str]) -> dict[str, tuple[int, int]]:
    """Account -> (code, stratum)."""
    with reader.among("account_id", sorted(account_ids)) as wanted:
        rows = reader.rows(f"SELECT account_id, code, stratum FROM {cache.file('accounts')} WHERE {wanted}")
    return {account_id: (code, stratum) for account_id, code, stratum in rows}


def _sightings(reader: Reader, cache: Cache, identifiers: set[int]) -> set[tuple[int, int]]:
    with reader.among("identifier", sorted(identifiers)) as wanted:
        return set(reader.rows(f"SELECT account, identifier FROM {cache.file('by_identifier')} WHERE {wanted}"))


def _by_stratum(reader: Reader, cache: Cache, identifiers: set[int]) -> dict[tuple[int, int], int]:
    """(identifier, stratum) -> holders."""
    with reader.among("identifier", sorted(identifiers)) as wanted:
        rows = reader.rows(
            f"SELECT identifier, stratum, count(*) FROM {cache.file('by_identifier')} "
            f"JOIN {cache.file('accounts')} ON code = account WHERE {wanted} GROUP BY ALL"
        )
    return {(identifier, stratum): holders for identifier, stratum, holders in rows}


def _degrees(reader: Reader, cache: Cache, hubs: Hubs, asked: set[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """(account, kind) -> identifiers of the kind that it has, hubs left out. A kind is a run of codes."""
    listed = hub_codes(reader, cache, hubs)
    ends = (*cache.kind_starts[1:], np.iinfo(np.int32).max)
    degrees = {}
    for kind in sorted({kind for _, kind in asked} & set(cache.kinds)):
        at = cache.kinds.index(kind)
        first, end = cache.kind_starts[at], ends[at]
        own = listed[(listed >= first) & (listed < end)]
        with (
            reader.among("account", sorted({account for account, name in asked if name == kind})) as wanted,
            reader.among("identifier", [int(code) for code in own]) as excluded,
        ):
            rows = reader.rows(
                f"SELECT account, count(*) FROM {cache.file('by_account')} WHERE {wanted} "
                f"AND identifier >= {first} AND identifier < {end} AND NOT coalesce({excluded}, false) GROUP BY account"
            )
        degrees.update({(account, kind): degree for account, degree in rows})
    return degrees
