"""The checks of sweeps in the ledger: written in the transaction of their sweep, read by the views."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from fraudgraph.case.case import Case
from fraudgraph.case.sweep_rows import as_json
from fraudgraph.model.checks import Framing, LeaveOneOut, NullCheck, Resampling, RingChecks, Standing, SweepChecks

NOTHING_RUN = SweepChecks()


def insert(ledger: sqlite3.Connection, sweep_id: int, checks: SweepChecks, rings: Iterable[RingChecks]) -> None:
    """Rows of one sweep; inside its transaction."""
    ledger.execute("INSERT INTO sweep_checks VALUES (?,?)", (sweep_id, as_json(asdict(checks))))
    ledger.executemany(
        "INSERT INTO ring_checks VALUES (?,?,?,?)",
        [(sweep_id, ring.ring_id, ring.stability, as_json(asdict(ring))) for ring in rings],
    )


def summary(checks: SweepChecks) -> dict[str, Any]:
    """What the custody log says of them: what was run and what came out, None where one was not run."""
    null, resampling, left_out = checks.null, checks.resampling, checks.leave_one_out
    return {
        "null": null and {"copies": null.copies, "rings": null.rings},
        "resampling": resampling and {"runs": resampling.runs, "fragile": resampling.fragile},
        "leave_one_out": left_out and {"runs": len(left_out.left_out)},
    }


def of_sweep(case: Case, sweep_id: int) -> SweepChecks:
    """The checks of a sweep; nothing run for one of an earlier version."""
    row = case.ledger.execute("SELECT doc FROM sweep_checks WHERE sweep_id = ?", (sweep_id,)).fetchone()
    if row is None:
        return NOTHING_RUN
    doc = json.loads(row[0])
    null, resampling, left_out = doc["null"], doc["resampling"], doc["leave_one_out"]
    return SweepChecks(
        null and NullCheck(**null | {"seeds": tuple(null["seeds"])}),
        resampling and Resampling(**resampling | {"seeds": tuple(resampling["seeds"])}),
        left_out and LeaveOneOut(tuple(map(tuple, left_out["left_out"])), left_out["seconds"]),
    )


def of_ring(case: Case, sweep_id: int, ring_id: int) -> RingChecks | None:
    """The checks of one ring; None for a sweep of an earlier version."""
    row = case.ledger.execute(
        "SELECT doc FROM ring_checks WHERE sweep_id = ? AND ring_id = ?", (sweep_id, ring_id)
    ).fetchone()
    return None if row is None else _read(json.loads(row[0]))


def _read(doc: dict[str, Any]) -> RingChecks:
    return RingChecks(
        doc["ring_id"],
        doc["stability"],
        tuple((kind, accounts) for kind, accounts in doc["together"]),
        doc["hard_only"],
        tuple(_framing(one) for one in doc["framing"]),
    )


def _framing(doc: dict[str, Any]) -> Framing:
    ways = tuple(tuple((kind, amount) for kind, amount in way) for way in doc["ways"])
    return Framing(Standing(doc["standing"]), ways)
