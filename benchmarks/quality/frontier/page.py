"""The frontier as a page of Markdown."""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.quality.frontier.found import SHARES, Found, Line
from benchmarks.quality.frontier.grid import AXES, Cell

WORDS = {
    "per_card": "accounts on a card",
    "per_address": "accounts on an address",
    "variants": "accounts on a template variant",
    "camouflage": "share at public places",
}
USES = {
    "session": "sessions handed over",
    "template": "a public template handed over",
    "steady": "each account for itself",
}


def markdown(found: Found) -> Iterator[str]:
    """The whole page, line by line."""
    g = found.grid
    rings = len(found.ours[0].rings)
    yield "# The frontier\n"
    sizes = ", ".join(map(str, g["accounts"]))
    yield (
        f"{rings} rings of {sizes} accounts, three for each of {rings // 3} of the {_cells(found)} cells of the grid, "
        f"among {g['people']:,} honest accounts a population ({found.individuals:,} honest individuals in all). "
        "Found: F1 with one group. Written by `python -m benchmarks frontier`; figures and seed: `frozen.toml`.\n"
    )
    yield "People linked: honest individuals in any group (a person's own accounts, firms, campuses are not counted).\n"
    yield from _methods(found)
    for axis in AXES:
        yield from _axis(found, axis)
    yield from _uses(found)
    yield from _sizes(found)


def _cells(found: Found) -> int:
    return int(np.prod([len(found.grid[axis]) for axis in AXES]))


def _methods(found: Found) -> Iterator[str]:
    head = [
        "method",
        "rings",
        *(f"F1 >= {least:g}" for least in SHARES),
        "people linked",
        "groups of people",
        "processor s",
    ]
    yield from _table("## Share of the grid recovered", head, [_row(line) for line in (*found.ours, *found.peers)])
    best = found.best_quiet
    if best is not None:
        yield f"The peer that recovers most among those with the fewest groups of honest people: {best.name}.\n"


def _row(line: Line) -> list[str]:
    shares = [_percent(line.share(least)) for least in SHARES]
    return [line.name, f"{len(line.rings):,}", *shares, f"{line.people:,}", f"{line.groups:,}", f"{line.seconds:,.0f}"]


def _shown(found: Found) -> list[Line]:
    return [*found.ours, *([found.best_quiet] if found.best_quiet else []), *found.peers[:1]]


def _axis(found: Found, axis: str) -> Iterator[str]:
    values = found.grid[axis]
    head = ["F1 >= 0.9 by " + WORDS[axis], *(f"{value:g}" for value in values)]
    body = []
    for line in _shown(found):
        of = [[r["f1"] >= SHARES[0] for r in line.rings if getattr(Cell.of(r["cell"]), axis) == v] for v in values]
        body.append([line.name, *(_percent(sum(some) / max(len(some), 1)) for some in of)])
    yield from _table("", head, body)


def _uses(found: Found) -> Iterator[str]:
    uses = found.grid["uses"]
    head = ["F1 >= 0.9 by use", *(USES[use] for use in uses)]
    body = [[line.name, *(_percent(line.share(SHARES[0], use=use)) for use in uses)] for line in _shown(found)]
    yield from _table("", head, body)


def _sizes(found: Found) -> Iterator[str]:
    sizes = found.grid["accounts"]
    head = ["F1 >= 0.9 by accounts", *(f"{size}" for size in sizes)]
    body = [[line.name, *(_percent(line.share(SHARES[0], accounts=size)) for size in sizes)] for line in _shown(found)]
    yield from _table("", head, body)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _table(title: str, head: Sequence[str], body: Sequence[Sequence[str]]) -> Iterator[str]:
    if title:
        yield f"{title}\n"
    yield f"| {' | '.join(head)} |"
    yield f"|---|{'--:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in dict.fromkeys(map(tuple, body)))
    yield ""
