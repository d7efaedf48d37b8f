"""The cells of the grid, and the populations that hold their rings, as `frozen.toml` says."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from fraudgraph.simulate import Scenario
from fraudgraph.simulate.population import Calendar
from fraudgraph.simulate.ring_kinds import RingPlan
from fraudgraph.simulate.scenarios import Groups

FROZEN = Path(__file__).resolve().parents[1] / "frozen.toml"
AXES = ("per_card", "per_address", "variants", "camouflage")
HONEST = Groups(firms=10, automated_firms=4, campuses=2, agencies=4, resellers=3, hackathons=3, poolers=30)
ACCOUNTS_OF_A_WORKER = 50


@dataclass(frozen=True)
class Cell:
    """One combination: accounts on a card, on an address, on a variant of the template; share at public places."""

    per_card: int
    per_address: int
    variants: int
    camouflage: float

    @property
    def name(self) -> str:
        """As ring types in the truth."""
        return "/".join(f"{getattr(self, axis):g}" for axis in AXES)

    @staticmethod
    def of(name: str) -> "Cell":
        """From the name."""
        card, address, variants, camouflage = name.split("/")
        return Cell(int(card), int(address), int(variants), float(camouflage))


def settings() -> dict[str, Any]:
    """The grid as it is written down."""
    found: dict[str, Any] = tomllib.loads(FROZEN.read_text())["frontier"]
    return found


def cells(given: dict[str, Any]) -> list[Cell]:
    """All cells, in a random order, so that the rings of one population are of every sort."""
    every = [Cell(*values) for values in product(*(given[axis] for axis in AXES))]
    order = np.random.default_rng(given["seed"]).permutation(len(every))
    return [every[place] for place in order.tolist()]


def populations(given: dict[str, Any]) -> Iterator[Scenario]:
    """The grid in as few populations as `cells` allows."""
    every, each = cells(given), given["cells"]
    for number, first in enumerate(range(0, len(every), each), 1):
        some = every[first : first + each]
        rings = [ring for place, cell in enumerate(some) for ring in _rings(given, cell, place)]
        yield Scenario(
            f"frontier-{number}",
            f"{len(some)} cells of the frontier, {len(rings)} rings.",
            given["people"],
            Calendar(date(2026, 2, 2), given["days"]),
            tuple(rings),
            HONEST,
            sessions=True,
        )


def _rings(given: dict[str, Any], cell: Cell, place: int) -> Iterator[RingPlan]:
    """One ring of each size; which use it has takes turns, so that every size meets every use."""
    for number, size in enumerate(given["accounts"]):
        use = given["uses"][(number + place) % len(given["uses"])]
        yield RingPlan(
            f"{cell.name} {use} {size}",
            cell.name,
            size=size,
            least=size,
            per_day=given["per_day"],
            per_card=cell.per_card,
            second_card=0.0,
            addresses=int(cell.per_address > 1),
            per_address=cell.per_address,
            own_line=cell.per_address == 1,
            residential=0,
            variant=cell.variants,
            templates=1,
            templates_each=1,
            templated=0.85,
            camouflage=cell.camouflage,
            bursts=20,
            load=0.05 if use != "steady" else 0.4,
            workers=0 if use == "steady" else max(1, size // ACCOUNTS_OF_A_WORKER),
            turn=15,
            carries="session" if use == "steady" else use,
        )
