"""Names and neighbours from the sorted files: what `search`, `expand` and `path` ask. No index but the order of the
files: all names of 3 million identifiers are looked through in a fifth of a second.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fraudgraph.case import Case
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs, codes_named, hub_codes, hubs_of, texts
from fraudgraph.graph.embedded.reader import Reader
from fraudgraph.graph.view import View
from fraudgraph.graph.walking import ACCOUNT_ID, DECLARED, Follow, Hits, Holdings

_RAW = "coalesce(raw, value)"
_LAST_LETTER = "\U0010ffff"
Codes = NDArray[np.int64]


class EmbeddedWalking:
    """`Walking` over a case folder."""

    def __init__(self, case: Case) -> None:
        self._reader = Reader(case)

    def search(self, view: View, text: str, limit: int) -> tuple[Hits, ...]:
        """What holds the text, whatever the case of its letters."""
        return self._reader.ask(view, lambda cache: tuple(_hits(self._reader, cache, text, limit)))

    def values_starting(self, view: View, start: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier whose value begins with `start`. A kind is a run of the file,
        sorted by value, so that most of it is skipped.
        """

        def question(cache: Cache) -> tuple[tuple[str, str, int], ...]:
            rows = self._reader.rows(
                f"SELECT kind, {_RAW} AS name, sum(holders)::BIGINT FROM {cache.file('identifiers')} "
                f"WHERE value >= ? AND value < ? AND starts_with({_RAW}, ?) GROUP BY kind, name ORDER BY kind, name",
                start, start + _LAST_LETTER, start,
            )  # fmt: skip
            return tuple((kind, value, holders) for kind, value, holders in rows)

        return self._reader.ask(view, question)

    def accounts_declaring(self, view: View, column: str, value: str) -> tuple[str, ...]:
        """The accounts whose newest record says exactly so in a column of DECLARED, by code point."""
        if column not in DECLARED:
            raise ValueError(column)

        def question(cache: Cache) -> tuple[str, ...]:
            sql = f"SELECT account_id FROM {cache.file('accounts')} WHERE {column} = ? ORDER BY code"
            return tuple(row[0] for row in self._reader.rows(sql, value))

        return self._reader.ask(view, question)

    def holdings(self, view: View, identifiers: Sequence[tuple[str, str]]) -> Holdings:
        """All holders of these (kind, value), hubs too."""
        reader, hubs = self._reader, hubs_of(self._reader)

        def question(cache: Cache) -> Holdings:
            codes = codes_named(reader, cache, set(identifiers))
            with reader.among("code", codes) as wanted:
                return _held(reader, (cache, hubs), wanted, Follow(hubs=True))

        return reader.ask(view, question)

    def step(self, view: View, account_ids: Sequence[str], follow: Follow) -> Holdings:
        """Every identifier of these accounts that others hold too, and all holders of those that are followed."""
        reader, hubs = self._reader, hubs_of(self._reader)

        def question(cache: Cache) -> Holdings:
            with reader.among("account_id", sorted(set(account_ids))) as named:
                rows = reader.arrays(f"SELECT code FROM {cache.file('accounts')} WHERE {named}")
            with reader.among("account", rows["code"].tolist()) as own:
                theirs = f"code IN (SELECT identifier FROM {cache.file('by_account')} WHERE {own}) AND holders >= 2"
                return _held(reader, (cache, hubs), theirs, follow)

        return reader.ask(view, question)


def _hits(reader: Reader, cache: Cache, text: str, limit: int) -> Iterator[Hits]:
    accounts, identifiers = cache.file("accounts"), cache.file("identifiers")
    for sort in (ACCOUNT_ID, *DECLARED):
        grouped = f"SELECT '{sort}' AS sort, {sort} AS name, count(*) AS many FROM {accounts} WHERE {{}} GROUP BY name"
        yield from _found(reader, grouped.format(_holds(sort)), text, limit)
    grouped = f"SELECT kind AS sort, {_RAW} AS name, sum(holders)::BIGINT AS many FROM {identifiers} WHERE {{}}"
    yield from _found(reader, grouped.format(_holds(_RAW)) + " GROUP BY kind, name", text, limit)


def _holds(column: str) -> str:
    return f"contains(lower({column}), lower(?))"


def _found(reader: Reader, names: str, text: str, limit: int) -> Iterator[Hits]:
    """names: SQL of (sort, name, many), with one parameter."""
    best = "lower(name) = lower(?) DESC, starts_with(lower(name), lower(?)) DESC, many DESC, name"
    rows = reader.rows(
        f"SELECT *, count(*) OVER (PARTITION BY sort) AS names FROM ({names}) "
        f"QUALIFY row_number() OVER (PARTITION BY sort ORDER BY {best}) <= {limit:d} ORDER BY sort, {best}",
        *[text] * 5,
    )
    by_sort: dict[str, list[tuple[str, int]]] = {}
    totals = {sort: names for sort, _, _, names in rows}
    for sort, name, many, _ in rows:
        by_sort.setdefault(sort, []).append((name, many))
    yield from (Hits(sort, totals[sort], tuple(first)) for sort, first in by_sort.items())


def _held(reader: Reader, of: tuple[Cache, Hubs], wanted: str, follow: Follow) -> Holdings:
    """The identifiers that a condition on their rows picks, and the edges of those that are followed."""
    cache, hubs = of
    names = reader.arrays(
        f"SELECT code, kind, value, {_RAW} AS raw, holders FROM {cache.file('identifiers')} WHERE {wanted} "
        "ORDER BY kind, value"
    )
    code, holders = names["code"].astype(np.int64), names["holders"].astype(np.int64)
    kind = texts(names["kind"])
    hub = np.isin(code, hub_codes(reader, cache, hubs)) | np.isin(kind, sorted(hubs.kinds))
    followed = (follow.hubs | ~hub) & (holders <= (follow.most_holders or np.inf))
    account, place = _edges(reader, cache, code, np.flatnonzero(followed))
    there = np.bincount(account, minlength=cache.accounts) > 0
    return Holdings(
        account_ids=_account_ids(reader, cache, np.flatnonzero(there)),
        kind=kind,
        value=texts(names["value"]),
        raw=texts(names["raw"]),
        holders=holders,
        hub=hub,
        account=(np.cumsum(there) - 1)[account],
        identifier=place,
    )


def _edges(reader: Reader, cache: Cache, code: Codes, followed: Codes) -> tuple[Codes, Codes]:
    """(account code, place of the identifier) of all edges of the followed ones, by identifier, then account."""
    with reader.among("identifier", code[followed].tolist()) as wanted:
        found = reader.arrays(f"SELECT account, identifier FROM {cache.file('by_identifier')} WHERE {wanted}")
    order = np.argsort(code[followed])
    place = followed[order][np.searchsorted(code[followed], found["identifier"], sorter=order)]
    account = found["account"].astype(np.int64)
    by_both = np.lexsort((account, place))
    return account[by_both], place[by_both]


def _account_ids(reader: Reader, cache: Cache, codes: Codes) -> NDArray[np.object_]:
    with reader.among("code", codes.tolist()) as wanted:
        return texts(
            reader.arrays(f"SELECT account_id FROM {cache.file('accounts')} WHERE {wanted} ORDER BY code")["account_id"]
        )
