"""Numbers as screens show them: exact counts, one decimal rounded half up once, never a false 0 % or 100 %."""

import math
from fractions import Fraction

from fraudgraph.model.rings import BIT

UNKNOWN = "?"


def count(number: int | None) -> str:
    """`28,795,104`; `?` where nothing was measured."""
    return UNKNOWN if number is None else f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 ring`, `8 rings`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that goes with that many."""
    return one if number == 1 else many


def signed(number: int) -> str:
    """`+3,112`, `-89`, `0`."""
    return f"{number:+,}" if number else "0"


def tenths(value: Fraction | float) -> str:
    """One decimal, half up, with thousands separators; never `-0.0`."""
    exact = value if isinstance(value, Fraction) else Fraction(repr(float(value)))
    rounded = math.floor(exact * 10 + Fraction(1, 2))
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded) // 10:,}.{abs(rounded) % 10}"


def bits(units: int) -> str:
    """Units of 2^-20 bit as bits."""
    return tenths(Fraction(units, BIT))


def bits_each(units: int, accounts: int) -> str:
    """Units of 2^-20 bit spread over accounts, as bits an account."""
    return tenths(Fraction(units, BIT * accounts)) if accounts else UNKNOWN


def bits_number(units: int) -> float:
    """The same as a JSON number, to six decimals."""
    return round(units / BIT, 6)


def share(part: int | None, whole: int | None) -> str:
    """`91.7 %`; `<0.1 %` and `>99.9 %` where rounding would say none or all; `?` of nothing."""
    if part is None or not whole:
        return UNKNOWN
    return ratio(Fraction(part, whole))


def ratio(value: Fraction | float) -> str:
    """A share between 0 and 1 in per cent, by the same rule."""
    shown = tenths((value if isinstance(value, Fraction) else Fraction(repr(float(value)))) * 100)
    if shown == "0.0" and value > 0:
        return "<0.1 %"
    if shown == "100.0" and value < 1:
        return ">99.9 %"
    return f"{shown} %"


def median(value: float) -> str:
    """A median of counts: whole, or with its half."""
    return count(int(value)) if value == int(value) else tenths(value)


def size(number: int) -> str:
    """Bytes in decimal units: `812 B`, `28.4 MB`."""
    for power, unit in ((4, "TB"), (3, "GB"), (2, "MB"), (1, "kB")):
        if number >= 1000**power:
            return f"{tenths(Fraction(number, 1000**power))} {unit}"
    return f"{number} B"


def rough(number: float) -> str:
    """Three digits for what moves, `41.2M`, `1.52M`: progress only."""
    for power, unit in ((3, "G"), (2, "M"), (1, "k")):
        scaled = number / 1000**power
        if scaled >= 1:
            return f"{scaled:.{2 if scaled < 10 else 1 if scaled < 100 else 0}f}{unit}"
    return f"{number:.0f}"
