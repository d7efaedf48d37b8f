"""Sections of the page: what was found, on which data sets."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.quality.digest import stale
from benchmarks.quality.markdown import RULE, Every, find, lines, lines_of, name_of, number, over, said
from benchmarks.quality.methods import OURS, variants
from benchmarks.quality.report import LAW, Row, Sheet, goal, tally


def short(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """One line a world: ours, beside the best of all others as they are or by the naive rule, with their defaults and
    tuned; tuned behind our gate; and the best that links no more honest people than ours.
    """
    if not known:
        return
    yield "## In short\n"
    yield "Real sets: adjusted Rand index. Simulated: F1 of rings, rings found at F1 >= 0.9, honest people linked.\n"
    body = []
    for s in known:
        ours = find(every[s.name], OURS, LAW)
        others = [r for r in every[s.name] if r.method != OURS and r.status == "ok"]
        quiet = [r for r in others if ours and (r.figures["people_ppm"] or 0) <= (ours.figures["people_ppm"] or 0)]
        bare = [r for r in others if r.rule != "gate"]
        picks = [[r for r in bare if not r.tuned], bare, [r for r in others if r.rule == "gate"]]
        picks += [] if s.real else [quiet]
        best = [max(some, key=lambda r: goal(s, r), default=None) for some in picks]
        body.append([f"`{s.name}`{_in_part(s)}", _headline(s, ours), *(_headline(s, r, named=True) for r in best)])
        body[-1] += ["–"] * (6 - len(body[-1]))
    head = ["data set", "ours", "best default", "best tuned", "best tuned behind our gate"]
    head.append("best tuned that links no more honest people than ours")
    yield from lines(head, body)


def _in_part(sheet: Sheet) -> str:
    """How much of the grid was measured, where that is not all of it."""
    every = [one.slug for one in variants()]
    there = sum(slug in sheet.cells for slug in every)
    return "" if there == len(every) else f" (in part: {there} of {len(every)} points of the grids)"


def _headline(sheet: Sheet, row: Row | None, named: bool = False) -> str:
    if row is None or row.status != "ok":
        return "–" if row is None else said(row)
    f = row.figures
    name = f" {row.method}{f' ({row.parameters})' if row.parameters else ''}, {RULE[row.rule]}" if named else ""
    if sheet.real:
        return f"**{number(f['ari'], 3)}**{name}"
    return f"**{number(f['ring_f1'], 2)}**, {number(f['found'])}/{number(f['planted'])}, {_people(f)}{name}"


def _people(figures: Mapping[str, float | None]) -> str:
    return f"{number(figures['people_ppm'])} ppm"


def worlds(known: Sequence[Sheet]) -> Iterator[str]:
    """What was measured on."""
    yield "## The data sets\n"
    yield "Stale: cells measured with other code of the law or the method than there is now; `--again` renews them.\n"
    head = ("data set", "seed", "accounts", "shared edges", "kinds", "rings", "accounts in rings", "stale")
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
                f"{stale(s.cells)} of {len(s.cells)}",
            )
            for s in known
        ),
    )


def real_sets(real: Sequence[Sheet], every: Every) -> Iterator[str]:
    """The adjusted Rand index over accounts with a true ring."""
    if not real:
        return
    yield "## Real sets: adjusted Rand index over accounts with a true ring, default (tuned)\n"
    yield "Others: accounts in no known ring that are linked, of all such; nobody has proven them innocent.\n"
    columns = [(s, name) for s in real for name in ("ARI", "pair F1", "B-cubed", "rings", "others ppm")]
    head = ["method", *(f"{s.name}: {name}" for s, name in columns)]
    body = []
    for family, rule in lines_of():
        cells: list[str] = []
        for s in real:
            cells += _real_cells(find(every[s.name], family, rule), find(every[s.name], family, rule, True))
        if any(cell != "–" for cell in cells):
            body.append([name_of(family, rule), *cells])
    yield from lines(head, body)


def _real_cells(row: Row | None, tuned: Row | None) -> list[str]:
    if row is None or (row.status != "ok" and tuned is None):
        return [said(row) if row else "–", "–", "–", "–", "–"]
    f = row.figures
    better = f" ({number(tuned.figures['ari'], 3)})" if tuned else ""
    ari = (number(f["ari"], 3) if row.status == "ok" else said(row)) + better
    return [ari, number(f["pair_f1"], 3), number(f["b_cubed"], 3), number(f["found"]), number(f["honest_ppm"])]


def simulated_sets(simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Rings found and who else was linked."""
    if not simulated:
        return
    yield "## Simulated: rings found at F1 >= 0.9 (tuned), F1 of rings, honest people linked in ppm\n"
    yield "F1 of rings: of planted rings found, and of groups that are rings; organisations are left out.\n"
    yield "Honest people: in no organisation. A firm or a campus is linked rightly; only signs tell it apart.\n"
    body = []
    for family, rule in lines_of():
        pairs = [(find(every[s.name], family, rule), find(every[s.name], family, rule, True)) for s in simulated]
        if any(row for row, _ in pairs):
            body.append([name_of(family, rule), *(_simulated_cell(*pair) for pair in pairs)])
    yield from lines(["method", *(f"{s.name} ({s.rings})" for s in simulated)], body)


def _simulated_cell(row: Row | None, tuned: Row | None) -> str:
    if row is None:
        return "–"
    better = f" ({number(tuned.figures['found'])})" if tuned else ""
    if row.status != "ok":
        return said(row) + better
    f = row.figures
    return f"{number(f['found'])}{better}, {number(f['ring_f1'], 2)}, {number(f['people_ppm'])}"


def rings_by(title: str, path: tuple[str, str], simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Rings found of those planted, over all simulated worlds, defaults behind our gate."""
    shown = over(simulated, every)
    total = {name: tally(some, *path) for name, some in shown.items()}
    names = sorted({name for one in total.values() for name in one})
    if not names:
        return
    yield f"## Simulated: rings found of those planted, by {title} (defaults behind our gate)\n"
    body = ([name, *("/".join(map(str, total[m].get(name, (0, 0)))) for m in shown)] for name in names)
    yield from lines([title, *shown], body)
