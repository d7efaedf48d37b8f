"""Ids that the case mints: R- rings, S- sweeps, L- loads, J- judgements, N- notes, F- what was forgotten, AS-
associations.
"""

import re
from enum import StrEnum

from fraudgraph.errors import UsageError


class Minted(StrEnum):
    """Prefixes of minted ids."""

    RING = "R"
    SWEEP = "S"
    LOAD = "L"
    JUDGEMENT = "J"
    NOTE = "N"
    FORGOTTEN = "F"
    ASSOCIATION = "AS"


def show_id(minted: Minted, number: int) -> str:
    """`R-0007` for ring 7."""
    return f"{minted.value}-{number:04d}"


def read_id(minted: Minted, text: str) -> int:
    """The number in `R-0007`, `r7`, `R7` or `7`; UsageError otherwise."""
    match = re.fullmatch(rf"(?:{minted.value}-?)?0*(\d{{1,9}})", text.strip(), re.IGNORECASE)
    if match is None:
        raise UsageError(f"{text!r} is not a {minted.name.lower()} id", hint=f"write it like {show_id(minted, 7)} or 7")
    return int(match.group(1))
