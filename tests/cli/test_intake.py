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


PROMPTS = "account_id,at,prompt,answer\n" + "".join(
    f"a{n},2026-05-01T00:00:{n:02d}Z,please sort list number {n} for me,never\n" for n in range(10)
)


@pytest.fixture
def prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CSV file with prompts, and a key beside it, in the folder where one is."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k").write_text("0123456789abcdef")
    path = tmp_path / "prompts.csv"
    path.write_text(PROMPTS)
    return path


def test_prompts_stay_and_the_rest_goes_through_a_pipe(
    prompts: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Rows on stdout, what became of them on stderr."""
    assert main(["fingerprint", "prompts.csv", "--key-file", "k"]) == Exit.OK
    captured = capfdbinary.readouterr()
    assert captured.out.startswith(b"account_id,at,prompt_fingerprint,")
    assert b"sort" not in captured.out
    assert b"10 rows of exchanges, 10 with a prompt, fingerprinted under key" in captured.err
    assert b"held back  the prompts; answer" in captured.err


def test_a_cleaned_file_loads(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Written whole or not at all; JSON tells what passed."""
    assert main(["fingerprint", "prompts.csv", "--key-file", "k", "-o", "clean.csv", "--json"]) == Exit.OK
    told = json.loads(capsys.readouterr().out)
    assert (told["rows"], told["passed"], told["held_back"]) == (10, ["account_id", "at"], ["answer"])
    assert main(["load", "clean.csv", "--case", "case"]) == Exit.OK
    assert main(["fingerprint", "prompts.csv", "--key-file", "k", "-o", "clean.csv"]) == Exit.USAGE
    assert main(["fingerprint", "prompts.csv", "--key-file", "k", "--json"]) == Exit.USAGE
    assert main(["fingerprint", "clean.csv", "--key-file", "k", "-o", "twice.csv"]) == Exit.ERROR
    assert not Path("twice.csv").exists()


def test_rows_that_do_not_pass_make_exit_4(prompts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a load with rejected rows does."""
    prompts.write_text(PROMPTS + "a,b,c,d,e,f\n")
    assert main(["fingerprint", "prompts.csv", "--key-file", "k", "-o", "clean.csv"]) == Exit.ROWS_REJECTED
    assert "rejected   1: has not 4 columns as the header" in capsys.readouterr().out
