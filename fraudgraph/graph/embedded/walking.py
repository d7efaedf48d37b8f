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
_MANY = 1 / 16
"""Share of all accounts from which on reading the names of all takes less than picking some."""
Codes = NDArray[np.int64]


class EmbeddedWalking:
    """`Walking` over a case folder."""

    def __init__(self, case: Case) -> None:
        self._reader = Reader(case)

    def search(self, view: View, text: str, limit: int) -> tuple[Hits, ...]:
        """What holds the text, whatever the case of its letters."""
        return self._reader.ask(view, lambda cache: tuple(_hits(self._reader, cache, text, limit)))

    def exact(self, view: View, names: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
        """(sort, name, accounts) of every account and identifier that reads exactly like one of these names."""

        def question(cache: Cache) -> tuple[tuple[str, str, int], ...]:
            accounts, identifiers, asked = cache.file("accounts"), cache.file("identifiers"), sorted(set(names))
            with (
                self._reader.among("account_id", asked) as account,
                self._reader.among("value", asked) as value,
                self._reader.among("raw", asked) as raw,
            ):
                rows = self._reader.rows(
                    f"SELECT '{ACCOUNT_ID}' AS sort, account_id AS name, 1 AS many FROM {accounts} WHERE {account} "
                    f"UNION ALL SELECT kind, value, holders FROM {identifiers} WHERE {value} "
                    f"UNION ALL SELECT kind, raw, sum(holders)::BIGINT FROM {identifiers} WHERE {raw} GROUP BY ALL "
                    "ORDER BY sort, name"
                )
            return tuple((sort, name, many) for sort, name, many in rows)

        return self._reader.ask(view, question)

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

    def accounts_declaring(self, view: View, column: str, values: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The accounts whose newest record says exactly one of these in a column of DECLARED, by what it says."""
        if column not in DECLARED:
            raise ValueError(column)

        def question(cache: Cache) -> dict[str, tuple[str, ...]]:
            with self._reader.among(column, sorted(set(values))) as wanted:
                rows = self._reader.rows(
                    f"SELECT {column}, list(account_id ORDER BY code) FROM {cache.file('accounts')} WHERE {wanted} "
                    f"GROUP BY {column} ORDER BY {column}"
                )
            return {value: tuple(account_ids) for value, account_ids in rows}

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
                own = reader.arrays(f"SELECT code FROM {cache.file('accounts')} WHERE {named}")["code"]
            with reader.among("account", own) as named:
                theirs = f"SELECT DISTINCT identifier FROM {cache.file('by_account')} WHERE {named}"
                codes = reader.arrays(theirs)["identifier"]
            with reader.among("code", codes) as wanted, reader.among("kind", follow.kinds or ()) as of_kind:
                shared = f"{wanted} AND holders >= 2" + (f" AND {of_kind}" if follow.kinds is not None else "")
                return _held(reader, (cache, hubs), shared, follow)

        return reader.ask(view, question)


def _hits(reader: Reader, cache: Cache, text: str, limit: int) -> Iterator[Hits]:
    """Every sort in turn; what fits is set aside, so that it is looked for once and then counted and put in order."""
    accounts, identifiers = cache.file("accounts"), cache.file("identifiers")
    for sort in (ACCOUNT_ID, *DECLARED):
        fitting = f"SELECT '{sort}' AS sort, {sort} AS name, count(*) AS many FROM {accounts} WHERE {{}} GROUP BY name"
        yield from _found(reader, fitting.format(_holds(sort)), text, limit)
    fitting = f"SELECT kind AS sort, {_RAW} AS name, sum(holders)::BIGINT AS many FROM {identifiers} WHERE {{}}"
    yield from _found(reader, fitting.format(_holds(_RAW)) + " GROUP BY kind, name", text, limit)


def _holds(column: str) -> str:
    return f"contains(lower({column}), ?)"


def _found(reader: Reader, fitting: str, text: str, limit: int) -> Iterator[Hits]:
    """fitting: SQL of (sort, name, many), with one parameter."""
    low = text.lower()
    reader.rows(f"CREATE OR REPLACE TEMP TABLE fitting AS {fitting}", low)
    for sort, names in reader.rows("SELECT sort, count(*) FROM fitting GROUP BY sort ORDER BY sort"):
        first = reader.rows(
            "SELECT name, many FROM fitting WHERE sort = ? "
            f"ORDER BY lower(name) = ? DESC, starts_with(lower(name), ?) DESC, many DESC, name LIMIT {limit:d}",
            sort, low, low,
        )  # fmt: skip
        yield Hits(sort, names, tuple(first))


def _held(reader: Reader, of: tuple[Cache, Hubs], wanted: str, follow: Follow) -> Holdings:
    """The identifiers that a condition on their rows picks, and the edges of those that are followed."""
    cache, hubs = of
    names = reader.arrays(
        f"SELECT code, kind, value, {_RAW} AS raw, holders FROM {cache.file('identifiers')} WHERE {wanted} "
        "ORDER BY code"  # which is the place of (kind, value)
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
    with reader.among("identifier", code[followed]) as wanted:
        found = reader.arrays(f"SELECT account, identifier FROM {cache.file('by_identifier')} WHERE {wanted}")
    place_of = np.zeros(code[followed].max(initial=-1) + 1, np.int64)
    place_of[code[followed]] = followed
    place = place_of[found["identifier"]]
    account = found["account"].astype(np.int64)
    edge = place * cache.accounts + account
    if (np.diff(edge) < 0).any():  # a join need not keep the order of the file, though it mostly does
        order = np.argsort(edge, kind="stable")  # which is fast on long runs
        return account[order], place[order]
    return account, place


def _account_ids(reader: Reader, cache: Cache, codes: Codes) -> NDArray[np.object_]:
    """The names of these codes, ascending. Of many all names are read: a code is a place in the file."""
    names = f"SELECT account_id FROM {cache.file('accounts')}"
    if len(codes) > cache.accounts * _MANY:
        return texts(reader.arrays(names)["account_id"])[codes]
    with reader.among("code", codes) as wanted:
        return texts(reader.arrays(f"{names} WHERE {wanted} ORDER BY code")["account_id"])
