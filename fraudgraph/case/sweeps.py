"""What sweeps found, in the ledger: written whole in one transaction, read by every view."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from fraudgraph.assess.verdicts import ranked
from fraudgraph.case import checks, reviews
from fraudgraph.case.case import Case
from fraudgraph.case.said import standing
from fraudgraph.case.sweep_rows import (
    identifier_row,
    member_row,
    read_members,
    read_ring,
    read_shares,
    read_sweep,
    ring_row,
    sweep_row,
)
from fraudgraph.errors import NotFound
from fraudgraph.model.checks import RingChecks, SweepChecks
from fraudgraph.model.ids import Minted, read_id, show_id
from fraudgraph.model.judgement import Said, Subject
from fraudgraph.model.rings import Change, LineageEvent, Member, Ring, RingIdentifier, Sweep, Tier
from fraudgraph.track.matching import Known

_SWEEP = "sweep_id, as_of_us, window_us, seed, segments_sha256, started_us, finished_us, doc"
_MEMBER = "account_id, ring_id, cell, tier, member_class, in_queue, member_bits, kind_bits, role"
COMPLETE = "complete"
_OF_RING = "INDEXED BY members_of_ring"
"""Left alone, SQLite reads all members of the sweep for each ring."""
ASK = 500
"""Accounts asked for in one statement."""


class NotSwept(NotFound):
    """The case holds no complete sweep."""


@dataclass(frozen=True)
class SweepResult:
    """Everything that one sweep leaves. Ring ids are minted already; born: ids that are new with this sweep; checks,
    checked: of the sweep and of its rings.
    """

    sweep: Sweep
    rings: tuple[Ring, ...]
    members: Iterable[Member]
    identifiers: Mapping[int, tuple[RingIdentifier, ...]]
    lineage: tuple[LineageEvent, ...]
    born: tuple[int, ...]
    checks: SweepChecks = checks.NOTHING_RUN
    checked: tuple[RingChecks, ...] = ()


def write(case: Case, result: SweepResult) -> int:
    """Commit a sweep in one transaction with its custody record; returns its id. Needs the lock."""
    with case.transaction() as ledger:
        sweep_id = _next(ledger, "sweeps", "sweep_id")
        sweep = replace(result.sweep, sweep_id=sweep_id)
        row = sweep_row(sweep)
        ledger.execute(f"INSERT INTO sweeps ({_SWEEP}, status) VALUES (?,?,?,?,?,?,?,?,?)", (*row, COMPLETE))
        ledger.executemany("INSERT INTO rings VALUES (?,?)", [(ring_id, sweep_id) for ring_id in result.born])
        ledger.executemany(
            "INSERT INTO sweep_rings VALUES (?,?,?,?,?,?,?,?)",
            [ring_row(sweep_id, replace(ring, born_sweep=ring.born_sweep or sweep_id)) for ring in result.rings],
        )
        ledger.executemany(
            "INSERT INTO members VALUES (?,?,?,?,?,?,?,?,?,?)",
            (member_row(sweep_id, member) for member in result.members),
        )
        ledger.executemany(
            "INSERT INTO ring_identifiers VALUES (?,?,?,?,?,?,?)",
            (identifier_row(sweep_id, ring, one) for ring, found in result.identifiers.items() for one in found),
        )
        ledger.executemany(
            "INSERT INTO lineage VALUES (?,?,?,?,?)",
            [(sweep_id, e.ring_id, e.event.value, e.other, e.accounts) for e in result.lineage],
        )
        checks.insert(ledger, sweep_id, result.checks, result.checked)
        _record(case, ledger, sweep, result)
    return sweep_id


def _record(case: Case, ledger: sqlite3.Connection, sweep: Sweep, result: SweepResult) -> None:
    detail = {
        "as_of_us": sweep.as_of_us,
        "window_us": sweep.window_us,
        "seed": sweep.seed,
        "segments_sha256": sweep.segments_sha256,
        "parameters": dict(sweep.parameters),
        "versions": dict(sweep.versions),
        "rings": len(result.rings),
        "checks": checks.summary(result.checks),
    }
    case.custody.append(ledger, "sweep", show_id(Minted.SWEEP, sweep.sweep_id), detail)


def _next(ledger: sqlite3.Connection, table: str, column: str) -> int:
    return int(ledger.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}").fetchone()[0])


def next_ring_id(case: Case) -> int:
    """The id that the next born ring gets; ids are never used again."""
    return _next(case.ledger, "rings", "ring_id")


def find_latest(case: Case) -> Sweep | None:
    """The newest complete sweep, None before the first."""
    row = case.ledger.execute(
        f"SELECT {_SWEEP} FROM sweeps WHERE status = ? ORDER BY sweep_id DESC LIMIT 1", (COMPLETE,)
    ).fetchone()
    return None if row is None else read_sweep(tuple(row))


def latest(case: Case) -> Sweep:
    """The newest complete sweep; NotSwept before the first."""
    sweep = find_latest(case)
    if sweep is None:
        raise NotSwept("the case is not swept yet", hint=f"fraudgraph sweep --case {case.path}")
    return sweep


def ring_ids(case: Case, sweep_id: int) -> tuple[int, ...]:
    """Ids of the rings of a sweep, ascending."""
    rows = case.ledger.execute("SELECT ring_id FROM sweep_rings WHERE sweep_id = ? ORDER BY ring_id", (sweep_id,))
    return tuple(row[0] for row in rows)


def rings(case: Case, sweep_id: int) -> tuple[Ring, ...]:
    """All rings of a sweep with the verdicts that stand, by rank: judged ones come last."""
    rows = case.ledger.execute("SELECT doc FROM sweep_rings WHERE sweep_id = ? ORDER BY rank", (sweep_id,))
    return ranked(reviews.reviewed(case, sweep_id, [read_ring(row[0]) for row in rows]))


def ring(case: Case, sweep_id: int, ring_id: int) -> Ring:
    """One ring of a sweep; NotFound, with near ids, if the sweep has none of that number."""
    found = some_rings(case, sweep_id, [ring_id])
    if found:
        return found[ring_id]
    name = show_id(Minted.RING, ring_id)
    near = get_close_matches(name, [show_id(Minted.RING, one) for one in ring_ids(case, sweep_id)], 1, 0)
    here = show_id(Minted.SWEEP, sweep_id)
    raise NotFound(f"{here} has no ring {name}", hint=f"did you mean {near[0]}?" if near else "fraudgraph rings")


def some_rings(case: Case, sweep_id: int, wanted: Collection[int]) -> dict[int, Ring]:
    """Those of these rings that a sweep has, by id; all are read where verdicts have moved their ranks."""
    if standing(case.ledger, Subject.RING):
        return {one.ring_id: one for one in rings(case, sweep_id) if one.ring_id in wanted}
    rows = case.ledger.execute(
        "SELECT doc FROM sweep_rings WHERE sweep_id = ? AND ring_id IN (SELECT value FROM json_each(?))",
        (sweep_id, json.dumps(list(wanted))),
    )
    return {one.ring_id: one for one in (read_ring(row[0]) for row in rows)}


def absent(case: Case, sweep_id: int) -> tuple[tuple[Ring, int], ...]:
    """Rings that earlier sweeps had and this one has not, each as last seen, and in which sweep."""
    rows = case.ledger.execute(
        "SELECT doc, last FROM (SELECT ring_id, max(sweep_id) AS last FROM sweep_rings WHERE sweep_id <= ? "
        "GROUP BY ring_id) JOIN sweep_rings USING (ring_id) WHERE sweep_id = last AND last < ? ORDER BY ring_id",
        (sweep_id, sweep_id),
    ).fetchall()
    then = [last for _, last in rows]
    return tuple(zip(reviews.reviewed(case, sweep_id, [read_ring(doc) for doc, _ in rows]), then, strict=True))


def members(case: Case, sweep_id: int, ring_id: int | None = None) -> tuple[Member, ...]:
    """Members of one ring, or of all: by rank of the ring, most member bits first, then account id."""
    columns = ", ".join(f"m.{name.strip()}" for name in _MEMBER.split(","))
    one = ring_id is not None
    source, where = (f"members m {_OF_RING}", "AND m.ring_id = ?") if one else ("members m", "")
    values = [sweep_id, ring_id] if one else [sweep_id]
    rows = case.ledger.execute(
        f"SELECT {columns} FROM {source} JOIN sweep_rings r USING (sweep_id, ring_id) WHERE m.sweep_id = ? {where} "
        "ORDER BY r.rank, m.member_bits DESC, m.account_id",
        values,
    )
    return reviews.queued(case, sweep_id, read_members(rows.fetchall()))


def member_bits(case: Case, sweep_id: int, ring_id: int) -> list[tuple[int, dict[str, int]]]:
    """(member bits, bits by kind) of every member of a ring, in no order: for sums over all of them."""
    rows = case.ledger.execute(
        f"SELECT member_bits, kind_bits FROM members {_OF_RING} WHERE sweep_id = ? AND ring_id = ?", (sweep_id, ring_id)
    ).fetchall()
    return list(zip([row[0] for row in rows], read_shares([row[1] for row in rows]), strict=True))


def member(case: Case, sweep_id: int, account_id: str) -> Member | None:
    """The membership of one account, None if it is in no ring."""
    return memberships(case, sweep_id, [account_id]).get(account_id)


def memberships(case: Case, sweep_id: int, account_ids: Sequence[str]) -> dict[str, Member]:
    """Memberships of those of these accounts that are in a ring."""
    found: dict[str, Member] = {}
    for s in range(0, len(account_ids), ASK):
        some = list(account_ids[s : s + ASK])
        marks = ",".join("?" * len(some))
        rows = case.ledger.execute(
            f"SELECT {_MEMBER} FROM members WHERE sweep_id = ? AND account_id IN ({marks})", (sweep_id, *some)
        )
        found |= {one.account_id: one for one in read_members(rows.fetchall())}
    return {one.account_id: one for one in reviews.queued(case, sweep_id, list(found.values()))}


def identifiers(case: Case, sweep_id: int, ring_id: int) -> tuple[RingIdentifier, ...]:
    """What holds a ring together, most bits first."""
    rows = case.ledger.execute(
        "SELECT kind, value, holders, inside, bits FROM ring_identifiers WHERE sweep_id = ? AND ring_id = ? "
        "ORDER BY bits DESC, kind, value",
        (sweep_id, ring_id),
    )
    return tuple(RingIdentifier(*row) for row in rows)


def owned_names(case: Case, sweep_id: int) -> frozenset[tuple[str, str]]:
    """(kind, value) of everything that holds any ring of a sweep together."""
    rows = case.ledger.execute("SELECT DISTINCT kind, value FROM ring_identifiers WHERE sweep_id = ?", (sweep_id,))
    return frozenset((row[0], row[1]) for row in rows)


def lineage(case: Case, sweep_id: int) -> tuple[LineageEvent, ...]:
    """What happened to rings in a sweep."""
    rows = case.ledger.execute(
        "SELECT ring_id, event, other_ring_id, accounts FROM lineage WHERE sweep_id = ? ORDER BY ring_id, event",
        (sweep_id,),
    )
    return tuple(LineageEvent(row[0], Change(row[1]), row[2], row[3]) for row in rows)


def account_ids(case: Case, sweep_id: int, ring_id: int | None = None) -> tuple[str, ...]:
    """Every account in a ring of that sweep, or in this one ring, sorted."""
    of = "WHERE" if ring_id is None else f"{_OF_RING} WHERE ring_id = ? AND"
    named = (sweep_id,) if ring_id is None else (ring_id, sweep_id)
    rows = case.ledger.execute(f"SELECT account_id FROM members {of} sweep_id = ? ORDER BY account_id", named)
    return tuple(account_id for (account_id,) in rows.fetchall())


def ring_of(case: Case, sweep_id: int) -> dict[str, int]:
    """Account id -> ring, of every account in a ring of that sweep."""
    return dict(
        case.ledger.execute("SELECT account_id, ring_id FROM members WHERE sweep_id = ?", (sweep_id,)).fetchall()
    )


def tier_of(case: Case, sweep_id: int) -> dict[str, Tier]:
    """Account id -> tier, of every account in a ring of that sweep."""
    known = {tier.value: tier for tier in Tier}
    rows = case.ledger.execute("SELECT account_id, tier FROM members WHERE sweep_id = ?", (sweep_id,))
    return {account_id: known[tier] for account_id, tier in rows}


def tiers(case: Case, sweep_id: int, ring_id: int) -> tuple[tuple[str, Tier], ...]:
    """(account id, tier) of the members of a ring, by account id: what most questions need, without the evidence."""
    rows = case.ledger.execute(
        f"SELECT account_id, tier FROM members {_OF_RING} WHERE sweep_id = ? AND ring_id = ? ORDER BY account_id",
        (sweep_id, ring_id),
    )
    known = {tier.value: tier for tier in Tier}
    return tuple((account_id, known[tier]) for account_id, tier in rows)


def known_rings(case: Case) -> tuple[Known, ...]:
    """Every ring that can keep its id: as it was in the last sweep that had it; rings merged away are gone for good."""
    last = find_latest(case)
    if last is None:
        return ()
    seen = case.ledger.execute("SELECT ring_id, max(sweep_id) FROM sweep_rings GROUP BY ring_id").fetchall()
    merged = case.ledger.execute(
        "SELECT ring_id, max(sweep_id) FROM lineage WHERE event = ? AND other_ring_id IS NOT NULL GROUP BY ring_id",
        (Change.MERGED.value,),
    ).fetchall()
    away = {row[0]: row[1] for row in merged}
    said = standing(case.ledger, Subject.RING).values()
    pinned = {read_id(Minted.RING, one.about.name) for one in said if one.verdict == Said.CONFIRMED}
    return tuple(
        replace(_known(case, ring_id, sweep_id, last.sweep_id), pinned=ring_id in pinned)
        for ring_id, sweep_id in seen
        if away.get(ring_id, 0) < sweep_id
    )


def _known(case: Case, ring_id: int, sweep_id: int, last: int) -> Known:
    rows = case.ledger.execute(
        f"SELECT account_id, tier FROM members {_OF_RING} WHERE sweep_id = ? AND ring_id = ?", (sweep_id, ring_id)
    ).fetchall()
    core = frozenset(row[0] for row in rows if row[1] == Tier.CORE.value)
    return Known(ring_id, frozenset(row[0] for row in rows), core, dormant=sweep_id < last)


def with_birth(case: Case, named: Sequence[Ring]) -> tuple[Ring, ...]:
    """The rings with the sweep in which each was born (0: in the one being written)."""
    born = dict(case.ledger.execute("SELECT ring_id, born_sweep FROM rings").fetchall())
    return tuple(replace(ring, born_sweep=born.get(ring.ring_id, 0)) for ring in named)
