"""The cells as a page that people read, as one JSON document, and as a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks import measured
from benchmarks.quality import beside, carried, found, library, picture
from benchmarks.quality.markdown import Every, put_between
from benchmarks.quality.report import Sheet, rows, sheets

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "quality" / "results"
PICTURE = ROOT / "docs" / "pictures" / "quality.svg"
METHOD = ROOT / "docs" / "method.md"
MARK = "comparison"
"""Where the page of the method has the short table and that of the evidence."""
GRAPH = ROOT / "docs" / "neo4j.md"
PEER = "library"
"""Where the page of Neo4j has the table of its library."""

INTRO = """# Every method on every data set

Written by `python -m benchmarks quality` from the cells beside this file; each cell names the versions, the machine and
a digest of the code that it was measured with.

Every method sees the same coded sightings (kinds that are functions of others cut to one an account) and no truth.

- **as it is**: every group of two or more is believed.
- **naive rule**: groups of five or more of which half the members share identifiers of two kinds.
- **our gate**: groups trimmed, cut and accepted by our law of description length.
- **default**: the parameters of the tool, its tutorial or its paper, medians over relabelings of the accounts.
- **tuned**: the best point of the grid *for that world, chosen with the truth in hand*: an upper bound that nobody can
  reach in practice. Ours has one configuration.

Seconds are processor seconds of one core; a method that takes more than 120 of them is ended and shown as `> 120 s`.
"""


def write(folder: Path = RESULTS, drawing: Path = PICTURE, method: Path = METHOD, graph: Path = GRAPH) -> None:
    """Page, document and picture from the cells that are there, and the tables in the pages of the method and of
    Neo4j.
    """
    known = sheets(folder / "cells")
    every = {sheet.name: list(rows(sheet)) for sheet in known}
    document = {
        "worlds": [{**sheet.about, "product": sheet.product, "planted": sheet.planted} for sheet in known],
        "rows": [asdict(row) for some in every.values() for row in some],
    }
    (folder / "quality.json").write_text(measured.text(document))
    (folder / "quality.md").write_text("\n".join(page(known, every)) + "\n")
    drawing.parent.mkdir(parents=True, exist_ok=True)
    drawing.write_text(picture.draw(known, every))
    put_between(method, MARK, "\n".join(_in_short(known, every)))
    put_between(graph, PEER, "\n".join(library.beside_ours(known)))


def _in_short(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """What the page of the method shows of it, one level down."""
    some = (found.short([s for s in known if s.rings], every), carried.evidence([s for s in known if not s.real]))
    yield from (f"#{line}" if line.startswith("## ") else line for part in some for line in part)


def page(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """The lines of the page."""
    real = [sheet for sheet in known if sheet.real and sheet.rings]
    simulated = [sheet for sheet in known if not sheet.real]
    unlabelled = [sheet for sheet in known if sheet.real and not sheet.rings]
    yield INTRO
    yield from found.short([*real, *simulated], every)
    yield from found.worlds(known)
    yield from found.real_sets(real, every)
    yield from found.simulated_sets(simulated, every)
    yield from carried.evidence(simulated)
    for title, path in (("type", ("rings", "by_type")), ("size", ("rings", "by_size"))):
        yield from found.rings_by(title, path, simulated, every)
    for title in ("category", "country"):
        yield from beside.honest_by(title, simulated, every)
    yield from beside.products([sheet for sheet in known if sheet.product and sheet.rings])
    yield from beside.unlabelled(unlabelled, every)
    yield from beside.costs(known, every)
    yield from beside.reasons(every)
