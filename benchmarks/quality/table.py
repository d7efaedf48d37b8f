"""The cells as a page that people read, and as one JSON document."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.quality import picture
from benchmarks.quality.methods import FAMILIES, OURS
from benchmarks.quality.report import LAW, Row, Sheet, goal, rows, sheets, tally

Every = dict[str, list[Row]]
ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "quality" / "results"
PICTURE = ROOT / "docs" / "pictures" / "quality.svg"
RULE = {"all": "as it is", "naive": "naive rule", "gate": "our gate", LAW: "the law"}

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


def write(folder: Path = RESULTS, drawing: Path = PICTURE) -> None:
    """Page, document and picture from the cells that are there."""
    known = sheets(folder / "cells")
    every = {sheet.name: list(rows(sheet)) for sheet in known}
    document = {
        "worlds": [{**sheet.about, "product": sheet.product} for sheet in known],
        "rows": [asdict(row) for some in every.values() for row in some],
    }
    (folder / "quality.json").write_text(json.dumps(document, indent=1) + "\n")
    (folder / "quality.md").write_text("\n".join(page(known, every)) + "\n")
    drawing.parent.mkdir(parents=True, exist_ok=True)
    drawing.write_text(picture.draw(known, every))


def page(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """The lines of the page."""
    real = [sheet for sheet in known if sheet.real and sheet.rings]
    simulated = [sheet for sheet in known if not sheet.real]
    unlabelled = [sheet for sheet in known if sheet.real and not sheet.rings]
    yield INTRO
    yield from _short([*real, *simulated], every)
    yield from _worlds(known)
    yield from _real(real, every)
    yield from _simulated(simulated, every)
    for title, path in (("type", ("rings", "by_type")), ("size", ("rings", "by_size"))):
        yield from _rings_by(title, path, simulated, every)
    for title in ("category", "country"):
        yield from _honest_by(title, simulated, every)
    yield from _product([sheet for sheet in known if sheet.product and sheet.rings])
    yield from _unlabelled(unlabelled, every)
    yield from _cost(known, every)
    yield from _reasons(every)


def lines(head: Sequence[str], body: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of Markdown, the first column to the left."""
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "---:|" * (len(head) - 1)
    yield from ("| " + " | ".join(row) + " |" for row in body)
    yield ""


def number(value: float | None, digits: int = 0) -> str:
    """`1,234`, or a dash for nothing."""
    return "–" if value is None else f"{value:,.{digits}f}"


def _worlds(known: Sequence[Sheet]) -> Iterator[str]:
    yield "## The data sets\n"
    head = ("data set", "seed", "accounts", "shared edges", "kinds", "rings", "accounts in rings")
    names = ("accounts", "edges")
    yield from lines(
        head,
        (
            (
                f"`{s.name}`",
                str(s.about["seed"]),
                *(number(s.about[n]) for n in names),
                str(len(s.about["kinds"])),
                number(s.rings),
                number(s.about["ring_accounts"]),
            )
            for s in known
        ),
    )


def said(row: Row) -> str:
    """Why there is no figure, in a word; the reasons stand below the tables."""
    return row.status.partition(":")[0]


def find(some: Sequence[Row], family: str, rule: str, tuned: bool = False) -> Row | None:
    """The row of a method with a rule."""
    return next((r for r in some if (r.method, r.rule, r.tuned) == (family, rule, tuned)), None)


def _lines_of(families: Sequence[str] = FAMILIES) -> Iterator[tuple[str, str]]:
    """(method, rule) of each line of a table."""
    for family in families:
        yield from ((family, rule) for rule in ((LAW,) if family == OURS else ("all", "naive", "gate")))


def _name(family: str, rule: str) -> str:
    return f"**{family}**" if family == OURS else f"{family}, {RULE[rule]}"


def _short(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """One line a world: ours, beside the best default and the best tuned of all others, whatever their rule."""
    if not known:
        return
    yield "## In short\n"
    yield "Real sets: adjusted Rand index. Simulated: rings found at F1 >= 0.9, honest people linked in ppm.\n"
    body = []
    for s in known:
        ours = find(every[s.name], OURS, LAW)
        others = [r for r in every[s.name] if r.method != OURS and r.status == "ok"]
        quiet = [r for r in others if ours and (r.figures["people_ppm"] or 0) <= (ours.figures["people_ppm"] or 0)]
        picks = [[r for r in others if not r.tuned], others] + ([] if s.real else [quiet])
        best = [max(some, key=lambda r: goal(s, r), default=None) for some in picks]
        body.append([f"`{s.name}`", _headline(s, ours), *(_headline(s, r, named=True) for r in best)])
        body[-1] += ["–"] * (5 - len(body[-1]))
    head = ["data set", "ours", "best default", "best tuned", "best tuned that links no more honest people than ours"]
    yield from lines(head, body)


def _headline(sheet: Sheet, row: Row | None, named: bool = False) -> str:
    if row is None or row.status != "ok":
        return "–" if row is None else said(row)
    f = row.figures
    name = f" {row.method}{f' ({row.parameters})' if row.parameters else ''}, {RULE[row.rule]}" if named else ""
    if sheet.real:
        return f"**{number(f['ari'], 3)}**{name}"
    return f"**{number(f['found'])}**/{number(f['planted'])}, {number(f['people_ppm'])} ppm{name}"


def _real(real: Sequence[Sheet], every: Every) -> Iterator[str]:
    """The adjusted Rand index over accounts with a true ring."""
    if not real:
        return
    yield "## Real sets: adjusted Rand index over accounts with a true ring, default (tuned)\n"
    columns = [(s, name) for s in real for name in ("ARI", "pair F1", "B-cubed", "rings", "honest ppm")]
    head = ["method", *(f"{s.name}: {name}" for s, name in columns)]
    body = []
    for family, rule in _lines_of():
        cells: list[str] = []
        for s in real:
            cells += _real_cells(find(every[s.name], family, rule), find(every[s.name], family, rule, True))
        if any(cell != "–" for cell in cells):
            body.append([_name(family, rule), *cells])
    yield from lines(head, body)


def _real_cells(row: Row | None, tuned: Row | None) -> list[str]:
    if row is None or (row.status != "ok" and tuned is None):
        return [said(row) if row else "–", "–", "–", "–", "–"]
    f = row.figures
    better = f" ({number(tuned.figures['ari'], 3)})" if tuned else ""
    ari = (number(f["ari"], 3) if row.status == "ok" else said(row)) + better
    return [ari, number(f["pair_f1"], 3), number(f["b_cubed"], 3), number(f["found"]), number(f["honest_ppm"])]


def _simulated(simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Rings found and who else was linked."""
    if not simulated:
        return
    yield "## Simulated: rings found at F1 >= 0.9 (tuned), mean F1, honest people linked in ppm\n"
    yield "Honest people: in no organisation. A firm or a campus is linked rightly; only signs tell it apart.\n"
    body = []
    for family, rule in _lines_of():
        pairs = [(find(every[s.name], family, rule), find(every[s.name], family, rule, True)) for s in simulated]
        if any(row for row, _ in pairs):
            body.append([_name(family, rule), *(_simulated_cell(*pair) for pair in pairs)])
    yield from lines(["method", *(f"{s.name} ({s.rings})" for s in simulated)], body)


def _simulated_cell(row: Row | None, tuned: Row | None) -> str:
    if row is None:
        return "–"
    better = f" ({number(tuned.figures['found'])})" if tuned else ""
    if row.status != "ok":
        return said(row) + better
    f = row.figures
    return f"{number(f['found'])}{better}, {number(f['mean_f1'], 2)}, {number(f['people_ppm'])}"


def _rings_by(title: str, path: tuple[str, str], simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Rings found of those planted, over all simulated worlds, defaults behind our gate."""
    shown = _over(simulated, every)
    total = {name: tally(some, *path) for name, some in shown.items()}
    names = sorted({name for one in total.values() for name in one})
    if not names:
        return
    yield f"## Simulated: rings found of those planted, by {title} (defaults behind our gate)\n"
    body = ([name, *("/".join(map(str, total[m].get(name, (0, 0)))) for m in shown)] for name in names)
    yield from lines([title, *shown], body)


def _over(simulated: Sequence[Sheet], every: Every, rule: str = "gate") -> dict[str, list[Row]]:
    """Default rows of each method over the simulated worlds."""
    found: dict[str, list[Row]] = {}
    for family in FAMILIES:
        some = [find(every[s.name], family, LAW if family == OURS else rule) for s in simulated]
        ran = [row for row in some if row is not None and row.status == "ok"]
        if ran:
            found[family] = ran
    return found


def _honest_by(title: str, simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Honest accounts linked, parts per million of those there are, over all simulated worlds."""
    for rule in ("naive", "gate"):
        shown = _over(simulated, every, rule)
        total = {name: tally(some, "honest", f"by_{title}") for name, some in shown.items()}
        names = sorted({name for one in total.values() for name in one})
        if not names:
            continue
        yield f"## Simulated: honest accounts linked, ppm by {title}, {RULE[rule]} (ours: the law)\n"
        there = {name: max(one.get(name, [0, 0])[1] for one in total.values()) for name in names}
        body = (
            [name or "unknown", number(there[name]), *(_ppm(total[m].get(name, [0, 0])) for m in shown)]
            for name in names
        )
        yield from lines([title, "accounts", *shown], body)


def _ppm(pair: Sequence[int]) -> str:
    return number(1e6 * pair[0] / pair[1]) if pair[1] else "–"


def _product(known: Sequence[Sheet]) -> Iterator[str]:
    """What a person is shown first."""
    if not known:
        return
    yield "## The whole product: what it puts before a person\n"
    head = ("data set", "queue", "honest in it", "ring accounts in it", "of those with core evidence")
    more = ("honest communities to look at first", "average precision of the ranking")
    body = []
    for s in known:
        p = s.product or {}
        first = ", ".join(f"{n} {name}" for name, n in p["honest_communities_to_look_at_first"].items()) or "0"
        core = p["core_ring_accounts_in_queue"] / max(p["core_ring_accounts"], 1)
        cells = [number(p[name]) for name in ("queue", "honest_in_queue", "ring_accounts_in_queue")]
        body.append([f"`{s.name}`", *cells, f"{core:.1%}", first, number(p["average_precision"], 3)])
    yield from lines((*head, *more), body)


def _unlabelled(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Sets without known rings: does what was found agree with what was not shown?"""
    for sheet in known:
        yield f"## {sheet.name}: agreement with a kind that detection was not shown\n"
        yield "How much oftener two accounts of one group are tied by a rare image than two random accounts.\n"
        head = ("method", "groups", "tied pairs inside", "lift")
        body = []
        for family, rule in _lines_of():
            row = find(every[sheet.name], family, rule)
            if row is not None:
                values = [number(row.figures[n]) for n in ("groups", "tied", "lift")]
                body.append([_name(family, rule), *(values if row.status == "ok" else [said(row), "–", "–"])])
        yield from lines(head, body)


def _cost(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Seconds, memory of the whole process and agreement between relabelings."""
    yield "## Cost and stability of the defaults: seconds, MB, agreement (ARI) of relabelings behind our gate\n"
    body = []
    for family in FAMILIES:
        some = [find(every[s.name], family, LAW if family == OURS else "gate") for s in known]
        body.append([family, *(_cost_cell(row) for row in some)])
    yield from lines(["method", *(s.name for s in known)], body)


def _cost_cell(row: Row | None) -> str:
    if row is None or row.status != "ok":
        return said(row) if row else "–"
    f = row.figures
    return f"{number(f['seconds'], 2)} s, {number(f['peak_mb'])} MB, {number(f['stability'], 3)}"


def _reasons(every: Every) -> Iterator[str]:
    """Why a method was not run."""
    why = sorted({(r.method, r.world, r.status) for some in every.values() for r in some if ": " in r.status})
    if why:
        yield "## Not run\n"
        yield from (f"- {method} on {world}: {status.partition(': ')[2]}" for method, world, status in why)
        yield ""
