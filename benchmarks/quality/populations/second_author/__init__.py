"""A population by another author's assumptions, written anew: 47 rings of 11 types among individuals in households,
universities, enterprises, agencies, resellers' customers and hackathons, behind carriers' addresses and VPN exits.

Three kinds of identifiers (cards, addresses, templates), 20 regions, and for each account what it did: volume, share of
exchanges on templates, day of sign-up, evenness of its hours, declared or not. All distributions are assumptions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.populations.second_author import crowd, groups, rings
from benchmarks.quality.populations.second_author.ground import Ground
from benchmarks.quality.populations.second_author.tables import write_tables


@dataclass(frozen=True)
class Size:
    """people: individuals; largest: accounts of the largest ring; groups, volume: times the original's number of
    honest groups and exchanges an account; days: of the window.
    """

    people: int
    largest: int
    groups: float
    volume: float
    days: int

    @staticmethod
    def of(settings: Mapping[str, Any], scale: float = 1.0) -> "Size":
        """As `frozen.toml` says, at a scale; rings but the largest keep their size."""
        people, largest = round(settings["people"] * scale), max(100, round(settings["largest"] * scale))
        return Size(people, largest, settings["groups"] * scale, settings["volume"], settings["days"])


def write(folder: Path, size: Size, seed: int) -> None:
    """Write folder/data and folder/truth.csv."""
    ground = Ground(np.random.default_rng([seed, 2]), size.people, size.days)
    crowd.add_people(ground, size.people)
    groups.add_groups(ground, size.groups)
    rings.add_rings(ground, size.largest)
    write_tables(ground, folder, size.volume)
