"""What people said of rings becomes what a calibration learns from."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fraudgraph.assess.calibration import LEAST_JUDGED, Verdict, calibrate
from fraudgraph.case import Case
from fraudgraph.case.sweep_rows import ring_row
from fraudgraph.case.verdicts import judged_rings
from tests.unit.cli.made_up import ring


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with two sweeps of two rings: balances 5 and -3, later 6 and -3."""
    found = Case.create_or_open(tmp_path / "case")
    for sweep, balances in ((1, (5.0, -3.0)), (2, (6.0, -3.0))):
        put(found, sweep, dict(enumerate(balances, 1)))
    return found


def put(case: Case, sweep: int, balances: dict[int, float]) -> None:
    """A sweep of rings with these balances."""
    with case.transaction() as ledger:
        ledger.execute("INSERT INTO sweeps VALUES (?, 'complete', 0, NULL, 0, '', 0, 0, '{}')", (sweep,))
        ledger.executemany("INSERT OR IGNORE INTO rings VALUES (?, ?)", [(one, sweep) for one in balances])
        rows = [ring_row(sweep, replace(ring(one, 10), balance=balance)) for one, balance in balances.items()]
        ledger.executemany("INSERT INTO sweep_rings VALUES (?,?,?,?,?,?,?,?)", rows)


def judge(case: Case, ring_id: int, verdict: str, sweep: int | None = 1) -> None:
    """A person's verdict on a ring as it was in a sweep."""
    with case.transaction() as ledger:
        ledger.execute(
            "INSERT INTO judgements (at_us, actor, subject_type, subject, verdict, reason, sweep_id) "
            "VALUES (0, 'a', 'ring', ?, ?, '', ?)",
            (f"R-{ring_id:04d}", verdict, sweep),
        )


def test_nobody_judged_anything(case: Case) -> None:
    """No verdicts, no calibration."""
    assert judged_rings(case) == ()
    assert calibrate(judged_rings(case)) is None


def test_a_verdict_goes_with_the_balance_that_was_judged(case: Case) -> None:
    """The sweep it names, or the last that has the ring; confirmed or not."""
    judge(case, 1, "confirmed")
    judge(case, 2, "benign", None)
    assert judged_rings(case) == (Verdict(5.0, True), Verdict(-3.0, False))


def test_the_last_verdict_that_stands_counts(case: Case) -> None:
    """Later ones replace; those taken back and unsure ones say nothing."""
    judge(case, 1, "confirmed")
    judge(case, 1, "rejected", 2)
    assert judged_rings(case) == (Verdict(6.0, False),)
    with case.transaction() as ledger:
        ledger.execute("UPDATE judgements SET retracted_by = judgement_id WHERE verdict = 'rejected'")
    assert judged_rings(case) == (Verdict(5.0, True),)
    judge(case, 1, "unsure")
    assert judged_rings(case) == ()


def test_a_hundred_judged_rings_calibrate(case: Case) -> None:
    """Verdicts drawn from a planted truth, more often confirmed the higher the balance: bits rise from below 0 to
    above, and say on how many rings they rest.
    """
    rng = np.random.default_rng(4)
    balances = {100 + n: float(value) for n, value in enumerate(rng.uniform(-8, 8, 3 * LEAST_JUDGED))}
    put(case, 3, balances)
    for one, balance in balances.items():
        judge(case, one, "confirmed" if rng.random() < 1 / (1 + 2**-balance) else "benign", 3)
    learned = calibrate(judged_rings(case))
    assert learned is not None
    assert learned.judged == 3 * LEAST_JUDGED
    assert learned.of(-7.0) < -2 < 2 < learned.of(7.0)
