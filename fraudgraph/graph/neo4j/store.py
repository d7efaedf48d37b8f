"""`GraphStore` over a graph in Neo4j that shows the facts of a case."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import Seen, Slots, View
from fraudgraph.graph.neo4j.asking import Name, nearest, pieces_of
from fraudgraph.graph.neo4j.names import identifier_key, key_of
from fraudgraph.graph.neo4j.reading import sightings_of
from fraudgraph.graph.neo4j.tables import ATTRIBUTES, COUNTS
from fraudgraph.graph.neo4j.walking import Neo4jWalking
from fraudgraph.graph.ties import Ties, ties_of

_NOTHING = (("sightings", 0),)


class Neo4jGraph(Neo4jWalking):
    """The questions about edges, answered by the graph."""

    def ready(self, view: View) -> bool:
        """The graph answers, or says that it shows other facts: nothing is prepared."""
        return True

    def sightings(self, view: View) -> Sightings:
        """Everything that detection needs, coded; hubs left out."""
        self.check(view)
        return sightings_of(self.to, self.case.case_id, self.population(view))

    def identifiers_of(self, view: View, account_ids: Sequence[str]) -> tuple[Seen, ...]:
        """All sightings of these accounts, hubs too, ordered by (account_id, kind, value)."""
        keys = sorted({key_of(name) for name in account_ids})
        found = _seen(self.read(view, "read/identifiers_of_accounts", keys=keys))
        return tuple(sorted(found, key=lambda one: (one.account_id, one.kind, one.value)))

    def holders_of(self, view: View, identifiers: Sequence[Name]) -> tuple[Seen, ...]:
        """All sightings of these (kind, value), ordered by (kind, value, account_id)."""
        keys = sorted({identifier_key(*name) for name in identifiers})
        found = _seen(self.read(view, "read/holders_of_identifiers", keys=keys))
        return tuple(sorted(found, key=lambda one: (one.kind, one.value, one.account_id)))

    def ties(self, view: View, account_ids: Sequence[str], identifiers: Sequence[Name]) -> Ties:
        """The sightings of these accounts with these (kind, value), hubs too."""
        return ties_of(self.holders_of(view, identifiers), account_ids, identifiers)

    def accounts_with(self, view: View, identifiers: Sequence[Name]) -> frozenset[str]:
        """The accounts seen with any of these (kind, value)."""
        keys = [one.key for one in self.named(view, identifiers)]
        rows = self.read(view, "read/holder_names", keys=keys)
        return frozenset(name for row in rows for name in row["account_ids"])

    def count_inside(self, view: View, identifiers: Sequence[Name], account_ids: Sequence[str]) -> dict[Name, int]:
        """How many holders of each (kind, value) are among these accounts; 0 for an identifier that nobody holds."""
        inside = self._inside(view, self.named(view, identifiers), account_ids)
        return {name: inside.get(identifier_key(*name), 0) for name in identifiers}

    def find_values(self, view: View, value: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier that reads exactly `value`; all eras of a value are one entry."""
        counts: dict[str, int] = {}
        for one in self.of_any_kind(view, [value]):
            counts[one.kind] = counts.get(one.kind, 0) + one.holders
        return tuple((kind, value, many) for kind, many in sorted(counts.items()))

    def has_account(self, view: View, account_id: str) -> bool:
        """Whether any visible fact names the account."""
        return account_id in self.known_accounts(view, [account_id])

    def accounts_like(self, view: View, text: str, tail: str = "") -> tuple[str, ...]:
        """Up to 20 account ids that are near `text`, nearest first, or that lie between it and a tail."""
        head, pieces = _asked(text, tail)
        rows = self.read(view, "read/accounts_starting", start=head[:100], pieces=pieces)
        return tuple(name for name, _ in nearest(((row["name"], "") for row in rows), text, tail))

    def values_like(self, view: View, text: str, tail: str = "") -> tuple[Name, ...]:
        """Up to 20 (kind, value) whose value is near `text`, nearest first, or lies between it and a tail."""
        head, pieces = _asked(text, tail)
        rows = self.starting(view, head, pieces)
        return tuple((kind, name) for name, kind in nearest(((row["name"], row["kind"]) for row in rows), text, tail))

    def slots(self, view: View, edges: Sequence[tuple[str, str, str]]) -> Slots:
        """The parts of the surprise of these (account, kind, value); no sighting or a hub: left out."""
        strata = len(self.population(view).stratum_sizes)
        pairs = [[place, key_of(edge[0]), identifier_key(*edge[1:])] for place, edge in enumerate(edges)]
        rows = sorted(self.read(view, "read/sightings_named", pairs=pairs), key=lambda row: int(row["place"]))
        keys = sorted({row["key"] for row in rows})
        number = {key: place for place, key in enumerate(keys)}
        local = np.zeros((len(keys), max(strata, 1)), np.int64)
        for row in self.read(view, "read/holders_by_stratum", keys=keys):
            local[number[row["key"]], row["stratum"]] = row["many"]
        columns = ("place", "holders", "stratum", "degree")
        place, holders, stratum, degree = (np.array([row[name] for row in rows], np.int64) for name in columns)
        at = np.array([number[row["key"]] for row in rows], np.int64)
        return Slots(place, holders, local[at], stratum, degree)

    def attributes(self, view: View, identifiers: Sequence[Name]) -> dict[Name, tuple[tuple[str, str], ...]]:
        """What the table `identifiers` says of these (kind, value), newest of each column."""
        if not identifiers:
            return {}
        asked = set(identifiers)
        found: dict[Name, tuple[tuple[str, str], ...]] = {}
        for one in self.named(view, identifiers, ATTRIBUTES):
            pairs = ((name, text) for name, text in zip(ATTRIBUTES, one.known, strict=True) if text is not None)
            known = tuple(pairs)
            if known:
                found |= dict.fromkeys({(one.kind, one.value), (one.kind, one.raw)} & asked, known)
        return found


def _asked(text: str, tail: str) -> tuple[str, list[str]]:
    """How names that are like a text begin, and what they hold."""
    return (text, [tail]) if tail else (text[: max(len(text) // 2, 1)], pieces_of(text))


def _seen(rows: Iterable[Any]) -> Iterable[Seen]:
    for row in rows:
        counts = tuple((name, row[name]) for name in COUNTS if row[name]) or _NOTHING
        yield Seen(
            row["account_id"], row["kind"], row["value"], row["holders"], counts, row["first_us"], row["last_us"],
            row["hub"] or "",
        )  # fmt: skip
