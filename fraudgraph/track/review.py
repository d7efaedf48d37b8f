"""Whether a verdict on a ring still holds: it was given on the ring as it was, and may not fit what it has become.

A ring reopens when its bits or members grow by a fifth or more, when a family that was not there links it, or when it
splits, merges or returns.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fraudgraph.model.rings import Change

GROWN = 5
"""A ring has grown when it is this part larger than when it was judged: one fifth."""
REOPENING = (Change.SPLIT, Change.MERGED, Change.RETURNED)


@dataclass(frozen=True, slots=True)
class Look:
    """What a person saw, or would see now: accounts, ring_bits in units, names of the families that link."""

    accounts: int
    ring_bits: int
    families: frozenset[str]


def reopened(then: Look, now: Look, events: Iterable[Change]) -> tuple[str, ...]:
    """Why a verdict given on `then` does not cover `now`; empty where it does. events: what happened to it since."""
    seen = set(events)
    reasons = [event.value for event in REOPENING if event in seen]
    if _grown(then.accounts, now.accounts):
        reasons.append(f"accounts grew from {then.accounts:,} to {now.accounts:,}")
    if _grown(then.ring_bits, now.ring_bits):
        reasons.append("the bits that link it grew by a fifth or more")
    reasons += [f"{family} links it too now" for family in sorted(now.families - then.families)]
    return tuple(reasons)


def _grown(then: int, now: int) -> bool:
    return now > then and (now - then) * GROWN >= then
