"""What the balance of signs has meant so far: isotonic regression of people's verdicts on it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LEAST_JUDGED = 100
"""Judged rings under which nothing is calibrated."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """balance: of a ring's signs when it was judged; abusive: confirmed (True), or rejected or benign (False)."""

    balance: float
    abusive: bool


@dataclass(frozen=True, slots=True)
class Calibration:
    """Steps: from each balance of `since` on, `bits`. judged: rings it rests on."""

    since: tuple[float, ...]
    bits: tuple[float, ...]
    judged: int

    def of(self, balance: float) -> float:
        """Calibrated bits of a balance: log2 of confirmed over not confirmed rings like it, half a ring added to each;
        below the first step as there.
        """
        return self.bits[max(int(np.searchsorted(self.since, balance, side="right")) - 1, 0)]


def calibrate(verdicts: Sequence[Verdict]) -> Calibration | None:
    """None under LEAST_JUDGED rings, or where all were judged alike."""
    abusive = sum(one.abusive for one in verdicts)
    if len(verdicts) < LEAST_JUDGED or abusive in (0, len(verdicts)):
        return None
    since, rings = np.unique([one.balance for one in verdicts], return_counts=True)
    place = np.searchsorted(since, [one.balance for one in verdicts])
    yes = np.bincount(place, [one.abusive for one in verdicts], minlength=len(since))
    blocks = pool_adjacent(yes.tolist(), rings.tolist())
    starts, bits, at = [], [], 0
    for confirmed, of, steps in blocks:
        starts.append(float(since[at]))
        bits.append(round(float(np.log2((confirmed + 0.5) / (of - confirmed + 0.5))), 3))
        at += steps
    # adding half a ring could turn the order of two small blocks around
    return Calibration(tuple(starts), tuple(np.maximum.accumulate(bits).tolist()), len(verdicts))


def pool_adjacent(yes: Sequence[float], of: Sequence[float]) -> list[tuple[float, float, int]]:
    """Pool adjacent violators (Ayer et al. 1955): (yes, of, steps pooled) whose shares never fall."""
    blocks: list[tuple[float, float, int]] = []
    for one, whole in zip(yes, of, strict=True):
        blocks.append((one, whole, 1))
        while len(blocks) > 1 and blocks[-2][0] * blocks[-1][1] >= blocks[-1][0] * blocks[-2][1]:
            last, before = blocks.pop(), blocks.pop()
            blocks.append((before[0] + last[0], before[1] + last[1], before[2] + last[2]))
    return blocks
