"""The grid of the frontier: its cells, its populations, what is measured on them, and the page and picture of it."""

import xml.etree.ElementTree as ET
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import measured
from benchmarks.quality.frontier import heat, page
from benchmarks.quality.frontier.found import Found
from benchmarks.quality.frontier.grid import AXES, Cell, cells, populations, settings
from benchmarks.quality.frontier.methods import BEFORE, OF_TIME, without
from benchmarks.quality.frontier.run import Measured, measure, read
from benchmarks.quality.world import World

SMALL = settings() | {
    "per_card": [1, 12],
    "per_address": [1, 8],
    "variants": [1, 12],
    "camouflage": [0.0],
    "people": 2500,
    "cells": 8,
    "per_day": 2.0,
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A grid of eight cells among few people, read back through the product."""
    scenario = next(populations(SMALL))
    return read(scenario, 5, tmp_path_factory.mktemp("frontier"))


@pytest.fixture(scope="module")
def measures(world: World) -> list[Measured]:
    """Every method on it."""
    return list(measure(world, tuple(ring.name for ring in next(populations(SMALL)).rings)))


def test_every_cell_of_the_grid_is_in_one_population_with_a_ring_of_each_size() -> None:
    """The frozen grid: all combinations, no cell twice, each use with each size."""
    given = settings()
    rings = [ring for scenario in populations(given) for ring in scenario.rings]
    names = {cell.name for cell in cells(given)}
    assert len(names) == np.prod([len(given[axis]) for axis in AXES])
    assert sorted(ring.type for ring in rings) == sorted(list(names) * len(given["accounts"]))
    met = {(ring.name.split(" ")[1], ring.size) for ring in rings}
    assert len(met) == len(given["uses"]) * len(given["accounts"])
    assert all(Cell.of(name).name == name for name in names)


def test_rings_share_as_much_as_their_cell_says(world: World) -> None:
    """The most accounts of one ring on one of its cards is the cell's; where it says one, cards tie nobody."""
    s = world.sightings
    card = s.kind[s.identifier] == s.kinds.index("payment_instrument")
    for number, name in enumerate(world.ring_type):
        mine = card & (world.ring[s.account] == number)
        assert np.bincount(s.identifier[mine], minlength=1).max() <= Cell.of(name).per_card
        assert mine.any() == (Cell.of(name).per_card > 1)


def test_peers_and_ours_are_measured_on_the_same_rings(measures: list[Measured]) -> None:
    """Ours comes first; every method has every ring; what shares most is found, what shares nothing is not."""
    assert (measures[0].method, measures[0].rule) == (BEFORE, "law")
    assert len({len(one.rings) for one in measures}) == 1
    assert {one.rule for one in measures} == {"law", "naive", "gate"}
    f1 = {(ring.cell, ring.accounts): ring.f1 for ring in measures[0].rings}
    assert all(f1["12/8/12/0", size] > 0.9 for size in SMALL["accounts"])
    assert all(f1["1/1/1/0", size] < 0.1 for size in SMALL["accounts"])


def test_what_is_known_is_not_measured_again(world: World, measures: list[Measured]) -> None:
    """A run that was stopped goes on with the methods that are missing."""
    known = {(one.method, one.rule) for one in measures}
    last = measures[-1].method, measures[-1].rule
    again = list(measure(world, tuple(ring.name for ring in next(populations(SMALL)).rings), known - {last}))
    assert [(one.method, one.rule) for one in again] == [last]
    assert again[0].rings == measures[-1].rings


def test_kinds_of_time_are_left_out_as_if_never_recorded(world: World) -> None:
    """Edges, identifiers, degrees and names of the other kinds stay as they are."""
    s = without(world.sightings, OF_TIME)
    renamed = replace(s, kinds=tuple("hand_over" if name == "ip" else name for name in s.kinds))
    left, gone = without(renamed, OF_TIME), s.kinds.index("ip")
    stays = s.kind != gone
    assert left.kinds == tuple(name for name in s.kinds if name != "ip")
    assert left.identifier_values.tolist() == s.identifier_values[stays].tolist()
    assert len(left.account) == int(stays[s.identifier].sum())
    assert left.degree.tolist() == np.delete(s.degree, gone, axis=1).tolist()
    pairs = list(zip(left.account.tolist(), left.identifier_values[left.identifier].tolist(), strict=True))
    expected = zip(
        s.account.tolist(), s.identifier_values[s.identifier].tolist(), s.kind[s.identifier].tolist(), strict=True
    )
    assert pairs == [(a, v) for a, v, kind in expected if kind != gone]
    assert {left.kinds[k] for k in np.unique(left.kind)} <= set(left.kinds)
    assert not set(OF_TIME) & set(s.kinds)


def test_page_and_picture_show_every_method(measures: list[Measured], tmp_path: Path) -> None:
    """The page has a line a method, the picture a square a cell and panel, and is well-formed."""
    path = tmp_path / "frontier.json"
    path.write_text(measured.text({"grid": SMALL, "measured": [asdict(one) for one in measures]}))
    found = Found.read(path)
    text = "\n".join(page.markdown(found))
    for one in measures:
        assert (one.method if one.rule == "law" else f"{one.method}, {one.rule}") in text
    drawn = ET.fromstring(heat.draw(found))
    squares = [e for e in drawn.iter("{http://www.w3.org/2000/svg}rect") if e.get("height") == str(heat.SQUARE - 1)]
    panels = len(found.ours) + 1
    assert len(squares) == panels * 8 + 4
