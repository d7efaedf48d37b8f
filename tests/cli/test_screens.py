"""Every screen of a made-up world, line by line, at 80, 100 and 140 columns."""

import pytest

from fraudgraph.cli.commands import ORDER
from fraudgraph.model.safe_text import cells
from tests.cli import screens

KEPT = {path.stem: path for path in screens.SNAPSHOTS.glob("*.txt")}
AS_WIDE_AS_IT_IS = {"rings-wide", "map-preset", "graph-push-bulk"}
DRAWS_NO_SCREEN_OF_ITS_OWN = {"demo"}


@pytest.fixture
def pages() -> dict[str, str]:
    """What the commands draw today."""
    return screens.pages()


@pytest.mark.parametrize("name", screens.SCREENS)
def test_screen_is_what_it_was(name: str, pages: dict[str, str]) -> None:
    """A changed word is a change that people read: `python -m tests.cli.screens` takes it over."""
    for width in screens.WIDTHS:
        assert pages[f"{name}.{width}"] == KEPT[f"{name}.{width}"].read_text(encoding="utf-8")


def test_every_page_that_is_kept_is_still_made(pages: dict[str, str]) -> None:
    """None is left of a screen that is gone."""
    assert pages.keys() == KEPT.keys()


def test_every_command_has_a_screen() -> None:
    """A new command gets its line in SCREENS."""
    assert {screens.command_of(words) for words in screens.SCREENS.values()} | DRAWS_NO_SCREEN_OF_ITS_OWN == set(ORDER)


def test_no_line_is_wider_than_its_terminal_and_every_character_is_harmless(pages: dict[str, str]) -> None:
    """Chinese, Japanese and hostile names included; the first line is what was typed."""
    for name, page in pages.items():
        width = int(name.rpartition(".")[2])
        for line in page.splitlines()[1:]:
            assert line.isprintable(), (name, line)
            hint = line[:11].strip() in ("", "next") and line[11:].startswith("fraudgraph ")
            assert cells(line) <= width or hint or name.rpartition(".")[0] in AS_WIDE_AS_IT_IS, (name, line)
