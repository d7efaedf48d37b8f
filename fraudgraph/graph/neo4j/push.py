"""`graph push`: the facts of a view into a database. Only what differs is written; what was begun is carried on."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fraudgraph.errors import UsageError
from fraudgraph.graph.neo4j.connection import Connection, Step, Written, batches
from fraudgraph.graph.neo4j.wanted import Seen, Wanted, WantedIdentifier, constants, parts_of
from fraudgraph.model.progress import Progress

BATCH = 10_000
"""Rows of a transaction."""
COMPLETE, PUSHING, SINCE = "complete", "pushing", "since"
"""States of what the graph shows: compared whole, being written, and compared only as far as `--since` reaches."""
_OF_THE_NODE = ("case_id", "key")
_PAGE = 50_000


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push left. accounts, identifiers, sightings: what was wanted; written: what it took."""

    accounts: int
    identifiers: int
    sightings: int
    written: Written


class Push:
    """One push of facts on its way. kappa: of the sweep, for the bits that statements compute."""

    def __init__(self, to: Connection, wanted: Wanted, kappa: float, progress: Progress) -> None:
        self._to, self._wanted, self._progress = to, wanted, progress
        self._case_id = wanted.case.case_id
        self._properties = _projection(wanted, kappa)

    def run(self) -> Pushed:
        """Compare, write what differs, take away what is gone, and say that it is complete."""
        self._to.prepare()
        current = current_projection(self._to, self._case_id)
        if self._wanted.chosen.since_us is not None:
            _check_base(current, self._wanted.chosen.whole)
        self._compare()
        if self._differs() or current != self._properties:
            self._keep({**(current or self._properties), "state": PUSHING})
            self._write_accounts()
            self._write_identifiers()
            self._remove("identifiers")
            self._remove("accounts")
            self._keep(self._properties)
        wanted = self._wanted
        return Pushed(wanted.accounts, wanted.identifiers, wanted.sightings, self._to.written)

    def _compare(self) -> None:
        self._progress.stage("compare", None, "nodes")
        read = 0
        for table in ("accounts", "identifiers"):
            keys, stamps = list[str](), list[int]()
            for some, of_some in self._stamps(table):
                keys += some
                stamps += of_some
                self._progress.advance(read + len(keys))
            read += len(keys)
            self._wanted.known(table, keys, stamps)
        self._progress.done(f"{read:,} nodes in the graph")

    def _stamps(self, table: str) -> Iterator[tuple[list[str], list[int]]]:
        """Keys and stamps, a page at a time: of all that the graph has of the case; with `since` of the wanted part."""
        if self._wanted.chosen.since_us is not None:
            for keys in self._wanted.keys(table):
                rows = self._to.read(f"read/stamps_of_{table}", case_id=self._case_id, keys=keys)
                yield [row[0] for row in rows], [row[1] for row in rows]
            return
        name, after = f"read/{table.removesuffix('s')}_stamps", ""
        while True:
            (page,) = self._to.read(name, case_id=self._case_id, after=after, most=_PAGE)
            yield page["keys"], page["stamps"]
            if len(page["keys"]) < _PAGE:
                return
            after = page["keys"][-1]

    def _differs(self) -> bool:
        return any(self._wanted.changed(table) or self._gone(table) for table in ("accounts", "identifiers"))

    def _gone(self, table: str) -> list[str]:
        return self._wanted.gone(table) if self._wanted.chosen.since_us is None else []

    def _keep(self, properties: dict[str, Any]) -> None:
        self._to.write(("write/projection", {"case_id": self._case_id, "properties": properties}))

    def _write_accounts(self) -> None:
        self._progress.stage("accounts", self._wanted.changed("accounts"), "accounts")
        done = 0
        for chunk in self._wanted.account_rows():
            for rows in batches(chunk, BATCH):
                self._to.write(("write/accounts", {"case_id": self._case_id, "rows": rows}))
                done += len(rows)
                self._progress.advance(done)
        self._progress.done()

    def _write_identifiers(self) -> None:
        """Identifiers with all of their sightings; the stamp comes with the last of them."""
        self._progress.stage("sightings", self._wanted.changed_sightings, "sightings")
        done = 0
        for batch in self._wanted.identifier_batches(BATCH):
            for steps in self._transactions(batch):
                self._to.write(*steps)
            done += sum(len(one.seen) for one in batch)
            self._progress.advance(done)
        self._progress.done()

    def _transactions(self, batch: Sequence[WantedIdentifier]) -> Iterator[list[Step]]:
        """One transaction; several where a single identifier has more sightings than one should hold."""
        same = {"case_id": self._case_id}
        missing, extra = self._differences(batch)
        steps: list[Step] = [("write/identifiers", {**same, "rows": [one.row for one in batch]})]
        if extra:
            steps.append(("write/remove_sightings", {**same, "rows": extra}))
        for number, part in enumerate(_parts(missing)):
            if number:
                yield steps
                steps = []
            steps.append(("write/sightings", {**same, "rows": part}))
        finished = [[one.row["key"], one.stamp] for one in batch]
        yield [*steps, ("write/finish_identifiers", {**same, "rows": finished})]

    def _differences(self, batch: Sequence[WantedIdentifier]) -> tuple[list[tuple[str, list[Seen]]], list[list[Any]]]:
        """Sightings to be written, by identifier, and accounts whose sighting is to go, by identifier."""
        known: dict[str, dict[str, Seen]] = {one.row["key"]: {} for one in batch if one.there}
        if known:
            for row in self._to.read("read/sightings_of_identifiers", case_id=self._case_id, keys=list(known)):
                known[row[0]][row[1]] = tuple(row)[1:]
        missing, extra = [], []
        for one in batch:
            there = known.get(one.row["key"], {})
            missing.append((one.row["key"], [seen for seen in one.seen if there.get(seen[0]) != seen]))
            gone = sorted(there.keys() - {seen[0] for seen in one.seen}) if there else []
            extra += [[one.row["key"], gone]] if gone else []
        return missing, extra

    def _remove(self, table: str) -> None:
        gone = self._gone(table)
        if not gone:
            return
        self._progress.stage("remove", len(gone), table)
        for number, keys in enumerate(batches(gone, BATCH)):
            self._to.write((f"write/remove_{table}", {"case_id": self._case_id, "keys": keys}))
            self._progress.advance(number * BATCH + len(keys))
        self._progress.done()


def current_projection(to: Connection, case_id: str) -> dict[str, Any] | None:
    """What the graph says it shows of a case; None where it shows nothing."""
    found = to.read("read/projection", case_id=case_id)
    return (
        {name: value for name, value in found[0]["properties"].items() if name not in _OF_THE_NODE} if found else None
    )


def _check_base(current: dict[str, Any] | None, whole: bool) -> None:
    """UsageError where a difference has nothing to stand on."""
    if current is None or current.get("state") == PUSHING or current.get("whole") != whole:
        raise UsageError(
            "--since adds to a graph that shows an earlier state of this case, and this one does not",
            kept="Nothing was written.",
            hint=f"fraudgraph graph push{' --all' if whole else ''}",
        )


def _projection(wanted: Wanted, kappa: float) -> dict[str, Any]:
    """Properties of the node that says what the graph shows; what is unknown is left out, as the database does."""
    view = wanted.view
    properties = {
        "state": COMPLETE if wanted.chosen.since_us is None else SINCE,
        "facts": wanted.key,
        "as_of_us": view.as_of_us,
        "window_us": view.window_us,
        "last_load": view.last_load,
        "whole": wanted.chosen.whole,
        "population": json.dumps(asdict(wanted.population)),
        **constants(wanted.population, kappa),
    }
    return {name: value for name, value in properties.items() if value is not None}


def _parts(missing: Iterable[tuple[str, list[Seen]]]) -> Iterator[list[dict[str, Any]]]:
    """Rows of write/sightings, BATCH sightings at a time."""
    part: list[dict[str, Any]] = []
    room = BATCH
    for key, seen in missing:
        for start in range(0, len(seen), BATCH):
            some = [_sighting(one) for one in seen[start : start + BATCH]]
            if len(some) > room:
                yield part
                part, room = [], BATCH
            part.append({"key": key, "seen": some})
            room -= len(some)
    if part:
        yield part


def _sighting(seen: Seen) -> list[Any]:
    account, *counts, first_us, last_us = seen
    return [account, *counts, *parts_of(first_us), *parts_of(last_us)]
