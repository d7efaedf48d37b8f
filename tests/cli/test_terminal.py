"""Screens on a real terminal: width, colour, paging, hints."""

import json
import re

import pytest

from fraudgraph.model.safe_text import cells
from tests.cli.conftest import Swept
from tests.cli.terminal import on_terminal

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def top(swept: Swept, capsys: pytest.CaptureFixture[str]) -> str:
    """The ring that stands first."""
    assert swept.run("rings", "--json") == 0
    return str(json.loads(capsys.readouterr().out)["rings"][0]["ring_id"])


@pytest.mark.parametrize("columns", [80, 100, 140])
@pytest.mark.parametrize("name", ["status", "rings", "ring", "members"])
def test_no_line_is_wider_than_the_terminal(swept: Swept, top: str, name: str, columns: int) -> None:
    """Columns give way, sentences wrap; only what could be typed next stays in one piece."""
    words = (name, top) if name in ("ring", "members") else (name,)
    code, received = on_terminal(*words, "--case", str(swept.case), columns=columns)
    assert code == 0
    screen, _, hints = COLOUR.sub("", received).partition("\nnext  ")
    assert max(cells(line) for line in screen.split("\n")) <= columns
    assert all(line.strip().startswith("fraudgraph ") for line in hints.splitlines())


def test_line_1_is_bold_ids_are_cyan_and_waiting_states_yellow(swept: Swept, top: str) -> None:
    """Colour repeats what the words say; no ring is ever red."""
    _, received = on_terminal("rings", "--case", str(swept.case))
    first, rest = received.split("\n", 1)
    assert first.startswith("\x1b[1m")
    assert f"\x1b[36m{top}\x1b[0m" in rest
    assert "\x1b[33mnew\x1b[0m" in rest
    assert "\x1b[31m" not in received


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour_where_none_is_wanted(swept: Swept, env: dict[str, str]) -> None:
    """The same words, and not one escape sequence of colour."""
    code, received = on_terminal("rings", "--case", str(swept.case), env=env)
    assert code == 0
    assert not re.search(r"\x1b\[3[0-9]m", received)
    assert "LOOK FIRST" in received


def test_ascii_terminal_gets_ascii(swept: Swept, top: str) -> None:
    """Asked for with --ascii, or because the terminal takes no more."""
    for words, env in ((("--ascii",), {}), ((), {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})):
        code, received = on_terminal("ring", top, *words, "--case", str(swept.case), env=env)
        assert code == 0
        assert received.isascii()
        assert "##########" in received


def test_a_list_is_a_screenful_that_says_how_much_it_hides(swept: Swept, capsys: pytest.CaptureFixture[str]) -> None:
    """And --all goes through the pager of the person."""
    assert swept.run("rings", "--json") == 0
    found = len(json.loads(capsys.readouterr().out)["rings"])
    _, received = on_terminal("rings", "--case", str(swept.case), rows=24)
    assert f"10 of {found} shown; --all for the rest." in received
    _, paged = on_terminal("rings", "--all", "--case", str(swept.case), rows=20, env={"PAGER": "sed s/^/paged:/"})
    lines = COLOUR.sub("", paged).split("\n")
    assert sum(line.startswith("paged:R-") for line in lines) == found
    assert f"paged:{found} of {found} shown." in lines


def test_a_pager_that_stops_early_is_no_error(swept: Swept) -> None:
    """Pressing q is a way to read."""
    code, received = on_terminal("rings", "--all", "--case", str(swept.case), rows=20, env={"PAGER": "head -2"})
    assert code == 0
    assert "Traceback" not in received


def test_hints_are_for_people_only(swept: Swept, top: str, capsys: pytest.CaptureFixture[str]) -> None:
    """On a terminal what could be run next; in a pipe nothing but the answer."""
    _, received = on_terminal("rings", "--case", str(swept.case))
    assert f"next       fraudgraph ring {top}" in received
    assert swept.run("rings") == 0
    assert capsys.readouterr().err == ""


def test_an_error_is_red_only_in_its_label(swept: Swept) -> None:
    """`error:` is ours; the rest is plain."""
    code, received = on_terminal("ring", "R-9999", "--case", str(swept.case))
    assert code == 1
    assert received.startswith("\x1b[31merror:\x1b[0m S-0001 has no ring R-9999\n")
