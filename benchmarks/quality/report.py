"""The cells as rows: one a world, method and rule, with the default and with the best of the grid."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.methods import FAMILIES, OURS

FIGURES: Mapping[str, tuple[str, ...]] = {
    "ari": ("ari",),
    "ari_all": ("ari_all",),
    "pair_f1": ("pairs", "f1"),
    "b_cubed": ("b_cubed", "f1"),
    "found": ("rings", "f1_0.9"),
    "jaccard_0.5": ("rings", "jaccard_0.5"),
    "jaccard_0.8": ("rings", "jaccard_0.8"),
    "planted": ("rings", "planted"),
    "mean_f1": ("rings", "mean_f1"),
    "ring_f1": ("rings", "ring_f1"),
    "honest_ppm": ("honest", "ppm"),
    "people_ppm": ("honest", "people_ppm"),
    "honest_linked": ("honest", "accused"),
    "average_precision": ("average_precision",),
    "stability": ("stability",),
    "groups": ("groups",),
    "lift": ("unseen", "lift"),
    "tied": ("unseen", "tied"),
}
"""Name in a row -> where it stands in the score of one run."""
LAW = "law"


@dataclass(frozen=True)
class Sheet:
    """One world: what it is, its rows' cells, and the product's own walk through it if there was one."""

    about: Mapping[str, Any]
    cells: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Of the world."""
        return str(self.about["world"])

    @property
    def real(self) -> bool:
        """Not simulated."""
        return self.about["family"] in ("hop_sybil", "historical_50k", "coortweet")

    @property
    def rings(self) -> int:
        """Planted or known."""
        return int(self.about["rings"])

    @property
    def product(self) -> Mapping[str, Any] | None:
        """What `product.walk` returned."""
        return self.cells.get("product")

    @property
    def planted(self) -> Sequence[Mapping[str, Any]]:
        """What `evidence.planted` returned; nothing on sets of thousands of rings."""
        return next((cell["planted"] for cell in self.cells.values() if "planted" in cell), ())


@dataclass(frozen=True)
class Row:
    """One method with one rule on one world. figures: medians over relabelings, None where there is none; detail: the
    score of the first run; status: "ok", or why there are no figures.
    """

    world: str
    method: str
    rule: str
    tuned: bool
    parameters: str
    status: str
    figures: Mapping[str, float | None]
    detail: Mapping[str, Any]


def sheets(folder: Path) -> list[Sheet]:
    """All worlds that were measured, real ones first."""
    found = []
    for path in sorted(folder.glob("*.json")):
        book = json.loads(path.read_text())
        found.append(Sheet({name: value for name, value in book.items() if name != "cells"}, book["cells"]))
    return sorted(found, key=lambda sheet: (not sheet.real, not sheet.rings, sheet.name))


def rows(sheet: Sheet) -> Iterator[Row]:
    """In the order of the methods: of each rule the default, then the best of the grid where there is more than one."""
    for family in FAMILIES:
        cells = [cell for cell in sheet.cells.values() if cell["family"] == family]
        default = next((cell for cell in cells if cell["default"]), None)
        if default is None:
            continue
        for rule in (LAW,) if family == OURS else ("all", "naive", "gate"):
            yield _row(sheet, default, rule, tuned=False)
            ran = [_row(sheet, cell, rule, tuned=True) for cell in cells if cell["status"] == "ok"]
            if len(cells) > 1 and ran and sheet.rings:
                yield max(ran, key=lambda row: goal(sheet, row))


def winners(sheet: Sheet) -> set[str]:
    """Keys of the cells that are best of their grid with one of the rules."""
    if not sheet.rings:
        return set()
    best = {(row.method, row.parameters) for row in rows(sheet) if row.tuned}
    return {key for key, cell in sheet.cells.items() if (cell["family"], cell["parameters"]) in best}


def goal(sheet: Sheet, row: Row) -> tuple[float, float]:
    """What tuning looks at, with the truth in hand: the index on a real set; on a simulated one F1 of rings, then rings
    found.
    """
    f = row.figures
    if sheet.real:
        return f["ari"] or 0.0, 0.0
    return f["ring_f1"] or 0.0, f["found"] or 0.0


def _row(sheet: Sheet, cell: Mapping[str, Any], rule: str, tuned: bool) -> Row:
    runs: Sequence[Mapping[str, Any]] = cell["runs"]
    scores = [run["rules"][rule] for run in runs]
    figures = {name: _median([_at(score, path) for score in scores]) for name, path in FIGURES.items()}
    figures["seconds"] = _median([run["seconds"]["method"] for run in runs])
    figures["gate_seconds"] = _median([run["seconds"].get("gate") for run in runs])
    figures["peak_mb"] = _median([run["peak_mb"] for run in runs])
    detail = scores[0] if scores else {}
    return Row(sheet.name, cell["family"], rule, tuned, cell["parameters"], cell["status"], figures, detail)


def _at(score: Any, path: Sequence[str]) -> float | None:
    for step in path:
        score = None if score is None else score.get(step)
    return None if score is None else float(score)


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return float(np.median(known)) if known else None


def tally(some: Sequence[Row], *path: str) -> dict[str, list[int]]:
    """[this, of that] by name, summed over rows."""
    total: dict[str, list[int]] = {}
    for row in some:
        detail: Any = row.detail
        for step in path:
            detail = detail.get(step, {})
        for name, (this, of) in detail.items():
            known = total.setdefault(name, [0, 0])
            known[0] += this
            known[1] += of
    return dict(sorted(total.items()))
