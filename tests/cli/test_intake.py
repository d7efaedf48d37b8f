"""`map`, presets and `fingerprint` as a person calls them."""

import json
import tomllib
from pathlib import Path

import pytest

from fraudgraph.cli.main import main
from fraudgraph.errors import Exit

CALLS = "Customer ID,Time,Client Address,Region\n" + "".join(
    f"A{n:05d},2026-05-01T00:00:{n:02d}Z,203.0.113.{n},eu\n" for n in range(30)
)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    """A CSV file with columns under names that are not ours."""
    path = tmp_path / "calls.csv"
    path.write_text(CALLS)
    return path


def test_a_draft_in_a_pipe_is_a_mapping_file(calls: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """What stands on stdout is what `load --mapping` reads."""
    assert main(["map", str(calls)]) == Exit.OK
    text = capsys.readouterr().out
    assert tomllib.loads(text)["exchanges"]["account_id"] == "Customer ID"
    assert "A00001" not in text
    (tmp_path / "calls.toml").write_text(text)
    case = str(tmp_path / "case")
    assert main(["load", str(calls), "--mapping", str(tmp_path / "calls.toml"), "--case", case]) == Exit.OK


def test_a_draft_in_a_file_says_what_to_look_at(
    calls: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And never replaces a file unasked."""
    monkeypatch.chdir(calls.parent)
    assert main(["map", "calls.csv", "-o", "calls.toml"]) == Exit.OK
    assert capsys.readouterr().out.splitlines() == [
        "calls.toml: a draft, nothing that has to be checked. Look at every line.",
        "calls.csv  exchanges: 3 of 4 columns recognised, by the first 30 rows",
    ]
    assert main(["map", "calls.csv", "-o", "calls.toml"]) == Exit.USAGE
    assert main(["map", "calls.csv", "-o", "calls.toml", "--force"]) == Exit.OK


def test_a_draft_as_json(calls: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which column is which, what told it, and the text."""
    assert main(["map", str(calls), "--json"]) == Exit.OK
    (file,) = json.loads(capsys.readouterr().out)["files"]
    first = file["mapped"][0]
    assert (first["source"], first["target"], first["told_by"]) == ("Customer ID", "account_id", "name")
    assert file["ignored"] == [{"source": "Region", "looks_like": "few words"}]


def test_a_preset_is_printed_to_start_from(capsys: pytest.CaptureFixture[str]) -> None:
    """As it is in the package; another name is told with a near one."""
    assert main(["map", "--preset", "litellm"]) == Exit.OK
    assert tomllib.loads(capsys.readouterr().out)["exchanges"]["at"] == "startTime"
    assert main(["map", "--preset", "lite-llm"]) == Exit.USAGE
    assert "did you mean litellm?" in capsys.readouterr().err
    assert main(["map"]) == Exit.USAGE
