"""Every method on every world, one cell after the other, each kept as soon as it is known."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import measured
from benchmarks.quality import product
from benchmarks.quality.catalogue import sources
from benchmarks.quality.cell import MISSING
from benchmarks.quality.digest import code
from benchmarks.quality.evidence import planted
from benchmarks.quality.methods import OURS, Variant, variants
from benchmarks.quality.metrics import agreement, score
from benchmarks.quality.report import Sheet, winners
from benchmarks.quality.rules import Believed
from benchmarks.quality.sources import Place
from benchmarks.quality.world import World

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "quality" / "results"
CAP = 120
"""Processor seconds of one method on one world; what takes longer is shown as such, and relabelings end there."""
MOST_RINGS = 100
"""Rings of a world up to which each is shown with its evidence; real sets have thousands of small ones."""


@dataclass(frozen=True)
class Wanted:
    """only: families of methods, worlds: names; empty for all. relabelings: runs of each default and of the best of
    each grid, the first with the names as they are. again: cells of other code than there is now are measured anew.
    """

    only: tuple[str, ...] = ()
    worlds: tuple[str, ...] = ()
    relabelings: int = 3
    again: bool = False


def run(place: Place, wanted: Wanted) -> None:
    """Measure what is missing. A run that is stopped loses the cell that it was at."""
    place.work.mkdir(parents=True, exist_ok=True)
    for name, source in sources().items():
        if wanted.worlds and name not in wanted.worlds:
            continue
        world = source(name, place)
        book = Book(RESULTS / "cells" / f"{world.name}.json", world)
        world.save(place.work / f"{world.name}.pickle")
        asked = [one for one in variants() if not wanted.only or one.family in wanted.only]
        for variant in asked:
            _cell(book, variant, place, wanted, wanted.relabelings if variant.default else 1)
        best = winners(book.sheet)
        for variant in asked:
            if variant.slug in best:
                _cell(book, variant, place, wanted, wanted.relabelings)
        if world.files is not None and (not wanted.only or "product" in wanted.only):
            _product(book, place, wanted)


class Book:
    """The cells of one world on disk."""

    def __init__(self, path: Path, world: World) -> None:
        self.path, self.world = path, world
        self.cells: dict[str, Any] = json.loads(path.read_text())["cells"] if path.exists() else {}

    def put(self, key: str, cell: dict[str, Any]) -> None:
        """Keep one cell; the file is whole at any time."""
        self.cells[key] = cell
        self.path.parent.mkdir(parents=True, exist_ok=True)
        lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(c)}" for k, c in self.cells.items())
        text = json.dumps({**self.about, **measured.surroundings()}, indent=1).removesuffix("\n}")
        part = self.path.with_suffix(".part")
        part.write_text(f'{text},\n "cells": {{\n{lines}\n}}}}\n')
        part.replace(self.path)

    @property
    def sheet(self) -> Sheet:
        """As the table reads it."""
        return Sheet(self.about, self.cells)

    @property
    def about(self) -> dict[str, Any]:
        """What the world is."""
        w, s = self.world, self.world.sightings
        return {
            "world": w.name,
            "family": w.family,
            "seed": w.seed,
            "accounts": s.accounts,
            "identifiers": s.identifiers,
            "edges": len(s.account),
            "kinds": list(s.kinds),
            "rings": len(w.ring_type),
            "ring_accounts": int((w.ring >= 0).sum()),
        }


def _cell(book: Book, variant: Variant, place: Place, wanted: Wanted, runs: int) -> None:
    """One method on one world."""
    known = book.cells.get(variant.slug)
    renew = known is None or (wanted.again and known["code"] != code(variant.module))
    if known is not None and not renew and (known["status"] != "ok" or known["asked"] >= runs):
        return
    done, status = _runs(book.world, variant, place, runs)
    more: dict[str, Any] = {}
    labels = place.work / f"{book.world.name}-{variant.slug}-0.npz"
    if variant.default and done and variant.family != OURS and book.world.files is not None:
        more["attention"] = product.behind_gate(book.world, labels, place.work)
    if variant.family == OURS and done and 0 < len(book.world.ring_type) <= MOST_RINGS:
        more["planted"] = [asdict(one) for one in planted(book.world, dict(_read(labels))["law"])]
    cell = {**more, "family": variant.family, "parameters": variant.parameters, "default": variant.default}
    book.put(variant.slug, {**cell, "status": status, "code": code(variant.module), "asked": runs, "runs": done})
    print(f"{book.world.name:18} {variant.name:34} {_says(status, done)}", flush=True)


def _runs(world: World, variant: Variant, place: Place, runs: int) -> tuple[list[dict[str, Any]], str]:
    """Scores of each relabeling that fits, and ok if there is one."""
    done: list[dict[str, Any]] = []
    first = None
    for relabeling in range(runs):
        out = place.work / f"{world.name}-{variant.slug}-{relabeling}.npz"
        status = _child(world, variant, (place, relabeling), out)
        if status != "ok":
            return done, "ok" if done else status
        found = dict(_read(out))
        scored = _scored(world, found, first)
        done.append(scored if variant.default and first is None else _lean(scored))
        first = first or found
        if sum(one["seconds"]["method"] for one in done) > CAP:
            break
    return done, "ok"


def _child(world: World, variant: Variant, how: tuple[Place, int], out: Path) -> str:
    """ok, or why not. What the same code left in the folder for work is used again."""
    place, relabeling = how
    kept = out.with_suffix(".json")
    if kept.exists() and json.loads(kept.read_text())["code"] == code(variant.module):
        return "ok"
    words = [str(place.work / f"{world.name}.pickle"), variant.slug, str(relabeling), str(out)]
    log = place.work / "log.txt"
    cost = measured.attempt([sys.executable, "-m", "benchmarks.quality.cell", *words], log, variant.slug, CAP)
    if cost.exit_code == MISSING:
        return "not run: " + out.with_suffix(".txt").read_text()
    if cost.exit_code in (-9, -24):
        return f"> {CAP} s"
    if cost.exit_code:
        return f"failed with {cost.exit_code}"
    kept.write_text(json.dumps({**asdict(cost), "code": code(variant.module)}))
    return "ok"


def _read(out: Path) -> Iterator[tuple[str, Any]]:
    """What a child wrote: rule -> Believed, "seconds" -> by step, "cost" -> of the process."""
    arrays = np.load(out)
    rules = [name.removesuffix(" label") for name in arrays.files if name.endswith(" label")]
    for rule in rules:
        yield rule, Believed(arrays[f"{rule} label"], arrays[f"{rule} worth"])
    names = [name for name in arrays.files if name.endswith(" seconds")]
    yield "seconds", {name.removesuffix(" seconds"): round(float(arrays[name]), 2) for name in names}
    yield "cost", json.loads(out.with_suffix(".json").read_text())


def _scored(world: World, found: dict[str, Any], first: dict[str, Any] | None) -> dict[str, Any]:
    """Figures of one run by rule, with how far it agrees with the first run."""
    rules = {name: one for name, one in found.items() if isinstance(one, Believed)}
    scores = {name: score(world, one) for name, one in rules.items()}
    for name, one in rules.items():
        if first is not None:
            scores[name]["stability"] = agreement(first[name].label, one.label)
    return {"seconds": found["seconds"], "peak_mb": found["cost"]["peak_mb"], "rules": scores}


def _lean(scored: dict[str, Any]) -> dict[str, Any]:
    """Without the divisions by type, category and country, which the page shows of the first run of a default only."""
    for one in scored["rules"].values():
        for part in ("rings", "honest"):
            if part in one:
                one[part] = {name: v for name, v in one[part].items() if not isinstance(v, dict)}
    return scored


def _says(status: str, runs: Sequence[dict[str, Any]]) -> str:
    if not runs:
        return status
    rules = runs[0]["rules"]
    last = list(rules)[-1]
    rings, ari = rules[last].get("rings", {}), rules[last].get("ari")
    best = max((one.get("ari", 0.0) for one in rules.values()), default=0.0)
    found = f"{last}: {rings.get('f1_0.9')}/{rings.get('planted')} rings, ARI {ari} (best rule {best})"
    return f"{runs[0]['seconds']['method']:7.2f} s {runs[0]['peak_mb']:5} MB  {found}"


def _product(book: Book, place: Place, wanted: Wanted) -> None:
    known = book.cells.get("product")
    if known and not (wanted.again and known["code"] != code(product.RESTS_ON)):
        return
    result = product.walk(book.world, place.work)
    about = {"family": "product", "parameters": "", "default": True, "status": "ok", "code": code(product.RESTS_ON)}
    book.put("product", {**about, **result})
    first = result["honest_communities_to_look_at_first"]
    print(
        f"{book.world.name:18} product: {result['honest_in_queue']} honest in the queue of {result['queue']}, {first}"
    )
