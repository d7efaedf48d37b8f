"""How worlds are made, and how the product's memberships are judged."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from benchmarks.quality.coortweet import coded as coded_rows
from benchmarks.quality.coortweet import coortweet
from benchmarks.quality.product import behind_gate, judged
from benchmarks.quality.rules import gate
from benchmarks.quality.sources import Place, simulated
from benchmarks.quality.world import HONEST, World
from tests.unit.benchmarks.small import coded, world

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data"


def test_rows_are_coded_as_the_law_wants_them() -> None:
    """Against the tests' own coding: edges by value, in order; degrees with identifiers of one holder."""
    draw = np.random.default_rng(2)
    rows = {(int(a), int(kind), f"v{v}") for a, kind, v in draw.integers(0, (15, 3, 12), (120, 3))}
    mine = coded(rows, 15)
    named = sorted((a, str(kind), value) for a, kind, value in rows)
    other = coded_rows(named, mine.account_ids)
    for name in ("account", "identifier", "kind", "degree", "identifier_values"):
        assert np.array_equal(getattr(mine, name), getattr(other, name)), name


@pytest.mark.slow
def test_simulated_world_has_the_truth_of_its_file(tmp_path: Path) -> None:
    """Every account with its ring, category and country; detection is shown none of it."""
    place = Place(tmp_path, tmp_path, 0.5)
    some = simulated("campaign-150k", 0.04, 3)("tiny", place)
    assert some.name == "tiny-x0.5"
    with (tmp_path / some.name / "truth.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["account_id"]: row for row in csv.DictReader(file)}
    ids = some.sightings.account_ids.tolist()
    assert set(ids) == set(rows)
    planted = {row["ring"]: row["ring_type"] for row in rows.values() if row["ring"]}
    assert sorted(some.ring_type) == sorted(planted.values())
    for ring in range(len(some.ring_type)):
        members = {rows[a]["ring"] for a, r in zip(ids, some.ring.tolist(), strict=True) if r == ring}
        assert len(members) == 1
    assert [rows[a]["category"] for a in ids] == some.category.tolist()
    assert "DE" in set(some.country.tolist())


@pytest.mark.slow
def test_another_method_stands_in_the_place_of_detection(tmp_path: Path) -> None:
    """The planted rings themselves as its groups: those that the gate accepts come through whole, and nobody else."""
    some = simulated("campaign-150k", 0.02, 3)("tiny", Place(tmp_path, tmp_path))
    accepted = gate(some.seen.incidence, some.ring).label
    labels = tmp_path / "labels.npz"
    arrays: dict[str, Any] = {"gate label": accepted}
    np.savez(labels, **arrays)
    result = behind_gate(some, labels, tmp_path)
    rows = duckdb.execute(f"SELECT account_id FROM '{tmp_path / 'tiny-peer-members.parquet'}'").fetchall()
    ids = some.sightings.account_ids
    assert sorted(row[0] for row in rows) == sorted(ids[accepted >= 0].tolist())
    assert len(rows) > 20
    assert result["honest_in_queue"] == 0


@pytest.mark.skipif(not (DATA / "coortweet_german_2021").is_dir(), reason="the real set is not beside the project")
def test_coordinated_posts_are_shown_without_their_images(tmp_path: Path) -> None:
    """Three kinds within a minute; pairs tied by rare images are kept apart."""
    some = coortweet("coortweet", Place(DATA, tmp_path))
    assert some.sightings.kinds == ("domain", "hashtag", "url")
    assert some.unseen is not None
    assert len(some.unseen) > 100
    assert (some.unseen[:, 0] < some.unseen[:, 1]).all()


def members(folder: Path, some: World, rows: list[tuple[int, int, int, str, str, bool]]) -> Path:
    """A file of memberships: (account, ring, rank, band, tier, in_queue); those of even accounts are of class A."""
    out = folder / "members.parquet"
    names = ("account_id", "ring_id", "rank", "band", "tier", "in_queue", "member_class")
    listed = ", ".join(
        f"('{some.sightings.account_ids[a]}', {ring}, {rank}, '{band}', '{tier}', {queued}, '{'CA'[a % 2 == 0]}')"
        for a, ring, rank, band, tier, queued in rows
    )
    duckdb.execute(f"COPY (SELECT * FROM (VALUES {listed}) AS t({', '.join(names)})) TO '{out}' (FORMAT parquet)")
    return out


def test_queue_and_first_band_are_judged_against_the_truth(tmp_path: Path) -> None:
    """Ring 7 is planted ring 0 whole, half of it queued; ring 9, at the top, is two honest people, one queued."""
    some = world()
    rows = [(a, 7, 2, "look_first", "core" if a < 8 else "probable", a < 6) for a in range(12)]
    rows += [(50, 9, 1, "look_first", "core", True), (51, 9, 1, "look_first", "probable", False)]
    result = judged(some, members(tmp_path, some, rows))
    assert (result["queue"], result["honest_in_queue"]) == (7, 1)
    assert result["honest_in_queue_by_category"] == {"individual": 1}
    assert (result["core_ring_accounts"], result["core_ring_accounts_in_queue"]) == (8, 6)
    assert (result["class_a_core_ring_accounts"], result["class_a_core_ring_accounts_in_queue"]) == (4, 3)
    assert (result["ring_accounts"], result["ring_accounts_in_queue"]) == (20, 6)
    assert result["honest_communities_to_look_at_first"] == {"individual": 1}
    assert result["average_precision"] == pytest.approx((1 / 2) / 2)
    assert result["average_precision_of_listed"] == pytest.approx(1 / 2)
    assert result["linked"]["rings"]["f1_0.9"] == 1


def test_a_world_of_honest_people_only_has_nobody_to_find(tmp_path: Path) -> None:
    """No ring: no division by nothing."""
    some = replace(world(), ring=np.full(200, HONEST), ring_type=())
    result = judged(some, members(tmp_path, some, [(0, 1, 1, "find_more", "core", False)]))
    assert (result["queue"], result["average_precision"]) == (0, 0)
