"""What the values of a column look like, told without any of them."""

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.ingest.lookups import CARD_SHARE
from fraudgraph.ingest.messages import prompt_text
from fraudgraph.model.clean import NO_ZONE, Unreadable, holds_card_number, read_address, read_time


class Look(StrEnum):
    """What nearly all values of a column could be; the first that fits names the column."""

    CARDS = "looks like card numbers"
    EMPTY = "empty"
    MESSAGES = "messages of a request"
    NESTED = "lists or objects"
    FLAGS = "true or false"
    ADDRESSES = "addresses"
    TIMES = "times"
    LOCAL_TIMES = "times without a zone"
    EMAILS = "e-mail addresses"
    SINCE_1970 = "whole numbers, could be times since 1970"
    COUNTS = "whole numbers"
    AMOUNTS = "amounts"
    WORDS = "few words"
    IDS = "ids"
    TEXT = "text"


_NEARLY_ALL = 0.95
_MOST_WORDS = 12
_LONGEST_WORD = 40
_LONGEST_SHAPE = 20
_TESTED = 2_000
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_COUNT = re.compile(r"\d{1,18}(\.0*)?", re.ASCII)
_AMOUNT = re.compile(r"-?\d{1,15}([.,]\d{1,3})?", re.ASCII)
_ID = re.compile(r"[\w.:/+=-]{2,128}")
_FLAGS = frozenset({"true", "false", "t", "f", "yes", "no", "y", "n", "0", "1"})


@dataclass(frozen=True, slots=True)
class Column:
    """A source column. rows, filled, distinct: of the sample; looks: all that fit, the telling one first; shape: of its
    commonest value, `aaa_9999`; words: with how often, where they are few; text_words: words of a value, median.
    """

    name: str
    rows: int
    filled: int
    distinct: int
    looks: tuple[Look, ...]
    shape: str = ""
    words: tuple[tuple[str, int], ...] = ()
    text_words: int = 0
    some_cards: bool = False

    @property
    def look(self) -> Look:
        """The telling one."""
        return self.looks[0]

    @property
    def is_key(self) -> bool:
        """Whether every row has its own."""
        return self.distinct == self.filled == self.rows > 1


def column_of(name: str, cells: Sequence[str | None]) -> Column:
    """A column by its cells."""
    values = Counter(cell.strip() for cell in cells if cell is not None and cell.strip())
    filled = values.total()
    if not filled:
        return Column(name, len(cells), 0, 0, (Look.EMPTY,))
    tested = [value for value, _ in values.most_common(_TESTED)]
    cards = sum(map(holds_card_number, tested))
    looks = (Look.CARDS,) if cards > CARD_SHARE * len(tested) else tuple(_looks(tested, values))
    few = Look.WORDS in looks or Look.FLAGS in looks
    return Column(
        name,
        len(cells),
        filled,
        len(values),
        looks,
        "" if cards or looks[0] in (Look.TEXT, Look.MESSAGES, Look.NESTED) else shape_of(tested[0]),
        tuple(values.most_common()) if few and not cards else (),
        round(statistics.median(len(value.split()) for value in tested)),
        bool(cards),
    )


def shape_of(value: str) -> str:
    """A value without what it says: letters as a or A, digits as 9, the rest as it is."""
    shown = "".join(_sign(sign) for sign in value[:_LONGEST_SHAPE])
    return shown + ("..." if len(value) > _LONGEST_SHAPE else "")


def _sign(sign: str) -> str:
    if sign.isdigit():
        return "9"
    if sign.isalpha():
        return "A" if sign.isupper() else "a"
    return sign if sign.isascii() and sign.isprintable() and sign not in "\"'\\#" else "?"


def _looks(tested: Sequence[str], values: Counter[str]) -> Iterable[Look]:
    for look, fits in _TESTS.items():
        if sum(map(fits, tested)) >= _NEARLY_ALL * len(tested):
            yield look
    if _are_words(tested, values):
        yield Look.WORDS
    if sum(map(_is_id, tested)) >= _NEARLY_ALL * len(tested):
        yield Look.IDS
    yield Look.TEXT


def _are_words(tested: Sequence[str], values: Counter[str]) -> bool:
    few = len(values) <= _MOST_WORDS and (len(values) < values.total() or values.total() < _MOST_WORDS)
    return few and all(len(value) <= _LONGEST_WORD for value in tested)


def _is_messages(value: str) -> bool:
    return value[:1] in ("[", "{") and prompt_text(value) not in (value, "")


def _is_nested(value: str) -> bool:
    return value[:1] + value[-1:] in ("[]", "{}")


def _is_address(value: str) -> bool:
    if "." not in value and ":" not in value:
        return False
    try:
        read_address(value)
    except Unreadable:
        return False
    return True


def _is_time(value: str) -> bool:
    return "-" in value and _fault(value) == ""


def _is_local_time(value: str) -> bool:
    return "-" in value and _fault(value) == NO_ZONE


def _is_since_1970(value: str) -> bool:
    return value.isascii() and value.replace(".", "", 1).isdigit() and len(value) >= 10 and _fault(value) == ""


def _fault(value: str) -> str:
    try:
        read_time(value)
    except Unreadable as fault:
        return str(fault)
    return ""


def _is_id(value: str) -> bool:
    return _ID.fullmatch(value) is not None


_TESTS = {
    Look.MESSAGES: _is_messages,
    Look.NESTED: _is_nested,
    Look.FLAGS: lambda value: value.lower() in _FLAGS,
    Look.ADDRESSES: _is_address,
    Look.TIMES: _is_time,
    Look.LOCAL_TIMES: _is_local_time,
    Look.EMAILS: lambda value: _EMAIL.fullmatch(value) is not None,
    Look.SINCE_1970: _is_since_1970,
    Look.COUNTS: lambda value: _COUNT.fullmatch(value) is not None,
    Look.AMOUNTS: lambda value: _AMOUNT.fullmatch(value) is not None,
}
