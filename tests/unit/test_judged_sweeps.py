"""Verdicts over sweeps, end to end: what was judged stays judged while it is what it was, and waits when it is not."""

from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.investigate.judging import judge
from fraudgraph.investigate.rings import rings
from fraudgraph.model.rings import Change, Review
from fraudgraph.sweep import SweepOptions, sweep
from tests.unit.small_case import Story, put


def found(case: Case, name: str) -> dict[str, object]:
    """The ring of the last sweep whose accounts are called so, its review and what happened to it."""
    sql = (
        "SELECT DISTINCT ring_id FROM members WHERE sweep_id = (SELECT max(sweep_id) FROM sweeps) AND account_id LIKE ?"
    )
    ids = [row[0] for row in case.ledger.execute(sql, (f"{name}-%",))]
    (ring,) = [row.ring for row in rings(case).rows if row.ring.ring_id in ids]
    return {"ring": ring.ring_id, "accounts": ring.accounts, "review": ring.review, "change": ring.change}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A population with two rings of 20, swept once."""
    folder = tmp_path / "case"
    put(folder, Story().everyday().ring("red", range(20), 3).ring("blue", range(20), 5))
    with Case.open(folder) as case:
        sweep(case, SweepOptions())
    return folder


def grow(folder: Path, name: str, accounts: range, day: float) -> None:
    """More accounts on the same pools, and another sweep."""
    put(folder, Story(seed=int(day)).ring(name, accounts, day), f"{name}-{day}")
    with Case.open(folder) as case:
        sweep(case, SweepOptions())


def test_a_judged_ring_stays_closed_while_it_grows_little_and_waits_when_it_grew_by_a_fifth(folder: Path) -> None:
    """Growth is counted from what was judged, over several sweeps; the other ring is none of it."""
    with Case.open(folder) as case:
        red = found(case, "red")
        assert red["review"] is Review.NEW
        judge(case, f"R-{red['ring']:04d}", "benign", "a firm")
    grow(folder, "red", range(20, 23), 6)
    with Case.open(folder) as case:
        now = found(case, "red")
        assert (now["ring"], now["accounts"], now["change"]) == (red["ring"], 23, Change.GREW)
        assert now["review"] is Review.BENIGN
        assert found(case, "blue")["review"] is Review.TO_DO
    grow(folder, "red", range(23, 25), 7)
    with Case.open(folder) as case:
        now = found(case, "red")
        assert (now["accounts"], now["review"]) == (25, Review.CHANGED)
        assert rings(case).changed == 1
        judge(case, f"R-{red['ring']:04d}", "benign", "still the firm")
        assert found(case, "red")["review"] is Review.BENIGN


def test_a_confirmed_ring_keeps_its_id_when_another_takes_it_in(folder: Path) -> None:
    """Cards of blue come to red: one community now, under the id that a person confirmed, and it waits as merged."""
    with Case.open(folder) as case:
        blue = found(case, "blue")["ring"]
        judge(case, f"R-{blue:04d}", "confirmed", "cards")
    story = Story(seed=9).ring("red", range(20, 23), 6)
    joint = Story(seed=10)
    for name in ("red", "blue"):
        for a in range(20):
            for n in range(8):
                joint.add(
                    f"{name}-{a:03d}",
                    7 + a / 100 + n / 1000,
                    f"198.51.100.{n % 3}",
                    f"tok_joint_{n % 3}",
                    f"joint-{n % 2}",
                )
    put(folder, story, "red-more")
    put(folder, joint, "joint")
    with Case.open(folder) as case:
        sweep(case, SweepOptions())
        now = found(case, "blue")
        assert now["ring"] == blue
        assert (now["accounts"], now["change"], now["review"]) == (43, Change.MERGED, Review.CHANGED)
