"""`timeline` as a person calls it: rows in a pipe, one object, a screen, and words that do not fit."""

import json

import pytest

from tests.cli.conftest import Swept
from tests.cli.terminal import on_terminal


def ring_of(swept: Swept, capsys: pytest.CaptureFixture[str]) -> str:
    """The first ring of the list."""
    assert swept.run("rings", "--json") == 0
    return str(json.loads(capsys.readouterr().out)["rings"][0]["ring_id"])


def test_pipe_gets_a_row_a_day_that_adds_up(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """And so do weeks and months, and the object: each holds every exchange of the ring and every member once."""
    ring = ring_of(swept, capsys)
    assert swept.run("timeline", ring, "--json") == 0
    known = json.loads(capsys.readouterr().out)
    assert known["subject"] == "ring"
    assert known["events"] == sum(map(sum, known["hours_of_week"])) == sum(day["events"] for day in known["days"])
    for unit in ("day", "week", "month"):
        assert swept.run("timeline", ring, "--by", unit) == 0
        head, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert head[:4] == ["first_day", "last_day", "events", "firsts"]
        assert sum(int(row[2]) for row in rows) == known["events"]
        assert sum(int(row[3]) for row in rows) == known["accounts"]


def test_timeline_of_a_ring_agrees_with_its_screen(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """The same exchanges on the same UTC days as `ring` tells."""
    ring = ring_of(swept, capsys)
    assert swept.run("ring", ring, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert swept.run("timeline", ring, "--json") == 0
    known = json.loads(capsys.readouterr().out)
    assert {day["day"]: day["events"] for day in known["days"]} == {
        day["day"]: day["exchanges"] for day in told["daily"]
    }
    assert (known["first"], known["last"]) == (told["first_exchange"], told["last_exchange"])


@pytest.mark.parametrize("columns", [80, 100, 140])
def test_a_screen_fits(swept: Swept, capsys: pytest.CaptureFixture[str], columns: int) -> None:
    """Seven rows of the week, and what could be run next."""
    ring = ring_of(swept, capsys)
    code, received = on_terminal("timeline", ring, "--case", str(swept.case), columns=columns)
    assert code == 0
    assert "Wednesday" in received
    assert f"fraudgraph ring {ring}" in received


def test_words_that_do_not_fit(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """A unit that is none: exit 2 and what there is; a name that is nowhere: exit 1 and a near one."""
    assert swept.run("timeline", "R-0001", "--by", "year") == 2
    assert "--by takes day, week, month, not 'year'" in capsys.readouterr().err
    assert swept.run("timeline", "R-9999") == 1
    assert "has no ring R-9999" in capsys.readouterr().err
