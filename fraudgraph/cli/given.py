"""Values as a person types them: times, spans, numbers of copies, accounts and identifiers."""

import re
import sys
from collections.abc import Sequence
from datetime import UTC

from fraudgraph.cli.times import DAY_US, SECOND_US
from fraudgraph.errors import UsageError
from fraudgraph.model.safe_text import read_back

_SPAN = re.compile(r"(\d{1,6}) ?(min|h|d|w)")
_MOST_COPIES = 10_000
_HEADER = "account_id"
_UNITS_US = {"min": 60 * SECOND_US, "h": 3600 * SECOND_US, "d": DAY_US, "w": 7 * DAY_US}


def instant(text: str | None) -> int | None:
    """UTC microseconds of `2026-06-06` (midnight UTC) or of a time with its zone; UsageError for anything else."""
    if text is None:
        return None
    from zoneinfo import ZoneInfo

    from fraudgraph.model.clean import Unreadable, read_time

    try:
        return read_time(text, None if ":" in text else ZoneInfo(str(UTC))).us
    except Unreadable as problem:
        raise UsageError(
            f"{text!r} {problem}", hint="write it like 2026-06-06 or 2026-06-06T12:00:00Z, with its zone"
        ) from problem


def span(text: str | None) -> int | None:
    """Microseconds in `45d`, `12h`, `30min` or `6w`; UsageError for anything else."""
    if text is None:
        return None
    match = _SPAN.fullmatch(text.strip())
    if match is None or not int(match[1]):
        raise UsageError(f"{text!r} is not a length of time", hint="write it like 45d, 12h or 6w")
    return int(match[1]) * _UNITS_US[match[2]]


def copies(option: str, number: int) -> int:
    """How many copies of the facts to check; UsageError for less than none or more than anybody waits for."""
    if not 0 <= number <= _MOST_COPIES:
        raise UsageError(f"{option} takes 0 to {_MOST_COPIES:,} copies, not {number:,}", hint=f"{option} 20 is usual")
    return number


def value(text: str) -> str:
    """An account or identifier as typed, or as a screen showed it."""
    return read_back(text)


def several(words: Sequence[str]) -> tuple[str, ...]:
    """Names as typed; `-` stands for those on stdin, one a line, each once. UsageError where stdin holds none."""
    found = [one for word in words for one in (_piped() if word == "-" else (value(word),))]
    return tuple(dict.fromkeys(found))


def _piped() -> list[str]:
    """The first column of each line; the header of one of our own tables is no name."""
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    rows = lines[1:] if lines and lines[0].startswith(f"{_HEADER}\t") else lines
    names = [value(row.partition("\t")[0]) for row in rows if row.strip()]
    if not names:
        raise UsageError("no names on stdin", hint="fraudgraph members R-0007 --ids | fraudgraph node -")
    return names


def parameters(pairs: list[str]) -> dict[str, object]:
    """`name=text` and `name:=JSON` as values; UsageError for anything else or a name twice."""
    import json

    found: dict[str, object] = {}
    for pair in pairs:
        name, _, text = pair.partition("=")
        exact, name = name.endswith(":"), name.removesuffix(":")
        if "=" not in pair or not name.isidentifier() or name in found:
            raise UsageError(f"{pair!r} is no parameter", hint="--param ring=R-0007, or --param most:=20 for a number")
        try:
            found[name] = json.loads(text) if exact else read_back(text)
        except ValueError:
            raise UsageError(f"{pair!r}: what follows := is not JSON", hint="a number, true, [1, 2]") from None
    return found
