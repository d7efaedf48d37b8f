"""`graph push`: the rings of the latest sweep into a database, beside our own accounts or beside somebody else's."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from fraudgraph.case import Case, sweeps
from fraudgraph.graph.neo4j.catalogue import statement
from fraudgraph.graph.neo4j.connection import Connection, Step, batches, quoted
from fraudgraph.graph.neo4j.names import identifier_key, key_of
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.progress import Progress
from fraudgraph.model.rings import BIT, Member, Ring, Sweep

BATCH = 10_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_COUNTED = (
    "rank", "accounts", "core", "probable", "periphery", "open_accounts", "suspended_accounts", "exchanges", "served",
    "exchanges_7d", "joined", "left", "balance",
)  # fmt: skip
_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")
_WORDS = ("band", "review", "ring_class", "change")
Properties = dict[str, Any]


class Accounts(Protocol):
    """Where the members of rings are nodes."""

    def write(self, to: Connection, case_id: str, members: Sequence[Member]) -> None:
        """Tie these members to their rings."""


class OwnAccounts:
    """The accounts that a push of facts wrote."""

    def write(self, to: Connection, case_id: str, members: Sequence[Member]) -> None:
        """Tie these members to their rings."""
        rows = [[key_of(one.account_id), _ring_id(one.ring_id), member_properties(one)] for one in members]
        to.write(("write/members", {"case_id": case_id, "rows": rows}))


@dataclass(frozen=True, slots=True)
class TheirNodes:
    """Nodes of somebody else's schema: a relationship is added to them, and nothing else. label, id: as a pull read."""

    label: str
    id: str

    def write(self, to: Connection, case_id: str, members: Sequence[Member]) -> None:
        """Tie these members to their rings."""
        text = statement("write/foreign_members").text
        text = text.replace("`THEIR_LABEL`", quoted(self.label)).replace("`their_key`", quoted(self.id))
        names = [one.account_id for one in members]
        rows = {one.account_id: [_ring_id(one.ring_id), member_properties(one)] for one in members}
        numbers = [int(name) for name in names if _NUMBER.fullmatch(name)]
        to.write_text(text, {"case_id": case_id, "texts": names, "numbers": numbers, "rows": rows})


@dataclass(frozen=True, slots=True)
class PushedRings:
    """What a push of rings left. members: that the case has; tied: that the graph shows: fewer where accounts are not
    there.
    """

    sweep_id: str
    rings: int
    members: int
    tied: int


def push_rings(to: Connection, case: Case, accounts: Accounts, seen: str, progress: Progress) -> PushedRings | None:
    """The rings of the latest sweep, unless they are there; those of an earlier one go. None before the first sweep.

    seen: what the graph shows, in a word: where that changed, rings are written again.
    """
    sweep = sweeps.find_latest(case)
    if sweep is None:
        return None
    to.prepare()
    rings = sweeps.rings(case, sweep.sweep_id)
    key, properties = show_id(Minted.SWEEP, sweep.sweep_id), _sweep_properties(sweep)
    stamp = _stamp([seen, properties, [_ring_properties(ring) for ring in rings]])
    there = {row["key"]: row["stamp"] for row in to.read("read/sweeps", case_id=case.case_id)}
    members = sum(ring.accounts for ring in rings)
    if there != {key: stamp}:
        _remove(to, case.case_id, there)
        write = _Rings(to, case, sweep, progress)
        to.write(("write/sweep", {"case_id": case.case_id, "key": key, "properties": properties}))
        write.rings(rings)
        write.members(accounts, members)
        write.identifiers(rings)
        stamped = {**properties, "stamp": stamp}
        to.write(("write/sweep", {"case_id": case.case_id, "key": key, "properties": stamped}))
    return PushedRings(key, len(rings), members, int(to.read("read/counts", case_id=case.case_id)[0]["members"]))


def _remove(to: Connection, case_id: str, there: Mapping[str, object]) -> None:
    keys = [row["key"] for row in to.read("read/ring_keys", case_id=case_id)]
    for key in keys:
        to.write(("write/remove_rings", {"case_id": case_id, "keys": [key]}))
    for key in there:
        to.write(("write/remove_sweep", {"case_id": case_id, "key": key}))


@dataclass(frozen=True, slots=True)
class _Rings:
    """Writes what one sweep found."""

    to: Connection
    case: Case
    sweep: Sweep
    progress: Progress

    def rings(self, rings: Sequence[Ring]) -> None:
        """The rings themselves."""
        rows = [_ring_properties(ring) for ring in rings]
        sweep = show_id(Minted.SWEEP, self.sweep.sweep_id)
        for some in batches(rows, BATCH):
            self._write("write/rings", some, sweep=sweep)

    def members(self, accounts: Accounts, total: int) -> None:
        """Who is linked to which."""
        self.progress.stage("members", total, "members")
        done = 0
        for some in batches(sweeps.members(self.case, self.sweep.sweep_id), BATCH):
            accounts.write(self.to, self.case.case_id, some)
            done += len(some)
            self.progress.advance(done)
        self.progress.done()

    def identifiers(self, rings: Sequence[Ring]) -> None:
        """What holds each together."""
        for some in batches(list(self._ties(rings)), BATCH):
            self._write("write/ring_identifiers", some)

    def _ties(self, rings: Sequence[Ring]) -> Iterator[list[Any]]:
        for ring in rings:
            for one in sweeps.identifiers(self.case, self.sweep.sweep_id, ring.ring_id):
                properties = {"bits": one.bits / BIT, "holders_in_ring": one.inside}
                yield [identifier_key(one.kind, one.value), _ring_id(ring.ring_id), properties]

    def _write(self, name: str, rows: Sequence[Any], **more: object) -> None:
        step: Step = (name, {"case_id": self.case.case_id, "rows": rows, **more})
        self.to.write(step)


def _ring_id(number: int) -> str:
    return show_id(Minted.RING, number)


def _ring_properties(ring: Ring) -> Properties:
    counted = {name: getattr(ring, name) for name in _COUNTED}
    words = {name: getattr(ring, name).value for name in _WORDS}
    spans = {"first_exchange": _time(ring.first_us), "last_exchange": _time(ring.last_us)}
    signs = {
        "signs_for": sum(sign.state.value == "present" for sign in ring.signs_for),
        "signs_against": sum(sign.state.value == "present" for sign in ring.signs_against),
    }
    name = _ring_id(ring.ring_id)
    return {"key": name, "ring_id": name, "ring_bits": ring.ring_bits / BIT, **words, **counted, **spans, **signs}


def member_properties(member: Member) -> Properties:
    """What a membership says."""
    return {
        "account_id": member.account_id,
        "tier": member.tier.value,
        "member_class": member.member_class.value,
        "in_queue": member.in_queue,
        "bits": member.member_bits / BIT,
        "role": member.role,
        "cell": member.cell,
    }


def _sweep_properties(sweep: Sweep) -> Properties:
    return {
        "sweep_id": show_id(Minted.SWEEP, sweep.sweep_id),
        "as_of": _time(sweep.as_of_us),
        "window_seconds": None if sweep.window_us is None else sweep.window_us // 1_000_000,
        "seed": sweep.seed,
        "segments_sha256": sweep.segments_sha256,
    }


def _time(us: int | None) -> datetime | None:
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def _stamp(content: object) -> str:
    return hashlib.sha256(json.dumps(content, default=str, sort_keys=True).encode()).hexdigest()
