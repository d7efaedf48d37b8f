"""An indicator: a declared unit that looks at all rings at once, says where its sign is present and how much it weighs.

A value is measured, compared with a reference (`peers`), graded from 0 (absent) to 1 (as far as it goes), and weighed.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.balance import NO_RING
from fraudgraph.assess.peers import Peers
from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Index
from fraudgraph.model.rings import Sign, State


@dataclass(frozen=True)
class Measured:
    """One entry a ring. ring: its value (nan: not measurable); others: the population's value, one for all or one a
    ring; accounts: members concerned (signs against); factor: how much of the grade counts, 0 to 1 (None: all).
    """

    ring: Floats
    others: Floats
    accounts: Index | None = None
    factor: Floats | None = None


Judge = Callable[[Floats, Floats], Floats]
"""(values of the rings, what they are compared with) -> grades from 0 to 1 that grow with the distance."""


@dataclass(frozen=True)
class Weighed:
    """One entry a ring. measured: None where no fact measures it; grade: 0 to 1; others: the reference taken; cap: bits
    at most, by how often honest-looking rings show as much; reference: who the others are.
    """

    measured: Measured | None
    grade: Floats
    others: Floats
    cap: Floats
    reference: tuple[str, ...]


@dataclass(frozen=True)
class Indicator:
    """sentence: what is measured, in a line; unit: of the value; innocent: how it comes about without abuse (for a
    sign against: how to read it); needs: what must have been measured (`Profiles.measured`); abuse_bits: weight at
    full grade, uncalibrated, never added to linkage; group: indicators of one group measure one thing;
    beside_peers: the value has a usual among rings of similar size and shape.
    """

    name: str
    group: str
    sentence: str
    unit: str
    innocent: str
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    abuse_bits: float
    measure: Callable[[Scene], Measured]
    judge: Judge
    against: bool = False
    beside_peers: bool = True

    def signs(self, scene: Scene) -> list[Sign]:
        """The sign of every ring, compared with the accounts in no ring."""
        return self.said(self.weigh(scene), scene.linkage.rings)

    def weigh(self, scene: Scene) -> Weighed:
        """Every ring compared with the accounts in no ring."""
        K = scene.linkage.rings
        no_cap, words = np.full(K, np.inf), (NO_RING,) * K
        if not set(self.needs) <= scene.profiles.measured:
            return Weighed(None, np.full(K, np.nan), np.full(K, np.nan), no_cap, words)
        found = self.measure(scene)
        others = np.broadcast_to(found.others, (K,)).astype(np.float64)
        return Weighed(found, self.graded(found, others), others, no_cap, words)

    def graded(self, found: Measured, others: Floats) -> Floats:
        """Grades, nan where the value is."""
        grade = np.clip(np.nan_to_num(self.judge(found.ring, others)), 0.0, 1.0)
        grade = grade if found.factor is None else grade * np.nan_to_num(found.factor)
        return np.where(np.isnan(found.ring), np.nan, grade)

    def among(self, first: Weighed, peers: Peers) -> Weighed:
        """A sign of abuse beside rings of similar size and shape too: of the two references the kinder one is taken,
        and it weighs no more than its rarity among them. Signs against stay with the accounts in no ring.
        """
        if first.measured is None or self.against:
            return first
        usual, words = peers.usual(first.measured.ring, self.group)
        grade = self.graded(first.measured, usual)
        kinder = self.beside_peers & ~np.isnan(usual) & (grade < first.grade) & ~np.isnan(first.others)
        return Weighed(
            first.measured,
            np.where(kinder, grade, first.grade),
            np.where(kinder, usual, first.others),
            peers.rarity(first.grade, self.group),
            tuple(word if taken else NO_RING for word, taken in zip(words, kinder.tolist(), strict=True)),
        )

    def bits(self, of: Weighed) -> Floats:
        """Indicator bits a ring: weight times grade, capped; 0 where absent or unknown."""
        size = np.minimum(abs(self.abuse_bits) * np.nan_to_num(of.grade), of.cap)
        return -size if self.against else size

    def said(self, of: Weighed, K: int) -> list[Sign]:
        """The sign of every ring, in words."""
        bits = self.bits(of).tolist()
        return [self._sign(of, r, bits[r]) for r in range(K)]

    def _sign(self, of: Weighed, r: int, bits: float) -> Sign:
        found = of.measured
        value = None if found is None else _known(float(found.ring[r]))
        state = State.UNKNOWN if value is None else State.PRESENT if of.grade[r] > 0 else State.ABSENT
        return Sign(
            self.name,
            self.sentence,
            self.against,
            state,
            self.unit,
            value,
            _known(float(of.others[r])),
            None if found is None or found.accounts is None else int(found.accounts[r]),
            self.innocent,
            self.sources,
            round(bits, 3) + 0.0 if state is State.PRESENT else 0.0,
            self.group,
            of.reference[r],
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 6)


def ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> Floats:
    """part / whole, nan where the whole is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def at_least(least: float) -> Judge:
    """Present from a share on, graded by the share."""
    return lambda ring, others: np.where(ring >= least, ring, 0.0)
