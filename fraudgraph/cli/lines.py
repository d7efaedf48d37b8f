"""Lines of styled words: what screens are made of before anything prints them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.model.safe_text import cells

_MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?(?: (?:UTC|[+-]\d\d:\d\d))?"
_AMOUNT = r"[^ ]*\d (?:s|min|h|d|%|[kMGT]?B)(?=[ ,;:.)]|$)"
_TOKEN = re.compile(rf"[ ]+|(?:{_MOMENT}|{_AMOUNT})[^ ]*|[^ ]+")


class Style(StrEnum):
    """Why a word stands out; colour never says it alone."""

    PLAIN = ""
    HEAD = "head"  # line 1, the answer
    ID = "id"
    WAITS = "waits"  # a review state that waits for a person
    ERROR = "error"  # our own errors, never a ring or a person


@dataclass(frozen=True, slots=True)
class Word:
    """Text in one style."""

    text: str
    style: Style = Style.PLAIN


Words = str | Word


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a screen."""

    words: tuple[Word, ...] = ()

    @property
    def plain(self) -> str:
        """The line without styles or trailing blanks."""
        return "".join(word.text for word in self.words).rstrip(" ")

    @property
    def width(self) -> int:
        """Terminal cells that the line takes."""
        return cells(self.plain)


def word(words: Words) -> Word:
    """A plain string as a word."""
    return Word(words) if isinstance(words, str) else words


def line(*words: Words) -> Line:
    """A line of these words, side by side."""
    return Line(tuple(map(word, words)))


def ident(text: str) -> Word:
    """An id."""
    return Word(text, Style.ID)


def head(text: str) -> Line:
    """Line 1: the answer."""
    return Line((Word(text, Style.HEAD),))


def pad(words: Words, width: int, right: bool = False) -> tuple[Word, ...]:
    """The word with blanks before (right) or after it, to a width in cells."""
    shown = word(words)
    blanks = Word(" " * max(0, width - cells(shown.text)))
    return (blanks, shown) if right else (shown, blanks)


def wrapped(whole: Line, width: int, indent: int = 0) -> Iterator[Line]:
    """The line broken at blanks so that it fits; what follows is indented. A word longer than the width is not cut,
    but for words of scripts that are written without blanks.
    """
    row: list[Word] = []
    used, begun = 0, False
    for token in _fitting(_tokens(whole.words), width - indent):
        blank = token.text.isspace()
        if begun and not blank and used + cells(token.text) > width:
            yield Line(tuple(row))
            row, used, begun = [Word(" " * indent)], indent, False
        elif blank and row and not begun:
            continue
        row.append(token)
        used += cells(token.text)
        begun = begun or not blank
    yield Line(tuple(row))


def _tokens(words: Iterable[Word]) -> Iterator[Word]:
    """Runs of blanks and of other characters, each with its style; pieces of two styles without a blank between stay
    apart. A moment, and a number with its unit, are one run.
    """
    for one in words:
        for match in _TOKEN.finditer(one.text):
            yield Word(match.group(), one.style)


def _fitting(tokens: Iterable[Word], room: int) -> Iterator[Word]:
    """The tokens; those that no line could hold, and that may be broken anywhere, in pieces that one can."""
    for one in tokens:
        rest = one.text
        while cells(rest) > room > 1 and breaks(rest):
            cut = next(place for place in range(1, len(rest)) if cells(rest[: place + 1]) > room)
            yield Word(rest[:cut], one.style)
            rest = rest[cut:]
        yield Word(rest, one.style)


def breaks(text: str) -> bool:
    """Whether the text is in a script that breaks between any two characters: it holds some of two cells."""
    return not text.isascii() and cells(text) > len(text)


def facts(pairs: Sequence[tuple[str, Line]], width: int, label: int = 0) -> Iterator[Line]:
    """`label      text`, wrapped under the text; the label column takes the longest label and two blanks, or `label`
    cells.
    """
    indent = label or max((cells(name) for name, _ in pairs), default=0) + 2
    for name, text in pairs:
        yield from wrapped(Line((*pad(name, indent), *text.words)), width, indent)


def fact(name: str, *words: Words) -> tuple[str, Line]:
    """One pair for `facts`."""
    return name, line(*words)
