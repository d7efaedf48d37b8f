"""What comes out of the examples, checked against what was planted."""

import csv
import importlib.util
import json
from pathlib import Path

import pytest

from fraudgraph.cli.main import main
from fraudgraph.errors import Exit

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "stripe-and-litellm"


def generate(folder: Path, scale: float) -> dict[str, set[str]]:
    """Write the exports; the accounts of each planted group."""
    spec = importlib.util.spec_from_file_location("generate", EXAMPLE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(folder, scale=scale)
    groups: dict[str, set[str]] = {}
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["group"], set()).add(row["account_id"])
    return groups


def test_stripe_and_litellm_to_ranked_rings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new user's way, on a fifth of the example: the operator stands first, the firm last, and nobody else."""
    monkeypatch.chdir(tmp_path)
    planted = generate(Path("exports"), 0.2)
    account = ("--account", "user_id (metadata)")
    assert main(["load", "exports/payments.csv", "exports/customers.csv", "--preset", "stripe", *account]) == Exit.OK
    assert "0 unknown" in capsys.readouterr().out
    assert main(["load", "exports/payments.csv", "--preset", "stripe", "--table", "identifiers"]) == Exit.OK
    assert main(["load", "exports/spend.ndjson", "--preset", "litellm"]) == Exit.OK
    assert "0 unknown" in capsys.readouterr().out
    assert main(["sweep"]) == Exit.OK
    capsys.readouterr()
    assert main(["rings", "--json"]) == Exit.OK
    rings = json.loads(capsys.readouterr().out)["rings"]
    assert (rings[0]["band"], rings[0]["ring_class"]) == ("look_first", "A")
    assert {ring["band"] for ring in rings[1:]} <= {"more_against"}
    assert members(capsys, rings[0]["ring_id"]) == planted["ring"]
    for ring in rings[1:]:
        assert members(capsys, ring["ring_id"]) <= planted["firm"]


def members(capsys: pytest.CaptureFixture[str], ring_id: str) -> set[str]:
    """The accounts of a ring, as the command lists them."""
    assert main(["members", ring_id, "--json"]) == Exit.OK
    return {row["account_id"] for row in json.loads(capsys.readouterr().out)["members"]}


def test_what_is_known_of_a_card_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the export to the screens of an identifier and of an account that has it."""
    monkeypatch.chdir(tmp_path)
    generate(Path("exports"), 0.05)
    main(["load", "exports/payments.csv", "--preset", "stripe", "--account", "user_id (metadata)"])
    main(["load", "exports/payments.csv", "--preset", "stripe", "--table", "identifiers"])
    with Path("exports/payments.csv").open(encoding="utf-8") as file:
        paid = next(row for row in csv.DictReader(file) if row["user_id (metadata)"].startswith("user_r"))
    capsys.readouterr()
    said = f"prepaid, {paid['Card Issue Country']} (stripe)"
    assert main(["node", f"payment:{paid['Card Fingerprint']}"]) == Exit.OK
    assert f"known      {said}" in capsys.readouterr().out
    assert main(["node", paid["user_id (metadata)"]]) == Exit.OK
    assert said in capsys.readouterr().out
