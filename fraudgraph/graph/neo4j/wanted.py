"""What the graph is to show of a case, compared with what the database has."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple, Self

import duckdb
import pyarrow as pa

from fraudgraph.case import Case
from fraudgraph.graph.base import Population, View
from fraudgraph.graph.embedded.cache import cache_for
from fraudgraph.graph.embedded.graph import EmbeddedGraph
from fraudgraph.graph.embedded.incidence import hubs_of
from fraudgraph.graph.embedded.reader import Reader
from fraudgraph.graph.embedded.scope import scope_of
from fraudgraph.graph.neo4j.names import labels_of
from fraudgraph.graph.neo4j.tables import ATTRIBUTES, COUNTS, RECORD, Chosen, Tables

_CHUNK = 20_000
Row = dict[str, Any]
Seen = tuple[Any, ...]
"""(key of the account, COUNTS, first_us, last_us); a count of 0 is None."""


class WantedIdentifier(NamedTuple):
    """An identifier that differs from what the database has (there: it has one of that key), and its sightings."""

    row: Row
    stamp: int
    there: bool
    seen: list[Seen]


class Wanted:
    """The facts of a view as rows of the graph. Close it, or use it as a context manager."""

    def __init__(self, case: Case, view: View, chosen: Chosen) -> None:
        self.case, self.view, self.chosen = case, view, chosen
        self.cache = cache_for(case, view)
        self.hubs = hubs_of(Reader(case))
        self.db = case.duckdb()
        self.db.execute("SET preserve_insertion_order = true")
        Tables(self.db, case, view, self.cache, self.hubs, chosen).make()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.db.close()

    @cached_property
    def population(self) -> Population:
        """The constants of the background."""
        return EmbeddedGraph(self.case).population(self.view)

    @property
    def key(self) -> str:
        """What the view sees, which hubs are excluded and which part is wanted, in a word."""
        return facts_in_a_word(self.case, self.view, self.chosen.whole)

    @property
    def accounts(self) -> int:
        """Accounts that are wanted."""
        return self._number("count(*)", "accounts")

    @property
    def identifiers(self) -> int:
        """Identifiers that are wanted."""
        return self._number("count(*)", "identifiers")

    @property
    def sightings(self) -> int:
        """Sightings that are wanted."""
        return self._number("sum(seen)", "identifiers")

    def keys(self, table: str) -> Iterator[list[str]]:
        """Keys of all accounts or identifiers that are wanted, in chunks."""
        for rows in _chunks(self.db.cursor().execute(f"SELECT key FROM {table} ORDER BY code")):
            yield [row[0] for row in rows]

    def known(self, table: str, keys: Sequence[str], stamps: Sequence[int]) -> None:
        """Say what the database has of `accounts` or `identifiers`; a stamp of -1 fits nothing."""
        self.db.register("found", pa.table({"key": pa.array(keys, pa.string()), "stamp": pa.array(stamps, pa.int64())}))
        self.db.execute(f"CREATE TABLE known_{table} AS FROM found")
        self.db.unregister("found")
        self.db.execute(
            f"CREATE TABLE changed_{table} AS SELECT w.*, k.key IS NOT NULL AS there FROM {table} AS w "
            f"LEFT JOIN known_{table} AS k USING (key) WHERE k.stamp IS DISTINCT FROM w.stamp ORDER BY code"
        )

    def changed(self, table: str) -> int:
        """How many accounts or identifiers differ from what is known."""
        return self._number("count(*)", f"changed_{table}")

    @property
    def changed_sightings(self) -> int:
        """How many sightings the identifiers that differ have."""
        return self._number("sum(seen)", "changed_identifiers")

    def gone(self, table: str) -> list[str]:
        """Keys of what the database has and the facts do not."""
        rows = self.db.execute(f"SELECT key FROM known_{table} ANTI JOIN {table} USING (key) ORDER BY key").fetchall()
        return [row[0] for row in rows]

    def account_rows(self) -> Iterator[list[Row]]:
        """Properties of the accounts that differ, in chunks."""
        names = ("key", "stamp", *RECORD, "status", "suspended_us", "degree")
        for rows in _chunks(self.db.cursor().execute(f"SELECT {', '.join(names)} FROM changed_accounts ORDER BY code")):
            yield [_account(dict(zip(names, row, strict=True))) for row in rows]

    def identifier_batches(self, size: int) -> Iterator[list[WantedIdentifier]]:
        """The identifiers that differ, each with all of its sightings; about so many sightings at a time."""
        sightings, batch, held = self._sightings(), list[WantedIdentifier](), 0
        for row, stamp, seen, there in self._identifiers():
            if batch and held + seen > size:
                yield batch
                batch, held = [], 0
            batch.append(WantedIdentifier(row, stamp, there, list(islice(sightings, seen))))
            held += seen
        if batch:
            yield batch

    def _identifiers(self) -> Iterator[tuple[Row, int, int, bool]]:
        names = ("kind", "value", "raw", "raw_key", "holders", "hub", *ATTRIBUTES)
        select = f"SELECT key, stamp, seen, there, {', '.join(names)} FROM changed_identifiers ORDER BY code"
        for rows in _chunks(self.db.cursor().execute(select)):
            for key, stamp, seen, there, *rest in rows:
                said = {name: value for name, value in zip(names, rest, strict=True) if value is not None}
                yield {"key": key, "labels": labels_of(rest[0]), "properties": said}, stamp, seen, there

    def _sightings(self) -> Iterator[Seen]:
        counts = ", ".join(f"nullif(e.{name}, 0)" for name in COUNTS)
        cursor = self.db.cursor().execute(
            f"SELECT a.key, {counts}, e.first_us, e.last_us FROM {self.cache.file('by_identifier')} AS e "
            "JOIN changed_identifiers AS i ON i.code = e.identifier JOIN accounts AS a ON a.code = e.account "
            "ORDER BY e.identifier, e.account"
        )
        for rows in _chunks(cursor):
            yield from rows

    def _number(self, expression: str, table: str) -> int:
        row = self.db.execute(f"SELECT coalesce({expression}, 0)::BIGINT FROM {table}").fetchone()
        return int(row[0]) if row else 0


def facts_in_a_word(case: Case, view: View, whole: bool) -> str:
    """What the view sees, which hubs are excluded and which part is wanted."""
    return f"{scope_of(case, view).key}-{hubs_of(Reader(case)).key}-{'all' if whole else 'shared'}"


def how_many(case: Case, view: View, whole: bool) -> tuple[int, int, int]:
    """Accounts, identifiers and sightings that would be wanted."""
    cache = cache_for(case, view)
    with case.duckdb() as db:
        least = 1 if whole else 2
        counted = "count(*), coalesce(sum(holders), 0)::BIGINT"
        row = db.execute(f"SELECT {counted} FROM {cache.file('identifiers')} WHERE holders >= {least}").fetchone()
    return (cache.accounts, *(row or (0, 0)))


def parts_of(us: int | None) -> tuple[int | None, int | None]:
    """UTC microseconds as seconds and nanoseconds since 1970."""
    if us is None:
        return None, None
    seconds, rest = divmod(us, 1_000_000)
    return seconds, rest * 1000


def constants(population: Population, kappa: float) -> Mapping[str, Any]:
    """What bits are measured against, as properties: accounts, strata and their sizes, mean degrees by kind."""
    return {
        "accounts": population.accounts,
        "strata": list(population.strata),
        "stratum_sizes": list(population.stratum_sizes),
        "kappa": kappa,
        **{f"mean_degree_{kind.kind}": list(kind.mean_degree) for kind in population.kinds},
    }


def _account(row: Row) -> Row:
    """The properties of an account: times in two parts, a degree for each kind."""
    created, suspended, degree = (row.pop(name) for name in ("created_us", "suspended_us", "degree"))
    row["created_s"], row["created_ns"] = parts_of(created)
    row["suspended_s"], row["suspended_ns"] = parts_of(suspended)
    return row | {f"degree_{kind}": n for kind, n in (degree or {}).items()}


def _chunks(cursor: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := cursor.fetchmany(_CHUNK):
        yield rows
