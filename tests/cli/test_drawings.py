"""`export --html` and `--svg` on a real case, and in a real browser where there is one."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fraudgraph.evidence import read_back
from tests.browser import needs_chromium, run
from tests.cli.conftest import Swept
from tests.cli.schemas import of_command
from tests.cli.test_commands import asked, shown, top
from tests.cli.test_schemas import check

__all__ = ["top"]

Capture = pytest.CaptureFixture[str]


def drawn(swept: Swept, capsys: Capture, ring: str, folder: Path) -> dict[str, Any]:
    """The answer to drawing a ring both ways."""
    files = ("--html", str(folder / "r.html"), "--svg", str(folder / "r.svg"))
    return asked(swept, capsys, "export", ring, *files)


def test_a_drawing_has_every_account_and_sighting_of_the_export(
    swept: Swept, capsys: Capture, top: str, tmp_path: Path
) -> None:
    """The same counts as the graph with all edges, and the hash of that very file; in the form that is published."""
    answer = drawn(swept, capsys, top, tmp_path)
    check(answer, of_command("export"))
    graph = asked(swept, capsys, "export", top, "-o", str(tmp_path / "r.json"), "--all-edges")
    assert (answer["accounts"], answer["nodes"], answer["sightings"]) == (
        graph["accounts"],
        graph["nodes"],
        graph["edges"],
    )
    assert answer["evidence_sha256"] == graph["files"][0]["sha256"]
    assert read_back.page(tmp_path / "r.html") == read_back.Counts(graph["nodes"], graph["edges"])
    assert answer["evidence_sha256"] in (tmp_path / "r.html").read_text(encoding="utf-8")
    assert answer["evidence_sha256"] in (tmp_path / "r.svg").read_text(encoding="utf-8")


def test_a_drawing_says_what_it_is(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """Ring, sweep, the end of the facts and the caveat stand in the picture itself."""
    drawn(swept, capsys, top, tmp_path)
    texts = " ".join(ElementTree.parse(tmp_path / "r.svg").getroot().itertext())
    for said in (top, "S-0001", "facts before", "Linked is not abusive", "What holds it together", "Load-bearing"):
        assert said in texts
    assert "Linked is not abusive" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_drawing_is_the_same_every_time_and_in_the_custody_log(
    swept: Swept, capsys: Capture, top: str, tmp_path: Path
) -> None:
    """Same sweep, same bytes; one record a command, with the hashes of its files."""
    first = drawn(swept, capsys, top, tmp_path)
    (tmp_path / "again").mkdir()
    before = asked(swept, capsys, "status")["custody"]["records"]
    second = drawn(swept, capsys, top, tmp_path / "again")
    assert [one["sha256"] for one in first["files"]] == [one["sha256"] for one in second["files"]]
    assert asked(swept, capsys, "status")["custody"] == {
        "records": before + 1,
        "whole": True,
        "first_bad_record": None,
    }


def test_an_existing_drawing_is_refused_without_force(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """Before anything is written: the other file is not made either."""
    (tmp_path / "r.svg").write_text("mine")
    words = ("export", top, "--html", str(tmp_path / "r.html"), "--svg", str(tmp_path / "r.svg"))
    assert swept.run(*words) == 2
    assert "already there" in capsys.readouterr().err
    assert (tmp_path / "r.svg").read_text() == "mine"
    assert not (tmp_path / "r.html").exists()
    assert swept.run(*words, "--force") == 0


@pytest.mark.parametrize(
    "words",
    [
        ("--html", "r.html", "-o", "r.json"),
        ("--html", "r.html", "--format", "json"),
        ("--svg", "r.svg", "--all-edges"),
        ("--html", "r", "--svg", "r"),
        (),
    ],
)
def test_words_that_do_not_go_together_are_exit_2(
    swept: Swept, capsys: Capture, top: str, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One error, one thing to do, no file."""
    monkeypatch.chdir(tmp_path)
    assert swept.run("export", top, *words) == 2
    assert re.search(r"^do:    \S", capsys.readouterr().err, re.MULTILINE)
    assert not list(tmp_path.iterdir())


def test_the_screen_says_what_left_the_case(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """The first line answers, with size and warning; then counts and hashes."""
    lines = shown(swept, capsys, "export", top, "--html", str(tmp_path / "r.html"))
    whole = "\n".join(lines)
    assert "internal" in whole
    assert re.search(r"^sha256     [0-9a-f]{64}$", whole, re.MULTILINE)
    assert re.search(r"^evidence   [0-9a-f]{64}$", whole, re.MULTILINE)


@needs_chromium
def test_a_link_into_the_page_opens_an_account(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """With its tier, its bits and each of its identifiers, as `members` and the graph have them."""
    drawn(swept, capsys, top, tmp_path)
    member = asked(swept, capsys, "members", top)["members"][0]
    account = member["account_id"]
    details = run(tmp_path / "r.html", tmp_path / "browser", account).dom
    details = details[details.index('id="details"') : details.index('id="kinds"')]
    assert f'<p class="title">{account}</p>' in details
    assert f"{member['tier']}, class {member['member_class']}, " in details
    asked(swept, capsys, "export", top, "-o", str(tmp_path / "r.json"), "--all-edges")
    edges = json.loads((tmp_path / "r.json").read_text())["edges"]
    held = [edge["target"].partition(":")[2] for edge in edges if edge["source"] == f"account:{account}"]
    assert details.count("<li>") == len(held) > 0
    assert all(f'<span class="name">{value}</span>' in details for value in held)


@needs_chromium
def test_a_browser_runs_the_page_under_its_policy(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """It draws from a file, with every count filled in by its own code; the policy stops nothing of it."""
    answer = drawn(swept, capsys, top, tmp_path)
    ran = run(tmp_path / "r.html", tmp_path / "browser")
    ready = f"{answer['accounts']} accounts, {sum(answer['identifiers'].values())} identifiers"
    assert f'data-ready="{ready}, {answer["sightings"]} sightings"' in ran.dom
    assert f"{answer['accounts']:,} accounts linked by" in ran.dom
    assert "CONSOLE" not in ran.said
    assert ran.dom.count(answer["evidence_sha256"]) == 2  # as given, and as the page shows it
