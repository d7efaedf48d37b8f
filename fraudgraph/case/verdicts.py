"""What people said of rings, as pairs that a calibration can learn from."""

import json

from fraudgraph.assess.calibration import Verdict
from fraudgraph.case.case import Case

MEANING = {"confirmed": True, "rejected": False, "benign": False}
"""Verdicts that say whether a ring was abusive; `unsure` and others do not."""


def judged_rings(case: Case) -> tuple[Verdict, ...]:
    """The last verdict on every ring that was not taken back, with the balance of signs it had in the sweep that was
    judged (the last before it, where the judgement names none). Rings of sweeps without a balance are left out.
    """
    rows = case.ledger.execute(
        "SELECT j.verdict, s.doc, max(j.judgement_id) FROM judgements j "
        "JOIN sweep_rings s ON s.ring_id = CAST(substr(j.subject, 3) AS INTEGER) AND s.sweep_id = coalesce(j.sweep_id, "
        "(SELECT max(sweep_id) FROM sweep_rings WHERE ring_id = CAST(substr(j.subject, 3) AS INTEGER))) "
        "WHERE j.subject_type = 'ring' AND j.subject LIKE 'R-%' AND j.retracted_by IS NULL "
        "GROUP BY j.subject ORDER BY j.subject"
    ).fetchall()
    found = ((verdict, json.loads(doc).get("balance")) for verdict, doc, _ in rows)
    return tuple(
        Verdict(float(balance), MEANING[verdict])
        for verdict, balance in found
        if verdict in MEANING and balance is not None
    )
