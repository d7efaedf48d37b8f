"""An indicator: a declared unit that looks at all rings at once and says where its sign is present."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import Flags, Index
from fraudgraph.model.rings import Sign, State


@dataclass(frozen=True)
class Measured:
    """One entry a ring. ring: its value (nan: not measurable); others: the population's value, one for all or one a
    ring; present: whether the sign is there; accounts: members concerned (signs against).
    """

    ring: Floats
    others: Floats
    present: Flags
    accounts: Index | None = None


@dataclass(frozen=True)
class Indicator:
    """sentence: what is measured, in a line; unit: of the value; innocent: how it comes about without abuse (for a
    sign against: how to read it); needs: what must have been measured (`Profiles.measured`); abuse_bits: first weight
    where present, uncalibrated, never added to linkage.
    """

    name: str
    sentence: str
    unit: str
    innocent: str
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    abuse_bits: float
    measure: Callable[[Scene], Measured]
    against: bool = False

    def signs(self, scene: Scene) -> list[Sign]:
        """The sign of every ring."""
        K = scene.linkage.rings
        if not set(self.needs) <= scene.profiles.measured:
            return [self._sign(State.UNKNOWN, None, None, None)] * K
        found = self.measure(scene)
        others = np.broadcast_to(found.others, (K,))
        return [self._ring_sign(found, float(others[r]), r) for r in range(K)]

    def _ring_sign(self, found: Measured, others: float, r: int) -> Sign:
        accounts = None if found.accounts is None else int(found.accounts[r])
        value = _known(float(found.ring[r]))
        if value is None:
            return self._sign(State.UNKNOWN, None, _known(others), accounts)
        state = State.PRESENT if found.present[r] else State.ABSENT
        return self._sign(state, value, _known(others), accounts)

    def _sign(self, state: State, ring: float | None, others: float | None, accounts: int | None) -> Sign:
        bits = self.abuse_bits if state is State.PRESENT else 0.0
        return Sign(
            self.name,
            self.sentence,
            self.against,
            state,
            self.unit,
            ring,
            others,
            accounts,
            self.innocent,
            self.sources,
            bits,
        )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 6)


def ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> Floats:
    """part / whole, nan where the whole is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
