"""Sightings of some accounts with some identifiers from the sorted files, without an object for any of them."""

from collections.abc import Sequence

import numpy as np

from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.reader import Reader
from fraudgraph.graph.embedded.slots import account_codes, identifier_codes
from fraudgraph.graph.holders import Name
from fraudgraph.graph.ties import TABLES, UNKNOWN, Index, Ties, tied

_COUNTS = ", ".join(f"coalesce({table}, 0) AS {table}" for table in TABLES)
_TIMES = ", ".join(f"coalesce({name}, ({UNKNOWN})::BIGINT) AS {name}" for name in ("first_us", "last_us"))
_NOWHERE = -1


def ties(reader: Reader, cache: Cache, account_ids: Sequence[str], identifiers: Sequence[Name]) -> Ties:
    """What ties these accounts to these identifiers; places are those in the two sequences."""
    codes = account_codes(reader, cache, set(account_ids))
    names = identifier_codes(reader, cache, identifiers)
    with reader.among("identifier", [code for code, _ in names.values()]) as wanted:
        found = reader.arrays(
            f"SELECT account, identifier, {_COUNTS}, {_TIMES} FROM {cache.file('by_identifier')} WHERE {wanted}"
        )
    place = _places([codes.get(name, _NOWHERE) for name in account_ids], cache.accounts)
    inside = place[found["account"]] != _NOWHERE
    found = {name: column[inside].astype(np.int64) for name, column in found.items()}
    asked = [names.get(name, (_NOWHERE, 0)) for name in identifiers]
    number = _places([code for code, _ in asked], 1 + max((code for code, _ in asked), default=0))
    ends = place[found["account"]], number[found["identifier"]]
    holders = np.array([many for _, many in asked], np.int64)[ends[1]]
    counts = np.stack([found[table] for table in TABLES], axis=1)
    return tied(ends, holders, counts, (found["first_us"], found["last_us"]))


def _places(codes: Sequence[int], size: int) -> Index:
    """int64[size]: of each code its place, _NOWHERE where it has none."""
    found, known = np.full(size, _NOWHERE, np.int64), np.array(codes, np.int64)
    asked = np.flatnonzero(known != _NOWHERE)
    found[known[asked]] = asked
    return found
