"""How commands end: exit codes, errors that say what to do, interruptions, closed pipes."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from fraudgraph.cli.main import main
from tests.cli.conftest import Swept

Capture = pytest.CaptureFixture[str]
FRAUDGRAPH = (sys.executable, "-m", "fraudgraph")


@pytest.mark.parametrize(
    "words",
    [
        ("rngs",),
        ("rings", "--foo"),
        ("ring",),
        ("ring", "seven"),
        ("members",),
        ("members", "7", "--tier", "corr"),
        ("sweep", "--as-of", "yesterday"),
        ("sweep", "--window", "45"),
        ("export", "7"),
        ("simulate",),
        ("simulate", "nothing", "-o", "x"),
    ],
)
def test_words_that_do_not_fit_are_exit_2_with_a_remedy(
    words: tuple[str, ...], capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing on stdout, one error and one thing to do on stderr."""
    monkeypatch.chdir(tmp_path)
    assert main(words) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("error: ")
    assert re.search(r"^do:    \S", streams.err, re.MULTILINE)
    assert "Traceback" not in streams.err


def test_parsing_a_command_needs_no_pydantic() -> None:
    """Typer's coercion would load it for every command, for a tenth of a second; ours takes plain Python."""
    script = (
        "import sys; from fraudgraph.cli.main import main; main(['ring', 'seven']); main(['members', '--help']); "
        "main(['simulate', '--seed', 'one']); sys.exit('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "'one' is not a whole number" in done.stderr


def test_no_words_at_all_show_the_help(capsys: Capture) -> None:
    """On stderr, since nothing was asked."""
    assert main([]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "Commands:" in streams.err


@pytest.mark.parametrize(
    "words", [("status",), ("rings",), ("ring", "7"), ("why", "a", "b"), ("sweep",), ("node", "a")]
)
def test_without_a_case_every_question_says_how_to_make_one(
    words: tuple[str, ...], tmp_path: Path, capsys: Capture
) -> None:
    """And makes nothing itself."""
    assert main([*words, "--case", str(tmp_path / "none")]) == 1
    assert "do:    make one by loading files: fraudgraph load" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("words", [("rings",), ("ring", "7"), ("members", "7"), ("export", "7", "-o", "x.graphml")])
def test_before_the_first_sweep_it_is_said(words: tuple[str, ...], tmp_path: Path, capsys: Capture) -> None:
    """Never shown as "no rings"."""
    source = tmp_path / "sightings.csv"
    source.write_text("account_id,kind,value\na,device,x\nb,device,x\n")
    case = ("--case", str(tmp_path / "case"))
    assert main(["load", str(source), *case]) == 0
    capsys.readouterr()
    assert main([*words, *case]) == 1
    assert "not swept yet" in capsys.readouterr().err
    assert main(["status", *case]) == 0
    assert capsys.readouterr().out.startswith("Not swept yet. 2 facts loaded.\n")


def test_a_sweep_without_rings_says_over_how_many_accounts(tmp_path: Path, capsys: Capture) -> None:
    """An empty answer is an answer."""
    source = tmp_path / "sightings.csv"
    source.write_text("account_id,kind,value\na,device,x\nb,device,x\nc,device,y\n")
    case = ("--case", str(tmp_path / "case"))
    assert main(["load", str(source), *case]) == 0
    assert main(["sweep", *case]) == 0
    capsys.readouterr()
    assert main(["rings", "--json", *case]) == 0
    assert json.loads(capsys.readouterr().out)["rings"] == []


def test_an_error_is_json_too_where_json_was_asked_for(tmp_path: Path, capsys: Capture) -> None:
    """One object with the exit code, besides the sentence on stderr."""
    assert main(["status", "--json", "--case", str(tmp_path / "none")]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["exit_code"] == 1
    assert error["message"].startswith("there is no case at")
    assert error["hint"]


@pytest.mark.parametrize("account", ["nobody", "\x1b[2J", "[/]", "", " "])
def test_an_unknown_name_is_an_error_that_shows_it_harmlessly(swept: Swept, account: str, capsys: Capture) -> None:
    """Whatever was typed."""
    assert swept.run("node", account) in (1, 2)
    streams = capsys.readouterr()
    assert all(line.isprintable() for line in streams.err.split("\n"))
    assert streams.out == ""


def test_a_defect_is_called_ours_and_shows_no_traceback(
    swept: Swept, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless FRAUDGRAPH_DEBUG=1 asks for it."""
    import fraudgraph.cli.screens.status as screen

    def broken(view: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(screen, "status", broken)
    assert swept.run("status") == 1
    error = capsys.readouterr().err
    assert error.startswith("error: ZeroDivisionError: by zero\n       This is a defect of fraudgraph")
    monkeypatch.setenv("FRAUDGRAPH_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        swept.run("status")


def test_a_reader_who_leaves_early_is_no_error(swept: Swept) -> None:
    """`| head -1`: exit 0 and silence, also under pipefail."""
    command = f"{sys.executable} -m fraudgraph members --case {swept.case} 1 | head -1"
    many = f"{sys.executable} -m fraudgraph rings --json --case {swept.case} | head -c 10"
    for line in (command, many):
        done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


def test_ctrl_c_during_a_sweep_says_what_stays(swept: Swept, tmp_path: Path) -> None:
    """Exit 130; the sweep before is current, and the case works on."""
    case = swept.copy(tmp_path)
    for number in (signal.SIGINT, signal.SIGTERM):
        words = (*FRAUDGRAPH, "sweep", "--case", str(case))
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            assert run.stderr is not None
            assert run.stderr.readline().startswith("S-0002: ")
            os.kill(run.pid, number)
            rest = run.stderr.read()
            assert run.wait() == 130
        assert rest.endswith("error: stopped\n       S-0001 stays current.\n")
        assert main(["rings", "--case", str(case)]) == 0


def test_the_version_is_that_of_the_package(capsys: Capture) -> None:
    """`fraudgraph --version`."""
    from fraudgraph import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"fraudgraph {__version__}\n"


def test_a_locked_case_is_exit_5_and_still_answers_questions(swept: Swept, tmp_path: Path, capsys: Capture) -> None:
    """Who writes is said; readers are not kept out."""
    from fraudgraph.case import Case

    path = swept.copy(tmp_path)
    with Case.open(path) as case, case.writing("sweep"):
        assert main(["load", str(swept.data), "--case", str(path)]) == 5
        assert "sweep" in capsys.readouterr().err
        assert main(["rings", "--case", str(path)]) == 0


def test_a_case_of_a_newer_version_is_exit_7_and_not_touched(swept: Swept, tmp_path: Path, capsys: Capture) -> None:
    """For every question, with what to do."""
    import sqlite3

    path = swept.copy(tmp_path)
    ledger = path / "ledger.sqlite"
    with sqlite3.connect(ledger) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")
    connection.close()
    before = ledger.read_bytes()
    for words in (("status",), ("rings",), ("load", str(swept.data)), ("export", "1", "-o", str(tmp_path / "r.json"))):
        assert main([*words, "--case", str(path)]) == 7
        assert "do:    " in capsys.readouterr().err
    assert ledger.read_bytes() == before
