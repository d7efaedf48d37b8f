"""Section of the page: planted rings by the evidence that they carry, and what became of those that carry enough."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.quality.evidence import ENOUGH, WHOLE
from benchmarks.quality.markdown import lines, number
from benchmarks.quality.report import Sheet

Rings = Sequence[Mapping[str, Any]]


def evidence(simulated: Sequence[Sheet]) -> Iterator[str]:
    """How many rings carry enough and are found, by population and by family of rings; then those that are not."""
    known = {sheet.name: sheet.planted for sheet in simulated if sheet.planted}
    if not known:
        return
    yield f"## Simulated: rings with more than {ENOUGH:g} bits of evidence a member\n"
    yield "What the law gives to the *true* members, before names and whoever finds them; and our F1 for that ring.\n"
    head = (
        "rings",
        f"more than {ENOUGH:g} bits",
        f"found at F1 >= {WHOLE:g}",
        "mean F1",
        "fewer bits",
        "found all the same",
    )
    yield from lines(["data set", *head], (_line(f"`{name}`", rings) for name, rings in known.items()))
    every = [ring for rings in known.values() for ring in rings]
    families = sorted({str(ring["type"]) for ring in every})
    by_family = ([ring for ring in every if ring["type"] == name] for name in families)
    yield from lines(["family of rings", *head], map(_line, families, by_family))
    yield from _missed(known)


def _line(name: str, rings: Rings) -> list[str]:
    enough = [ring["f1"] for ring in rings if ring["bits"] > ENOUGH]
    fewer = [ring["f1"] for ring in rings if ring["bits"] <= ENOUGH]
    mean = number(float(np.mean(enough)), 3) if enough else "–"
    counts = (len(rings), len(enough), _whole(enough))
    return [name, *map(number, counts), mean, number(len(fewer)), number(_whole(fewer))]


def _whole(scores: Sequence[float]) -> int:
    return sum(f1 >= WHOLE for f1 in scores)


def _missed(known: Mapping[str, Rings]) -> Iterator[str]:
    """Every ring that carries enough and is not found whole, with what became of it."""
    yield f"Not found at F1 >= {WHOLE:g} though above {ENOUGH:g} bits. *G*: bits that the law saves with the true"
    yield "members as one set. *Saved*: with the groups that are mostly of this ring. Where G is larger the search is"
    yield "at fault; where it is smaller the law prefers the parts.\n"
    head = ("data set", "ring", "accounts", "bits a member", "G", "F1", "what became of it", "groups", "saved")
    rows = [(name, r) for name, rings in known.items() for r in rings if r["bits"] > ENOUGH and r["f1"] < WHOLE]
    yield from lines(head, (_row(name, ring) for name, ring in rows))


def _row(name: str, ring: Mapping[str, Any]) -> list[str]:
    figures = (number(ring["accounts"]), number(ring["bits"], 1), number(ring["gain"]), number(ring["f1"], 2))
    return [f"`{name}`", str(ring["type"]), *figures, str(ring["fate"]), number(ring["groups"]), number(ring["saved"])]
