"""Bars, sparklines, wrapped lines and tables that fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.cli.glyphs import Glyphs
from fraudgraph.cli.lines import Line, Style, Word, fact, facts, line, wrapped
from fraudgraph.cli.tables import Column, layout, table

WORDS = st.lists(st.text(st.sampled_from("abc日é"), min_size=1, max_size=9), max_size=30)


def test_a_bar_has_eighths_and_shows_whatever_is_above_zero() -> None:
    """The longest bar takes the whole width; next to nothing is still seen."""
    glyphs = Glyphs()
    assert glyphs.bar(124, 124) == "█" * 20
    assert glyphs.bar(71, 124) == "█" * 11 + "▍"
    assert glyphs.bar(1, 10**9) == "▏"
    assert glyphs.bar(0, 124) == ""
    assert Glyphs(ascii=True).bar(71, 124) == "#" * 11


def test_a_quiet_day_is_a_dot_and_the_busiest_a_full_block() -> None:
    """Zero is not the same as little."""
    assert Glyphs().spark([0, 1, 50, 100]) == "·▁▅█"
    assert Glyphs(ascii=True).spark([0, 1, 50, 100]) == ".158"
    assert Glyphs().spark([0, 0]) == "··"


@given(WORDS, st.integers(28, 60), st.integers(0, 10))
def test_wrapping_loses_no_word_and_exceeds_no_width(words: list[str], width: int, indent: int) -> None:
    """Every word is there, in order, on a line that fits."""
    rows = list(wrapped(line(" ".join(words)), width, indent))
    assert " ".join(row.plain for row in rows).split() == words
    assert all(row.width <= width for row in rows)
    assert all(row.plain.startswith(" " * indent) for row in rows[1:])


@pytest.mark.parametrize("moment", ["2026-06-05 23:58:40 UTC", "2026-06-06 05:28 +05:30", "2026-06-05 21:28:40 -02:30"])
def test_a_moment_is_never_broken(moment: str) -> None:
    """Date, time and zone stay on one line, in whatever zone."""
    for width in range(len(moment), 60):
        drawn = [one.plain for one in wrapped(line(f"from a long ago {moment} on and on"), width)]
        assert any(moment in one for one in drawn)


def test_wrapped_words_keep_their_style() -> None:
    """An id is an id on the second line too."""
    rows = list(wrapped(line("aaaa bbbb ", Word("R-0007", Style.ID)), 10))
    assert [word for row in rows for word in row.words if word.style is Style.ID] == [Word("R-0007", Style.ID)]


def test_facts_hang_under_their_text() -> None:
    """The label stands once."""
    assert [row.plain for row in facts([fact("kinds", "one two three")], 17)] == ["kinds  one two", "       three"]


COLUMNS = (Column("ring"), Column("open", right=True, rank=2), Column("change", rank=1), Column("linked by"))
ROWS = [("R-0007", "22,641", "+3,112", "payment"), ("R-0049", "412", "new", "ip")]


@pytest.mark.parametrize(
    ("width", "dropped"),
    [(100, ()), (33, ()), (32, ("open",)), (25, ("open",)), (24, ("open", "change")), (5, ("open", "change"))],
)
def test_columns_give_way_by_rank_and_are_named(width: int, dropped: tuple[str, ...]) -> None:
    """The highest rank goes first; what has no rank stays, whole, even where it does not fit."""
    assert layout(COLUMNS, ROWS, width).dropped == dropped
    last = list(table(COLUMNS, ROWS, width))[-1].plain
    assert (last.startswith("not shown at this width: " + ", ".join(dropped))) == bool(dropped)


def test_wide_characters_do_not_shift_the_columns() -> None:
    """Cells are counted, not characters: CJK takes two, combining marks none."""
    rows = [("日本語", "1"), ("abcdef", "2"), ("ﾊ\u0303ab", "3")]
    fitted = layout((Column("name"), Column("n", right=True)), rows, 80)
    assert {Line(fitted.row(row).words).width for row in rows} == {9}
