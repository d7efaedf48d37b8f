"""What every question to the graph begins with: that it shows the facts asked about; and how names are found."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError
from fraudgraph.graph.base import KindStanding, Population, View
from fraudgraph.graph.neo4j.connection import Connection
from fraudgraph.graph.neo4j.names import identifier_key, start_of
from fraudgraph.graph.neo4j.push import COMPLETE, PUSHING, SINCE, current_projection
from fraudgraph.graph.neo4j.wanted import facts_in_a_word

NEAR, SUGGESTED = 2, 20
"""Letters by which a name may differ to be suggested, and how many are."""
_NOT_WHOLE = {
    None: "shows nothing of this case",
    PUSHING: "shows a part only: a push was stopped",
    SINCE: "was last compared with --since, so some of it may be older than the case",
}
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier as the graph has it. key: of its node; raw: what the facts say; known: what is known beside it."""

    key: str
    kind: str
    value: str
    raw: str
    holders: int
    hub: str
    known: tuple[str | None, ...] = ()


class Asking:
    """Asks the graph about the facts of a case. whole: whether identifiers of a single account are needed too."""

    def __init__(self, to: Connection, case: Case, whole: bool = False) -> None:
        self.to, self.case, self.whole = to, case, whole

    def close(self) -> None:
        """Close the connection."""
        self.to.close()

    def read(self, view: View, name: str, **parameters: object) -> list[Any]:
        """Records of a statement, about the facts of the view."""
        self.check(view)
        return self.to.read(name, case_id=self.case.case_id, **parameters)

    @cached_property
    def shown(self) -> dict[str, Any]:
        """What the graph says that it shows of the case."""
        return current_projection(self.to, self.case.case_id) or {}

    def check(self, view: View) -> None:
        """FraudgraphError where the graph shows other facts than those of the view, or a part of them."""
        state = self.shown.get("state")
        if state != COMPLETE:
            raise FraudgraphError(f"{self.to.address.shown} {_NOT_WHOLE[state]}", hint="fraudgraph graph push")
        if self.whole and not self.shown["whole"]:
            raise FraudgraphError(
                f"{self.to.address.shown} shows shared identifiers only, and this needs all of them",
                hint="fraudgraph graph push --all",
            )
        if self.shown["facts"] != facts_in_a_word(self.case, view, self.shown["whole"]):
            raise FraudgraphError(
                f"{self.to.address.shown} shows other facts than the latest sweep saw", hint="fraudgraph graph push"
            )

    def population(self, view: View) -> Population:
        """The constants of the background, and what is known of each kind."""
        self.check(view)
        doc = json.loads(self.shown["population"])
        kinds = tuple(_standing(kind) for kind in doc.pop("kinds"))
        return Population(**(doc | {name: tuple(doc[name]) for name in ("strata", "stratum_sizes")}), kinds=kinds)

    def kinds(self, view: View) -> tuple[str, ...]:
        """Kinds that any fact has."""
        return tuple(kind.kind for kind in self.population(view).kinds)

    def named(self, view: View, identifiers: Collection[Name], attributes: Sequence[str] = ()) -> list[Named]:
        """These identifiers, those by the name of a value in all of its eras; ordered by (kind, value)."""
        keys = sorted({identifier_key(*name) for name in identifiers})
        rows = self.read(view, "read/identifiers_named", keys=keys, names=list(attributes))
        return sorted(map(_named, rows), key=lambda one: (one.kind, one.value))

    def of_any_kind(self, view: View, values: Iterable[str]) -> list[Named]:
        """Identifiers of every kind that read exactly like one of these values."""
        kinds = self.kinds(view)
        return self.named(view, {(kind, value) for value in values for kind in kinds})

    def starting(self, view: View, text: str, pieces: Sequence[str] = ("",)) -> list[Any]:
        """(name, kind, raw, holders) of identifiers that begin with a text and hold one of the pieces."""
        starts = [start_of(kind, text) for kind in self.kinds(view)]
        return self.read(view, "read/identifiers_starting", starts=starts, pieces=list(pieces))


def _named(row: Any) -> Named:
    known = tuple(row.get("known") or ())
    return Named(row["key"], row["kind"], row["value"], row["raw"], row["holders"], row["hub"] or "", known)


def _standing(kind: dict[str, Any]) -> KindStanding:
    listed = {"mean_degree": tuple(kind["mean_degree"]), "holders": tuple(map(tuple, kind["holders"]))}
    return KindStanding(**(kind | listed))


def nearest(rows: Iterable[tuple[str, str]], text: str, tail: str) -> list[tuple[str, str]]:
    """Of (name, kind) those that begin like the text or differ by NEAR letters, nearest first; with a tail those that
    begin with the text and end with it.
    """
    names = list(rows)
    found = pa.table({"name": [name for name, _ in names], "kind": [kind for _, kind in names]})
    near = "ends_with(name, $tail)" if tail else f"(starts_with(name, $text) OR levenshtein(name, $text) <= {NEAR})"
    head = text if tail else text[: max(len(text) // 2, 1)]
    with duckdb.connect() as db:
        db.register("found", found)
        return db.execute(
            f"SELECT name, kind FROM found WHERE starts_with(name, $head) AND {near} AND $tail IS NOT NULL "
            f"ORDER BY levenshtein(name, $text), name, kind LIMIT {SUGGESTED}",
            {"head": head, "text": text, "tail": tail},
        ).fetchall()


def pieces_of(text: str) -> list[str]:
    """Texts of which one is in every name that differs from `text` by NEAR letters at most."""
    third = len(text) // (NEAR + 1)
    return [text[place * third : (place + 1) * third] for place in range(NEAR + 1)] if third else [""]
