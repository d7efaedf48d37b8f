"""Where worlds come from: the product's own simulator, the real sets, and what other modules register."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np

from benchmarks import measured
from benchmarks.quality.real import HISTORICAL_MAPPING, HOP_MAPPING
from benchmarks.quality.world import HONEST, Files, World
from fraudgraph.case import Case
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded import EmbeddedGraph

FAR_FUTURE = 4_102_444_800_000_000
"""2100-01-01 in microseconds: every fact is visible."""


@dataclass(frozen=True)
class Place:
    """data: folder of the real sets; work: folder for what is made on the way; scale: times the default size."""

    data: Path
    work: Path
    scale: float = 1.0


Source = Callable[[str, Place], World]


def simulated(scenario: str, scale: float, seed: int) -> Source:
    """A population of `fraudgraph simulate`, read through the product's own commands."""

    def read(name: str, place: Place) -> World:
        name = name if place.scale == 1 else f"{name}-x{place.scale:g}"
        folder = place.work / name
        log = place.work / "log.txt"
        if not (folder / "truth.csv").exists():
            words = ("simulate", scenario, "--scale", f"{scale * place.scale:g}", "--seed", str(seed), "-o", folder)
            measured.fraudgraph(*map(str, words), log=log)
        case = _loaded(folder / "data", None, place.work / f"{name}-case", log)
        query = (
            "SELECT t.account_id, t.ring, t.ring_type, t.category, coalesce(a.country, '') "
            f"FROM read_csv('{folder / 'truth.csv'}', all_varchar = true) t "
            f"LEFT JOIN '{folder / 'data' / 'accounts.parquet'}' a USING (account_id)"
        )
        rows = {row[0]: row[1:] for row in duckdb.execute(query).fetchall()}
        return _world(name, (scenario, seed), case, rows, Files(folder / "data"))

    return read


def hop(name: str, place: Place) -> World:
    """Real rings of wallets; the operator's own block lists are hubs. Groups that review kept are a category."""
    folder = place.data / "hop_sybil"
    columns = "account, ring_id, coalesce(CASE WHEN ring_report IS NOT NULL THEN 'report' END, 'graph review'), "
    kept = "CASE WHEN is_fraud THEN 'ring' WHEN kept_group IS NOT NULL THEN 'kept group' ELSE 'kept' END, ''"
    return _real(name, place, folder, (HOP_MAPPING, columns + kept))


def historical(name: str, place: Place) -> World:
    """Records of people: each person is a "ring" of 3 to 21 records."""
    columns = "account, ring_id, 'person', 'record', ''"
    return _real(name, place, place.data / "historical_50k", (HISTORICAL_MAPPING, columns))


def _real(name: str, place: Place, folder: Path, how: tuple[str, str]) -> World:
    mapping = place.work / f"{name}.toml"
    mapping.write_text(how[0])
    case = _loaded(folder / "edges.parquet", mapping, place.work / f"{name}-case", place.work / "log.txt")
    rows = {row[0]: row[1:] for row in duckdb.execute(f"SELECT {how[1]} FROM '{folder / 'labels.parquet'}'").fetchall()}
    return _world(name, (name, 0), case, rows, Files(folder / "edges.parquet", mapping))


def _loaded(data: Path, mapping: Path | None, case: Path, log: Path) -> Path:
    """A case with these files, made once."""
    done = case.with_suffix(".loaded")
    if not done.exists():
        words = [str(data), *(["--mapping", str(mapping)] if mapping else []), "--case", str(case)]
        measured.fraudgraph("load", *words, log=log)
        done.write_text(json.dumps(words))
    return case


def _world(
    name: str, family: tuple[str, int], case: Path, truth: dict[str, tuple[str | None, ...]], files: Files
) -> World:
    """The sightings of a case beside the truth: account -> (ring, type, category, country)."""
    with Case.open(case) as opened:
        sightings = EmbeddedGraph(opened).sightings(View(FAR_FUTURE))
        kinds = opened.kinds()
    known = [truth.get(str(a), (None, None, "", "")) for a in sightings.account_ids]
    number = {ring: n for n, ring in enumerate(sorted({str(row[0]) for row in known if row[0] is not None}))}
    types = {str(row[0]): str(row[1]) for row in known if row[0] is not None}
    return World(
        name,
        family[0],
        family[1],
        sightings,
        np.array([HONEST if row[0] is None else number[str(row[0])] for row in known], np.int64),
        tuple(types[ring] for ring in number),
        np.array([row[2] or "" for row in known], object),
        np.array([row[3] or "" for row in known], object),
        kinds,
        files,
    )
