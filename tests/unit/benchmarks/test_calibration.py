"""Calibrated bits against communities that nobody judged; verdicts are written as `judge --from` reads them."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality.calibration import SCENARIO, Community, chance, figures, loss, write
from fraudgraph.assess.calibration import LEAST_JUDGED


def some(bits: float | None) -> list[Community]:
    """Forty communities by turns judged and not, of each sort three in four abusive."""
    return [Community(n, n % 8 < 6, n % 2 == 0, 1.0, bits) for n in range(40)]


def test_bits_that_say_the_truth_lose_least() -> None:
    """Three in four are abusive: log2 3 bits lose as much as the share of the judged, other bits more."""
    true = figures(some(1.585))
    assert true["judged"] == true["others"] == 20
    assert true["log_loss"] == pytest.approx(true["log_loss_of_the_share"], abs=0.01)
    assert figures(some(-3.0))["log_loss"] > true["log_loss"]
    assert figures(some(6.0))["log_loss"] > true["log_loss"]
    (step,) = true["steps"]
    assert step["expected_abusive"] == pytest.approx(15, abs=0.1)
    assert step["abusive"] == 15


def test_uncalibrated_communities_are_counted_and_not_scored() -> None:
    """Under a hundred verdicts there are no bits: no loss, no steps."""
    found = figures(some(None))
    assert (found["calibrated"], found["log_loss"], found["steps"]) == (0, None, [])


def test_bits_are_log_odds() -> None:
    """No bits are even odds; a sure thing that comes true loses nothing."""
    assert chance(0.0) == 0.5
    assert loss(np.array([1.0]), np.array([True])) == 0.0


def test_verdicts_are_written_by_ring(tmp_path: Path) -> None:
    """The ids that screens show, with a verdict and a reason each."""
    write(tmp_path / "verdicts.csv", [Community(7, True, True, 0.0, None), Community(12, False, True, 0.0, None)])
    lines = (tmp_path / "verdicts.csv").read_text().splitlines()
    assert lines == [
        "ring,verdict,reason",
        "R-0007,confirmed,known from the simulation",
        "R-0012,benign,known from the simulation",
    ]


def test_the_population_has_enough_to_judge_half_of_it() -> None:
    """As many rings as one calibration needs, under names of their own."""
    assert len({plan.name for plan in SCENARIO.rings}) == len(SCENARIO.rings)
    honest = sum(getattr(SCENARIO.groups, name) for name in SCENARIO.groups.__slots__)
    assert len(SCENARIO.rings) + honest > 2 * LEAST_JUDGED
