"""`sweep --null --resample --leave-one-out`: run, recorded, shown; and nothing of it where it was not asked for."""

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case, checks, sweeps
from fraudgraph.cli.main import main
from tests.cli.conftest import Swept

Asked = Callable[[Sequence[str]], Any]


@pytest.fixture(scope="module")
def checked(swept: Swept, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case with a second sweep that ran all checks."""
    case = swept.copy(tmp_path_factory.mktemp("checked"))
    assert main(["sweep", "--null", "2", "--resample", "2", "--leave-one-out", "--case", str(case)]) == 0
    return case


@pytest.fixture
def asked(checked: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    """The JSON of a command on that case."""

    def ask(words: Sequence[str]) -> Any:
        assert main([*words, "--case", str(checked), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


def test_sweep_reports_and_records_every_check(
    swept: Swept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the screen with what each took; the same figures in the ledger."""
    case = swept.copy(tmp_path)
    capsys.readouterr()
    words = ["sweep", "--null", "2", "--resample", "1", "--leave-one-out", "--case", str(case)]
    assert main(words) == 0
    said = capsys.readouterr()
    line = " ".join(said.out.split())
    assert "checks 0 rings in 2 shuffled copies; " in line
    assert re.search(r"\d+ of \d+ fragile over 1 resample; 4 runs without a kind; .*\d s \+ ", line)
    for stage in ("null", "resample", "one out"):
        assert re.search(rf"^  {stage} +\d of \d copies", said.err, re.MULTILINE)
    with Case.open(case) as opened:
        sweep = sweeps.latest(opened)
        found = checks.of_sweep(opened, sweep.sweep_id)
        assert found.null is not None
        assert (found.null.copies, found.null.rings) == (2, 0)
        record = [one for one in opened.custody.records() if one.action == "sweep"][-1]
        assert json.loads(record.detail)["checks"]["null"] == {"copies": 2, "rings": 0}


def test_the_checks_change_no_ring(swept: Swept, checked: Path) -> None:
    """The same rings and members as the sweep that ran none."""
    with Case.open(checked) as case:
        plain = [(m.account_id, m.ring_id, m.member_bits, m.in_queue) for m in sweeps.members(case, 1)]
        assert [(m.account_id, m.ring_id, m.member_bits, m.in_queue) for m in sweeps.members(case, 2)] == plain


def test_ring_shows_its_checks(asked: Asked, checked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line and JSON; the figures without a kind are the measured ones."""
    top = asked(["rings"])["rings"][0]["ring_id"]
    ring = asked(["ring", top])
    found = ring["checks"]
    assert (found["null_copies"], found["null_rings"], found["resamples"]) == (2, 0, 2)
    assert 0 <= found["stability_mean_jaccard"] <= 1
    assert found["fragile"] == (found["stability_mean_jaccard"] < 0.6)
    assert set(found["accounts_together_without"]) >= {one["kind"] for one in ring["kinds"]}
    assert main(["ring", top, "--case", str(checked)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "checks 0 rings in 2 shuffled copies of the facts; stability" in text
    assert "measured, by detection without it" in text
    for kind in ring["kinds"]:
        measured = found["accounts_together_without"][kind["kind"]]
        assert f"{kind['accounts']:,} {measured:,} (" in text
        assert measured <= ring["accounts"]


def test_every_ring_says_what_a_framer_would_have_had_to_do(asked: Asked) -> None:
    """With checks and without: sets of its own identifiers; class A always takes one that is hard to forge."""
    hard = {"payment_instrument", "phone", "device"}
    for one in asked(["rings"])["rings"]:
        ring = asked(["ring", one["ring_id"]])
        least = {entry["standing"]: entry["ways"] for entry in ring["framing"]["least"]}
        assert list(least) == ["linked", "core", "queue"]
        owned = {kind["kind"]: kind["identifiers"] for kind in ring["kinds"]}
        for way in (way for ways in least.values() for way in ways):
            assert all(1 <= part["identifiers"] <= part["owned_identifiers"] == owned[part["kind"]] for part in way)
        assert all(any(part["kind"] in hard for part in way) for way in least["queue"])
        bits = sum(grade["kind_bits"] for grade in ring["framing"]["grades"])
        assert bits == pytest.approx(sum(kind["kind_bits"] for kind in ring["kinds"]), abs=1e-4)


def test_checks_that_were_not_run_are_said(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """In `ring` of a sweep without them, and null in its JSON."""
    assert swept.run("rings", "--json") == 0
    top = json.loads(capsys.readouterr().out)["rings"][0]["ring_id"]
    assert swept.run("ring", top) == 0
    assert "checks     null copies and resampling: not run in this sweep" in capsys.readouterr().out
    assert swept.run("ring", top, "--json") == 0
    found = json.loads(capsys.readouterr().out)["checks"]
    assert set(found.values()) == {None}


@pytest.mark.parametrize("words", [("--null", "-1"), ("--resample", "-1"), ("--null", "1000000"), ("--null", "x")])
def test_a_number_of_copies_that_makes_no_sense_is_a_usage_error(
    swept: Swept, words: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 2, and no sweep."""
    assert swept.run("sweep", *words) == 2
    assert words[0] in capsys.readouterr().err
