"""The embedded graph store: edges of the facts, answered from the sorted files."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import Population, Seen, Slots, View
from fraudgraph.graph.embedded.attributes import attributes_of
from fraudgraph.graph.embedded.cache import Cache, is_built
from fraudgraph.graph.embedded.holders import held_by, most_held
from fraudgraph.graph.embedded.incidence import (
    Hubs,
    codes_named,
    hubs_of,
    population_file,
    raws_of,
    read_edges,
    read_population,
    to_population,
    to_sightings,
    write_population,
)
from fraudgraph.graph.embedded.slots import identifier_codes, slots_of
from fraudgraph.graph.embedded.ties import ties
from fraudgraph.graph.embedded.walking import EmbeddedWalking
from fraudgraph.graph.holders import Name
from fraudgraph.graph.ties import TABLES, Ties

_COUNTS = ", ".join(f"e.{name}" for name in TABLES)
_SEEN = f"a.account_id, i.kind, i.value, coalesce(i.raw, i.value), i.holders, {_COUNTS}, e.first_us, e.last_us"
_NOTHING = (("sightings", 0),)
_LAST_LETTER = "\U0010ffff"
_NEAR = 2
"""Letters by which a name may differ to be suggested."""
_SUGGESTED = 20


class EmbeddedGraph(EmbeddedWalking):
    """`GraphStore` over a case folder."""

    def close(self) -> None:
        """Close what is open."""
        self._reader.close()

    def ready(self, view: View) -> bool:
        """Whether questions are answered at once, without a first pass over the facts."""
        return is_built(self._reader.case, view)

    def sightings(self, view: View) -> Sightings:
        """Everything that detection needs, coded; hubs left out. The population is written beside, for `why` and
        `node`.
        """
        reader, hubs = self._reader, hubs_of(self._reader)

        def question(cache: Cache) -> Sightings:
            edges = read_edges(reader, cache, hubs)
            if not population_file(cache, hubs).exists():
                write_population(population_file(cache, hubs), to_population(edges, hubs))
            return to_sightings(reader, edges)

        return reader.ask(view, question)

    def population(self, view: View) -> Population:
        """The constants of the background, and what is known of each kind."""
        reader, hubs = self._reader, hubs_of(self._reader)

        def question(cache: Cache) -> Population:
            path = population_file(cache, hubs)
            found = read_population(path)
            if found is None:
                found = to_population(read_edges(reader, cache, hubs), hubs)
                write_population(path, found)
            return found

        return reader.ask(view, question)

    def identifiers_of(self, view: View, account_ids: Sequence[str]) -> tuple[Seen, ...]:
        """All sightings of these accounts, hubs too, ordered by (account_id, kind, value)."""

        def question(cache: Cache) -> tuple[Seen, ...]:
            codes = self._codes(cache, "accounts", "account_id", account_ids)
            return self._seen(cache, "by_account", "account", codes, "a.account_id, i.kind, i.value")

        return self._reader.ask(view, question)

    def holders_of(self, view: View, identifiers: Sequence[tuple[str, str]]) -> tuple[Seen, ...]:
        """All sightings of these (kind, value), ordered by (kind, value, account_id)."""

        def question(cache: Cache) -> tuple[Seen, ...]:
            codes = codes_named(self._reader, cache, set(identifiers))
            return self._seen(cache, "by_identifier", "identifier", codes, "i.kind, i.value, a.account_id")

        return self._reader.ask(view, question)

    def ties(self, view: View, account_ids: Sequence[str], identifiers: Sequence[Name]) -> Ties:
        """The sightings of these accounts with these (kind, value), hubs too."""
        return self._reader.ask(view, lambda cache: ties(self._reader, cache, account_ids, identifiers))

    def accounts_with(self, view: View, identifiers: Sequence[tuple[str, str]]) -> frozenset[str]:
        """The accounts seen with any of these (kind, value)."""

        def question(cache: Cache) -> frozenset[str]:
            codes = codes_named(self._reader, cache, set(identifiers))
            with self._reader.among("identifier", codes) as wanted:
                rows = self._reader.rows(
                    f"SELECT account_id FROM {cache.file('accounts')} "
                    f"WHERE code IN (SELECT account FROM {cache.file('by_identifier')} WHERE {wanted})"
                )
            return frozenset(row[0] for row in rows)

        return self._reader.ask(view, question)

    def count_inside(
        self, view: View, identifiers: Sequence[tuple[str, str]], account_ids: Sequence[str]
    ) -> dict[tuple[str, str], int]:
        """How many holders of each (kind, value) are among these accounts; 0 for an identifier that nobody holds."""

        def question(cache: Cache) -> dict[int, int]:
            names.update({code: name for name, (code, _) in identifier_codes(self._reader, cache, identifiers).items()})
            with (
                self._reader.among("identifier", list(names)) as wanted,
                self._reader.among("account_id", sorted(set(account_ids))) as inside,
            ):
                rows = self._reader.rows(
                    f"SELECT identifier, count(*) FROM {cache.file('by_identifier')} WHERE {wanted} "
                    f"AND account IN (SELECT code FROM {cache.file('accounts')} WHERE {inside}) GROUP BY identifier"
                )
            return dict(rows)

        names: dict[int, tuple[str, str]] = {}
        counts = self._reader.ask(view, question)
        return dict.fromkeys(identifiers, 0) | {names[code]: count for code, count in counts.items()}

    def held_by(
        self, view: View, identifiers: Sequence[Name], account_ids: Sequence[str] | None = None
    ) -> dict[Name, int]:
        """How many accounts hold each of these, all eras of a value together; of these accounts, of all where None."""
        return self._reader.ask(view, lambda cache: held_by(self._reader, cache, identifiers, account_ids))

    def most_held(self, view: View, each: int, without: Collection[Name] = ()) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of the identifiers of most holders, up to `each` of a kind, but hubs and `without`."""
        hubs = hubs_of(self._reader)
        return self._reader.ask(view, lambda cache: most_held(self._reader, cache, hubs, (each, without)))

    def find_values(self, view: View, value: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier that reads exactly `value`."""

        def question(cache: Cache) -> tuple[tuple[str, str, int], ...]:
            table = cache.file("identifiers")
            sql = f"FROM (SELECT * FROM {table} WHERE value = ? UNION SELECT * FROM {table} WHERE raw = ?)"
            sql = f"SELECT kind, sum(holders)::BIGINT {sql} GROUP BY kind ORDER BY kind"
            return tuple((kind, value, holders) for kind, holders in self._reader.rows(sql, value, value))

        return self._reader.ask(view, question)

    def has_account(self, view: View, account_id: str) -> bool:
        """Whether any visible fact names the account."""
        return bool(self._find(view, "accounts", "account_id", "account_id = ?", account_id))

    def known_accounts(self, view: View, account_ids: Sequence[str]) -> frozenset[str]:
        """Those of these accounts that any visible fact names."""

        def question(cache: Cache) -> frozenset[str]:
            with self._reader.among("account_id", sorted(set(account_ids))) as wanted:
                rows = self._reader.rows(f"SELECT account_id FROM {cache.file('accounts')} WHERE {wanted}")
            return frozenset(row[0] for row in rows)

        return self._reader.ask(view, question)

    def accounts_like(self, view: View, text: str, tail: str = "") -> tuple[str, ...]:
        """Up to 20 account ids that are near `text`, nearest first, or that lie between it and a tail."""
        return tuple(row[0] for row in self._like(view, "accounts", "account_id", (text, tail)))

    def values_like(self, view: View, text: str, tail: str = "") -> tuple[tuple[str, str], ...]:
        """Up to 20 (kind, value) whose value is near `text`, nearest first, or lies between it and a tail."""
        return tuple((row[1], row[0]) for row in self._like(view, "identifiers", "value, kind", (text, tail)))

    def slots(self, view: View, edges: Sequence[tuple[str, str, str]]) -> Slots:
        """The parts of the surprise of these (account, kind, value); no sighting or a hub: left out."""
        hubs = hubs_of(self._reader)
        return self._reader.ask(view, lambda cache: slots_of(self._reader, cache, hubs, edges))

    def attributes(
        self, view: View, identifiers: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
        """What the table `identifiers` says of these (kind, value), newest of each column."""
        if not identifiers or not self._reader.case.segments("identifiers"):
            return {}
        raws = self._reader.ask(view, lambda cache: raws_of(self._reader, cache, identifiers))
        known = attributes_of(self._reader, view, set(raws.values()))
        return {name: known[raw] for name, raw in raws.items() if raw in known}

    def _seen(self, cache: Cache, file: str, column: str, codes: Iterable[int], order: str) -> tuple[Seen, ...]:
        reader, hubs = self._reader, hubs_of(self._reader)
        with reader.among(f"e.{column}", list(codes)) as wanted:
            rows = reader.rows(
                f"WITH e AS MATERIALIZED (SELECT * FROM {cache.file(file)} AS e WHERE {wanted}) SELECT {_SEEN} FROM e "
                f"JOIN {cache.file('accounts')} AS a ON a.code = e.account "
                f"JOIN {cache.file('identifiers')} AS i ON i.code = e.identifier ORDER BY {order}"
            )
        return tuple(_seen(rows, hubs))

    def _codes(self, cache: Cache, file: str, column: str, names: Iterable[str]) -> list[int]:
        with self._reader.among(column, sorted(set(names))) as wanted:
            return [
                row[0] for row in self._reader.rows(f"SELECT code FROM {cache.file(file)} WHERE {wanted} ORDER BY code")
            ]

    def _find(self, view: View, file: str, columns: str, where: str, *values: object) -> tuple[tuple[Any, ...], ...]:
        def question(cache: Cache) -> tuple[tuple[Any, ...], ...]:
            sql = f"SELECT {columns} FROM {cache.file(file)} WHERE {where} ORDER BY {columns}"
            return tuple(self._reader.rows(sql, *values))

        return self._reader.ask(view, question)

    def _like(self, view: View, file: str, columns: str, ends: tuple[str, str]) -> tuple[tuple[Any, ...], ...]:
        """Names that share the first half of the text (all of it with a tail), so that row groups can be skipped."""
        text, tail = ends
        head, name = text if tail else text[: max(len(text) // 2, 1)], columns.split(",")[0]
        near = f"ends_with({name}, ?)" if tail else f"(starts_with({name}, ?) OR levenshtein({name}, ?) <= {_NEAR})"
        values = [tail] if tail else [text, text]

        def question(cache: Cache) -> tuple[tuple[Any, ...], ...]:
            return tuple(
                self._reader.rows(
                    f"SELECT {columns} FROM {cache.file(file)} "
                    f"WHERE {name} >= ? AND {name} < ? AND starts_with({name}, ?) "
                    f"AND {near} ORDER BY levenshtein({name}, ?), {columns} LIMIT {_SUGGESTED}",
                    head, head + _LAST_LETTER, head, *values, text,
                )
            )  # fmt: skip

        return self._reader.ask(view, question)


def _seen(rows: Iterable[tuple[Any, ...]], hubs: Hubs) -> Iterator[Seen]:
    """Sightings of the rows of _SEEN. An identifier may have 100,000 holders, so what they share is made once."""
    why: dict[tuple[str, str], str] = {}
    for account_id, kind, value, raw, holders, *counts, first_us, last_us in rows:
        hub = why.get((kind, value))
        if hub is None:
            hub = why[kind, value] = hubs.why(kind, value) or hubs.why(kind, raw)
        shown = tuple([pair for pair in zip(TABLES, counts, strict=True) if pair[1]])
        yield Seen(account_id, kind, value, holders, shown or _NOTHING, first_us, last_us, hub)
