"""Help: every command has a page with an example, and the manual is made of these pages."""

import pytest

from fraudgraph.cli.commands import ORDER
from tests.cli.pages import MANUAL, help_page, manual, snapshot

ISSUE = {"demo", "simulate", "load", "status", "sweep", "rings", "ring", "members", "why", "node", "export"}


def test_every_command_is_there() -> None:
    """In the help of the program, in the order of the work."""
    assert set(ORDER) >= ISSUE
    page = help_page().split("Commands:")[1]
    places = [page.index(f"\n  {name} ") for name in dict.fromkeys(name.split()[0] for name in ORDER)]
    assert places == sorted(places)


@pytest.mark.parametrize("name", ORDER)
def test_help_is_what_it_was(name: str) -> None:
    """A changed word is a change that people read: `python -m tests.cli.pages` takes it over."""
    assert help_page(*name.split()) == snapshot(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ORDER)
def test_help_has_an_example_and_the_words_of_every_command(name: str) -> None:
    """One that could be typed; `--case`, `--json` and `--ascii`; nothing wider than 80 columns, no sentence cut."""
    page = help_page(*name.split())
    assert f"\n  Example:\n    fraudgraph {name}" in page
    assert all(f"--{word}" in page for word in ("case", "json", "ascii"))
    assert max(map(len, page.splitlines())) <= 80
    assert "..." not in help_page().split("Commands:")[1]


def test_the_manual_is_current() -> None:
    """`python -m tests.cli.pages` writes it."""
    assert MANUAL.read_text(encoding="utf-8") == manual()
