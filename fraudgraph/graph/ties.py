"""Sightings of some accounts with some identifiers, as columns: a ring of 25,000 accounts has 160,000 of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.holders import Name

if TYPE_CHECKING:
    from fraudgraph.graph.base import Seen

Index = NDArray[np.int64]
TABLES = ("exchanges", "payments", "sightings", "accounts")
"""Tables that show a sighting, most telling first."""
UNKNOWN = int(np.iinfo(np.int64).min)
"""A time that no source gives: what numpy takes for no time."""
_BITS = 1 << np.arange(len(TABLES))


@dataclass(frozen=True, slots=True)
class Ties:
    """int64[E] each, one entry a sighting, by account and then by identifier.

    account, identifier: places in what was asked for; holders: accounts seen with the identifier; count: how often, by
    the most telling table alone; tables: bit t where TABLES[t] shows it; first_us, last_us: UNKNOWN where no source
    gives a time.
    """

    account: Index
    identifier: Index
    holders: Index
    count: Index
    tables: Index
    first_us: Index
    last_us: Index

    def __len__(self) -> int:
        return len(self.account)

    def taken(self, places: Index) -> "Ties":
        """Those at these places, in their order."""
        return Ties(*(getattr(self, field.name)[places] for field in fields(self)))


def tied(ends: tuple[Index, Index], holders: Index, counts: Index, span: tuple[Index, Index]) -> Ties:
    """Ties in any order, put in theirs. counts: int64[E, 4], rows or aggregated count in each of TABLES."""
    counts = counts.reshape(-1, len(TABLES))
    shown = counts > 0
    shown[~shown.any(axis=1), TABLES.index("sightings")] = True  # an aggregated count may be 0
    count = counts[np.arange(len(counts)), shown.argmax(axis=1)]
    return Ties(*ends, holders, count, shown @ _BITS, *span).taken(np.lexsort(ends[::-1]))


def ties_of(seen: Iterable["Seen"], account_ids: Sequence[str], identifiers: Sequence[Name]) -> Ties:
    """The ties among sightings."""
    account = {name: place for place, name in enumerate(account_ids)}
    identifier = {name: place for place, name in enumerate(identifiers)}
    rows = [
        (
            *(account[one.account_id], identifier[one.kind, one.value], one.holders),
            *(UNKNOWN if us is None else us for us in (one.first_us, one.last_us)),
            *(dict(one.counts).get(table, 0) for table in TABLES),
        )
        for one in seen
        if one.account_id in account and (one.kind, one.value) in identifier
    ]
    columns = np.array(rows, np.int64).reshape(-1, 5 + len(TABLES)).T
    return tied((columns[0], columns[1]), columns[2], columns[5:].T, (columns[3], columns[4]))
