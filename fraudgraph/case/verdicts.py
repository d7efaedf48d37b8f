"""What people said of rings, as pairs that a calibration can learn from."""

import json

from fraudgraph.assess.calibration import Verdict
from fraudgraph.case.case import Case
from fraudgraph.case.said import standing
from fraudgraph.model.ids import Minted, read_id
from fraudgraph.model.judgement import Judgement, Said, Subject

_LAST = (1 << 63) - 1
MEANING: dict[str, bool] = {Said.CONFIRMED: True, Said.REJECTED: False, Said.BENIGN: False}
"""Verdicts that say whether a ring was abusive; `unsure` and others do not."""


def judged_rings(case: Case) -> tuple[Verdict, ...]:
    """The verdict that stands on every ring, with the balance of signs it had in the sweep that was
    judged (the last before it, where the judgement names none). Rings of sweeps without a balance are left out.
    """
    judged = [one for one in standing(case.ledger, Subject.RING).values() if one.verdict in MEANING]
    found = ((one, _balance(case, one)) for one in sorted(judged, key=lambda one: one.about.name))
    return tuple(Verdict(balance, MEANING[one.verdict]) for one, balance in found if balance is not None)


def _balance(case: Case, judged: Judgement) -> float | None:
    """The balance of the ring's signs in the sweep that was looked at."""
    row = case.ledger.execute(
        "SELECT doc FROM sweep_rings WHERE ring_id = ? AND sweep_id <= ? ORDER BY sweep_id DESC LIMIT 1",
        (read_id(Minted.RING, judged.about.name), judged.sweep_id or _LAST),
    ).fetchone()
    balance = json.loads(row[0]).get("balance") if row else None
    return None if balance is None else float(balance)
