"""`--tz` on every screen that shows times: other clocks, the same facts."""

import json
import re

import pytest

from tests.cli.conftest import Swept, linked_pair

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? (\S+)")


@pytest.fixture
def asked(swept: Swept, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, ...]]:
    """Commands by name, on the first ring of the case, one of its members, and an identifier of that."""
    assert swept.run("rings", "--json") == 0
    ring = json.loads(capsys.readouterr().out)["rings"][0]["ring_id"]
    first, second = linked_pair(swept, capsys, ring)
    assert swept.run("node", first, "--json") == 0
    known = json.loads(capsys.readouterr().out)["shared"][0]
    identifier = f"{known['kind']}:{known['value']}"
    return {
        "status": ("status",),
        "ring": ("ring", ring),
        "why": ("why", first, second),
        "account": ("node", first),
        "identifier": ("node", identifier),
        "timeline": ("timeline", ring, "--json"),
        "hubs": ("hubs", "--json"),
        "rings": ("rings", "--json"),
        "members": ("members", ring, "--json"),
    }


@pytest.mark.parametrize("name", ["status", "ring", "account", "identifier"])
def test_stamps_are_in_the_zone_and_say_so(
    swept: Swept, asked: dict[str, tuple[str, ...]], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every stamp has the hours ahead of UTC beside it, and the last line names the zone; the first UTC is as ever."""
    assert swept.run(*asked[name]) == 0
    plain = capsys.readouterr().out
    assert swept.run(*asked[name], "--tz", "Asia/Kolkata") == 0
    shown = capsys.readouterr().out
    assert {match[2].rstrip(".,:;") for match in STAMP.finditer(plain)} - {"to"} == {"UTC"}
    assert {match[2].rstrip(".,:;") for match in STAMP.finditer(shown)} - {"to"} == {"+05:30"}
    assert shown.splitlines()[-1].startswith("times are in Asia/Kolkata")
    assert len(shown.splitlines()) - len(plain.splitlines()) >= 1


def test_a_table_names_the_zone_in_its_title(
    swept: Swept, asked: dict[str, tuple[str, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a column has dates alone."""
    assert swept.run(*asked["why"], "--tz", "America/Lima") == 0
    shown = capsys.readouterr().out
    assert "both seen with it, America/Lima" in shown
    assert "UTC" not in shown.replace("JSON and TSV stay in UTC", "")


@pytest.mark.parametrize(
    "name", ["status", "ring", "why", "account", "identifier", "timeline", "hubs", "rings", "members"]
)
def test_json_is_the_same_in_every_zone(
    swept: Swept, asked: dict[str, tuple[str, ...]], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Byte for byte."""
    answers = set()
    for zone in ("UTC", "Asia/Kolkata", "America/Lima"):
        words = [word for word in asked[name] if word != "--json"]
        assert swept.run(*words, "--json", "--tz", zone) == 0
        answers.add(capsys.readouterr().out)
    assert len(answers) == 1


@pytest.mark.parametrize("name", ["timeline", "rings", "members", "hubs"])
def test_rows_in_a_pipe_are_the_same_in_every_zone(
    swept: Swept, asked: dict[str, tuple[str, ...]], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Programs compare them."""
    answers = set()
    for zone in ("UTC", "Asia/Tokyo"):
        assert swept.run(*(word for word in asked[name] if word != "--json"), "--tz", zone) == 0
        answers.add(capsys.readouterr().out)
    assert len(answers) == 1


def test_the_environment_is_enough(
    swept: Swept, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the flag beats it."""
    monkeypatch.setenv("FRAUDGRAPH_TZ", "Asia/Tokyo")
    assert swept.run("status") == 0
    assert "+09:00" in capsys.readouterr().out
    assert swept.run("status", "--tz", "UTC") == 0
    assert "+09:00" not in capsys.readouterr().out


def test_zone_that_is_none(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2, and what may have been meant."""
    assert swept.run("status", "--tz", "Europe/Berln") == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "'Europe/Berln' is not a zone" in said.err
    assert "did you mean Europe/Berlin?" in said.err
