"""What Neo4j's library finds on the same edges, beside ours: the table of docs/neo4j.md."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.quality.markdown import lines, number
from benchmarks.quality.methods import OURS, variants
from benchmarks.quality.report import LAW, Sheet

LIBRARY = "GDS "
"""How its families begin."""
_BELIEVED = {"all": "every group", "naive": "naive rule", "gate": "our gate"}
Run = Mapping[str, Any]


def beside_ours(known: Sequence[Sheet]) -> Iterator[str]:
    """A line for each algorithm and what is believed of its groups, a column for each family of data sets."""
    there = [s for s in known if s.rings and any(_is_of_library(cell) for cell in s.cells.values())]
    families = {str(s.about["family"]): [o for o in there if o.about["family"] == s.about["family"]] for s in there}
    yield "Rings found whole (F1 >= 0.9) of those that are there, and honest people linked; processor seconds a run.\n"
    yield from lines(
        ["method", *(f"{name}{_seeds(some)}" for name, some in families.items()), "seconds"],
        (
            [name, *(_cell(some, slug, rule) for some in families.values()), _seconds(there, slug)]
            for name, slug, rule in _rows()
        ),
    )


def _is_of_library(cell: Mapping[str, Any]) -> bool:
    return str(cell["family"]).startswith(LIBRARY) and cell["status"] == "ok"


def _seeds(some: Sequence[Sheet]) -> str:
    seeds = ", ".join(str(s.about["seed"]) for s in some if not s.real)
    return f" ({seeds})" if seeds else ""


def _rows() -> Iterator[tuple[str, str, str]]:
    """(name, slug of the variant, rule) of each line."""
    for one in variants():
        if one.family == OURS:
            yield f"**{OURS}**", one.slug, LAW
        elif one.family.startswith(LIBRARY):
            for rule, believed in _BELIEVED.items():
                yield f"{one.name}; {believed}", one.slug, rule


def _first(sheet: Sheet, slug: str) -> Run | None:
    """The run with the names as they are."""
    runs = sheet.cells.get(slug, {"runs": ()})["runs"]
    return runs[0] if runs else None


def _cell(some: Sequence[Sheet], slug: str, rule: str) -> str:
    """Sums over the seeds; a dash where the method did not run on all of them."""
    runs = [run for sheet in some if (run := _first(sheet, slug)) is not None]
    if len(runs) < len(some):
        return "–"
    scores = [run["rules"][rule] for run in runs]
    found, planted = (sum(score["rings"][name] for score in scores) for name in ("f1_0.9", "planted"))
    return f"{found}/{planted}, {number(sum(score['honest']['people'] for score in scores))}"


def _seconds(known: Sequence[Sheet], slug: str) -> str:
    """Median over the data sets."""
    spent = [run["seconds"]["method"] for sheet in known if (run := _first(sheet, slug)) is not None]
    return number(float(np.median(spent)), 1) if spent else "–"
