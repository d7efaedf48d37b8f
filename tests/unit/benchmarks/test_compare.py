"""The comparison as it is run: cells one by one, kept at once, gone on with; the page and the picture made of them."""

import json
import signal
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import measured
from benchmarks.quality import compare, digest, library, report, table
from benchmarks.quality.methods import FAMILIES, OURS, variants
from benchmarks.quality.picture import short
from benchmarks.quality.sources import Place
from benchmarks.quality.world import World
from tests.unit.benchmarks.small import world


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Two small worlds instead of the real and the large ones; results in a folder of the test."""

    def small(name: str, place: Place) -> World:
        return world(name)

    def unlabelled(name: str, place: Place) -> World:
        some = world(name)
        return replace(
            some, family="coortweet", ring=some.ring * 0 - 1, ring_type=(), unseen=np.array([[0, 1], [30, 90]])
        )

    monkeypatch.setattr(compare, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(compare, "sources", lambda: {"one": small, "two": unlabelled})
    return Place(tmp_path, tmp_path / "work")


def cells(place: Place, name: str) -> dict[str, dict[str, object]]:
    """What is on disk of a world."""
    found: dict[str, dict[str, object]] = json.loads((place.data / "results" / "cells" / f"{name}.json").read_text())[
        "cells"
    ]
    return found


@pytest.mark.slow
def test_a_run_measures_what_is_missing_and_nothing_else(place: Place) -> None:
    """Asked for one method, then for two: the first one's cells stay as they were measured."""
    compare.run(place, compare.Wanted(only=("components",), worlds=("one",), relabelings=2))
    before = cells(place, "one")
    assert {cell["family"] for cell in before.values()} == {"components"}
    compare.run(place, compare.Wanted(only=("components", OURS), worlds=("one",), relabelings=2))
    after = cells(place, "one")
    assert {slug: after[slug] for slug in before} == before
    run = after["fraudgraph"]["runs"]
    assert isinstance(run, list)
    assert [one["rules"]["law"]["rings"]["f1_0.9"] for one in run] == [2, 2]
    assert run[1]["rules"]["law"]["stability"] == 1


def test_cells_of_other_code_are_stale() -> None:
    """A cell names the digest of its method; where that is another now, the page counts it."""
    ours = next(one for one in variants() if one.family == OURS)
    other = next(one for one in variants() if one.family == "FRAUDAR")
    cells = {ours.slug: {"code": digest.code(ours.module)}, other.slug: {"code": "long ago"}, "product": {}}
    assert digest.stale(cells) == 1


def test_a_digest_follows_what_a_method_imports_and_nothing_else() -> None:
    """Joins and proposals are ours: a change there leaves the cells of others as they are; one in the law does not."""
    of = {one.family: one.module for one in variants()}
    ours, other = (digest.reached(of[family]) for family in (OURS, "components"))
    assert "fraudgraph.detect.law" in other
    assert "fraudgraph.detect.join" not in other
    assert {"fraudgraph.detect.join", "fraudgraph.detect.propose.barber", "fraudgraph.engine.local"} <= ours
    assert "fraudgraph.assess.bands" in digest.reached("fraudgraph.sweep")


@pytest.mark.slow
def test_page_document_and_picture_hold_every_method_that_ran(place: Place) -> None:
    """From the cells of two worlds, one without known rings."""
    compare.run(place, compare.Wanted(only=("components", "Infomap", OURS), relabelings=1))
    folder, drawing = place.data / "results", place.data / "picture.svg"
    method = place.data / "method.md"
    method.write_text("before\n<!-- comparison -->\nstale\n<!-- end of comparison -->\nafter\n")
    graph = place.data / "neo4j.md"
    graph.write_text("<!-- library -->\n<!-- end of library -->\n")
    table.write(folder, drawing, method, graph)
    assert method.read_text().startswith("before\n<!-- comparison -->\n\n### In short\n")
    assert "stale" not in method.read_text()
    page = (folder / "quality.md").read_text()
    assert "| components, our gate | " in page
    assert "**1.00**, 2/2, 0 ppm" in page
    assert "agreement with a kind that detection was not shown" in page
    document = json.loads((folder / "quality.json").read_text())
    assert {row["method"] for row in document["rows"]} == {"components", "Infomap", OURS}
    words = [one.text for one in ET.parse(drawing).iter("{http://www.w3.org/2000/svg}text")]
    assert {"components", OURS, "small"} <= set(words)


def test_a_process_over_the_cap_is_ended(tmp_path: Path) -> None:
    """Processor seconds are counted by the kernel."""
    cost = measured.attempt([sys.executable, "-c", "while True: pass"], tmp_path / "log.txt", "endless", cap=1)
    assert cost.exit_code in (-signal.SIGKILL, -signal.SIGXCPU)


SCORE = {"rings": {"f1_0.9": 2, "planted": 3}, "honest": {"people": 5}}


def sheet(status: str) -> report.Sheet:
    """A world of which one method has no figures."""
    cell = {"family": "FRAUDAR", "parameters": "40 blocks", "default": True, "status": status, "runs": []}
    about = {"world": "w", "family": "campaign", "rings": 3, "seed": 1}
    return report.Sheet(about, {"fraudar-40-blocks": cell})


def test_a_method_without_figures_keeps_its_place_in_the_rows() -> None:
    """With the reason as its status, and not as zero."""
    found = list(report.rows(sheet("> 120 s")))
    assert {(row.method, row.status) for row in found} == {("FRAUDAR", "> 120 s")}
    assert all(row.figures["found"] is None for row in found)


def test_grid_is_complete() -> None:
    """Every family that the page names can be asked for."""
    assert {one.family for one in variants()} == set(FAMILIES)


@pytest.mark.parametrize(
    ("ppm", "said"), [(0, "0"), (320.4, "320 ppm"), (41_000, "4.1 %"), (9_140, "0.91 %"), (1e6, "all of them")]
)
def test_parts_per_million_are_said_briefly(ppm: float, said: str) -> None:
    """Large ones as percentages."""
    assert short(ppm) == said


def test_the_table_of_the_library_sums_its_seeds_and_leaves_out_what_did_not_run() -> None:
    """Rings and people of both seeds; a dash where one of them is missing; ours at the end."""
    run = {"seconds": {"method": 2.0}, "rules": dict.fromkeys(("all", "naive", "gate", "law"), SCORE)}
    cells = {one.slug: {"family": one.family, "status": "ok", "runs": [run]} for one in variants()}
    only_one = next(one.slug for one in variants() if one.family == "GDS Louvain")
    about = {"world": "w", "family": "campaign", "rings": 3}
    known = [
        report.Sheet({**about, "seed": 1}, cells),
        report.Sheet({**about, "seed": 2}, {slug: cell for slug, cell in cells.items() if slug != only_one}),
    ]
    told = list(library.beside_ours(known))
    assert "| method | campaign (1, 2) | seconds |" in told
    assert "| GDS Leiden (gamma 1); our gate | 4/6, 10 | 2.0 |" in told
    assert "| GDS Louvain; every group | – | 2.0 |" in told
    assert told[-2] == "| **fraudgraph** | 4/6, 10 | 2.0 |"
