"""Text from the data cannot act, hide or pass for other text: on a terminal, in a spreadsheet, in XML."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.model.safe_text import cells, inert, read_back, spreadsheet, unguard, visible

ANY = st.text(st.characters(exclude_categories=()), max_size=40)
ACTS = {"Cc", "Cf", "Cs", "Zl", "Zp"}

HOSTILE = {
    "clear screen": "\x1b[2J",
    "hyperlink": "\x1b]8;;https://x.example\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;aGk=\x07",
    "device control": "\x1bP$q\x1b\\",
    "one-byte csi": "\x9b2J",
    "overwrite": "good\rbad",
    "backspace": "good\b\b\b\bbad",
    "nul": "acct\x00_1",
    "delete": "acct\x7f",
    "newline": "a\nerror: no",
    "tab": "a\tb",
    "bidi override": "acct_\u202e0441",
    "bidi isolate": "\u2066x\u2069",
    "zero width": "acct\u200b_1",
    "joiner": "a\u200db",
    "soft hyphen": "a\u00adb",
    "byte order mark": "\ufeffacct",
    "tag characters": "acct\U000e0061\U000e0062",
    "variation selector": "a\ufe0f",
    "blank braille": "a\u2800b",
    "hangul filler": "a\u3164b",
    "line separator": "a\u2028b",
    "lone surrogate": "a\ud800",
    "noncharacter": "a\uffff",
    "private use": "a\ue000",
    "no-break space": "a\u00a0b",
    "stray mark": "\u0301acct",
    "stacked marks": "a" + "\u0316\u0317\u0318\u0319\u031a",
    "cyrillic a": "\u0430cct_1",
    "all cyrillic twins": "\u0440\u0430\u0443\u0440\u0430",
    "greek omicron": "c\u03bfrp",
    "full width": "ａｃｃｔ",
    "mathematical": "𝐚𝐜𝐜𝐭",
    "ligature": "ﬁnance",
    "en dash": "large\u20134",
    "decomposed": "caf" + "e\u0301",
    "our ellipsis": "acct_00…00",
    "spaces at the end": "acct ",
    "nothing": "",
    "looks escaped": '"acct"',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_shown_as_a_json_string_and_accepted_back(name: str) -> None:
    """It stands in quotes, printable, and typing what is shown means the same value."""
    shown = visible(HOSTILE[name])
    assert shown[0] == shown[-1] == '"'
    assert shown.isprintable()
    assert json.loads(shown) == read_back(shown) == HOSTILE[name]


@pytest.mark.parametrize(
    "text",
    [
        "acct_7f3a91c2",
        "203.0.113.77",
        "a b",
        "[red]x[/]",
        "[/]",
        "0001",
        "1e5",
        "NULL",
        "日本語",
        "почта.рф",
        "café",
        "naïve",
        "😀",
        "=1+1",
    ],
)
def test_honest_text_stands_as_it_is(text: str) -> None:
    """Ids, addresses, other scripts, and markup that nobody interprets."""
    assert visible(text) == text


@given(ANY)
def test_whatever_is_shown_is_harmless_and_tells_the_value(text: str) -> None:
    """No character of it acts, and it reads back."""
    for shown in (visible(text), inert(text)):
        assert not {unicodedata.category(char) for char in shown} & ACTS
        assert read_back(shown) == text


@given(st.lists(ANY, min_size=2, max_size=6, unique=True))
def test_two_values_are_never_shown_alike(values: list[str]) -> None:
    """Escaping keeps values apart."""
    for escape in (visible, inert, spreadsheet):
        assert len({escape(value) for value in values}) == len(values)


@given(ANY)
def test_no_cell_starts_a_formula_and_the_guard_comes_off(text: str) -> None:
    """A spreadsheet runs nothing; the value can be had back."""
    cell = spreadsheet(text)
    assert cell[:1] not in set("=+-@\t\r\n|%＝＋－＠")
    assert unguard(cell) == text


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "＝1", "'=1", " =1"]
)
def test_formulas_are_guarded(text: str) -> None:
    """By a quote mark before them, or by quotes around."""
    assert spreadsheet(text)[0] in "'\""
    assert unguard(spreadsheet(text)) == text


def test_look_alikes_stay_exact_in_files() -> None:
    """A join on ids must not fail because a font confuses people."""
    assert inert("\u0430cct_1") == "\u0430cct_1"
    assert inert("ａｃｃｔ") == "ａｃｃｔ"


def test_text_that_only_opens_like_a_json_string_is_itself() -> None:
    """What is typed is read as JSON only if it is JSON."""
    for text in ('"', '"abc', 'abc"', '"a"b"', '"\\x"'):
        assert read_back(text) == text


def test_cells_count_what_a_terminal_draws() -> None:
    """CJK and emoji take two, combining marks none."""
    assert [cells(text) for text in ("abc", "日本", "😀", "e\u0301", "")] == [3, 4, 2, 1, 0]
