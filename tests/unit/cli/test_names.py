"""Ids in tables: whole where they fit, shortened and still unique where they do not."""

from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.cli import names
from fraudgraph.cli.glyphs import Glyphs

UTF8, ASCII = Glyphs(), Glyphs(ascii=True)


def test_an_id_of_24_cells_stands_whole() -> None:
    """Other columns give way before ids do."""
    whole = "a" * 24
    assert names.shortened([whole], UTF8) == {whole: whole}


def test_a_longer_id_keeps_head_and_tail() -> None:
    """Both ends are what people compare."""
    long = "acct_" + "0" * 40 + "_tail"
    assert names.shortened([long], UTF8)[long] == "acct_0000000…000000_tail"
    assert names.shortened([long], ASCII)[long] == "acct_000000...00000_tail"


def test_ids_that_would_look_alike_are_lengthened_until_they_differ() -> None:
    """Two accounts never share a row's name."""
    first, second = "x" * 30 + "1" + "y" * 30, "x" * 30 + "2" + "y" * 30
    shown = names.shortened([first, second], UTF8)
    assert shown[first] != shown[second]


@given(st.sets(st.text(st.sampled_from("ab….\u202e"), min_size=20, max_size=60), max_size=8), st.booleans())
def test_no_two_values_are_ever_shown_alike(values: set[str], ascii_only: bool) -> None:
    """Whatever the values are, dots and ellipses included."""
    shown = names.shortened(values, Glyphs(ascii_only))
    assert set(shown) == values
    assert len(set(shown.values())) == len(values)


@given(st.text(max_size=30))
def test_ascii_output_is_ascii_and_accepted_back(text: str) -> None:
    """Without UTF-8 a name is its JSON string, and that is an input."""
    from fraudgraph.model.safe_text import read_back

    shown = names.safe(text, ASCII)
    assert shown.isascii()
    assert read_back(shown) == text


def test_minted_ids_have_four_digits_or_more() -> None:
    """R-0007, S-0012, L-0001; no ring is no text."""
    assert (names.ring_id(7), names.ring_id(12_345), names.ring_id(None)) == ("R-0007", "R-12345", "")
    assert (names.sweep_id(12), names.load_id(1)) == ("S-0012", "L-0001")
