"""Whom a ring is compared with: rings of similar size and shape of this population that otherwise look honest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fraudgraph.assess.scene import Floats, Scene
from fraudgraph.assess.standing import DECIDING, Flags, Index
from fraudgraph.model.rings import BIT

FEWEST = 8
"""Peers under which a ring is compared with the accounts in no ring alone."""
ALIKE = 2.0
"""Rings of up to four times as many accounts, or a quarter, are of similar size (log2)."""
FAMILY_SHARE = 0.1
"""A family holds a ring that brings so much of its bits."""


@dataclass(frozen=True)
class Peers:
    """similar: for each ring the others of similar size and shape; honest: group -> flag a ring: looks honest by all
    signs of other groups.
    """

    similar: tuple[Index, ...]
    honest: Mapping[str, Flags]

    def of(self, r: int, group: str, known: Flags) -> Index:
        """Peers of a ring for a sign of a group: honest-looking by the others, with a value."""
        near = self.similar[r]
        keep = self.honest[group][near] & known[near]
        return near[keep]

    def usual(self, values: Floats, group: str) -> tuple[Floats, tuple[str, ...]]:
        """Median of the peers' values (nan under FEWEST), and who they are."""
        known = ~np.isnan(values)
        out, words = np.full(len(values), np.nan), []
        for r in range(len(values)):
            near = self.of(r, group, known)
            if len(near) >= FEWEST:
                out[r] = np.median(values[near])
            words.append(f"{len(near)} rings of similar size and shape")
        return out, tuple(words)

    def rarity(self, grade: Floats, group: str) -> Floats:
        """Bits at most: log2 of one over how many peers show as much, each side counted once more (rule of
        succession); without limit under FEWEST.
        """
        known = ~np.isnan(grade)
        out = np.full(len(grade), np.inf)
        for r in np.flatnonzero(np.nan_to_num(grade) > 0).tolist():
            near = self.of(r, group, known)
            if len(near) >= FEWEST:
                out[r] = np.log2((len(near) + 2) / (int((grade[near] >= grade[r]).sum()) + 1))
        return out


def similar(scene: Scene) -> tuple[Index, ...]:
    """For each ring the others of similar size and shape: the same families hold it, and one card pays or many do."""
    size, shape = np.log2(np.maximum(scene.sizes, 1)), _shape(scene)
    out = []
    for r in range(scene.linkage.rings):
        near = (np.abs(size - size[r]) <= ALIKE) & (shape == shape[r])
        near[r] = False
        out.append(np.flatnonzero(near))
    return tuple(out)


def _shape(scene: Scene) -> Index:
    """A code a ring: which families hold it, and whether one payment identifier pays for half or more."""
    linkage = scene.linkage
    held = np.zeros((linkage.rings, len(DECIDING)), np.int64)
    for t, family in enumerate(scene.kind_families):
        if family in DECIDING:
            held[:, DECIDING.index(family)] += linkage.kind_units[:, t]
    whole = np.maximum(linkage.kind_units.sum(1), BIT)
    holds = held >= FAMILY_SHARE * whole[:, None]
    one = np.nan_to_num(scene.payers.largest) >= 0.5
    return np.asarray(np.column_stack([holds, one]) @ (1 << np.arange(len(DECIDING) + 1)))
