"""The frontier as one picture: a panel a method, a square a cell, darker where more of its rings are found."""

from collections.abc import Iterator
from html import escape
from itertools import product
from typing import Any

from benchmarks.quality.frontier.found import SHARES, Found, Line
from benchmarks.quality.frontier.grid import Cell
from benchmarks.quality.picture import FONT, INK, SOFT

SQUARE, GAP = 16, 8
LEFT, TOP, BETWEEN = 118, 104, 34
NOT_MEASURED = "#ffffff"
SHADES = ("#eef1f4", "#b9d0ea", "#6e9bd1", "#0a53b8")  # none, one, two, all three rings


def draw(found: Found) -> str:
    """The whole picture."""
    shown = [*found.ours, *([found.best_quiet] if found.best_quiet else [])]
    side = _side(found.grid, "camouflage", "per_address"), _side(found.grid, "variants", "per_card")
    width = LEFT + len(shown) * (side[0] + BETWEEN) + 6
    height = TOP + side[1] + 92
    says = "; ".join(f"{line.name}: {100 * line.share(SHARES[0]):.0f} % of the grid" for line in shown)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    body = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(says)}">']
    body += [f'<g {FONT} font-size="12" fill="{INK}">', f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    body.append(_text(8, 22, "Where detection ends", size=16, weight=600))
    body += _rows(found)
    for place, line in enumerate(shown):
        body += _panel(found, line, LEFT + place * (side[0] + BETWEEN))
    body += _legend(TOP + side[1] + 58)
    return "\n".join([*body, "</g>", "</svg>", ""])


def _side(grid: Any, outer: str, inner: str) -> int:
    return int(len(grid[outer]) * (len(grid[inner]) * SQUARE + GAP) - GAP)


def _text(x: float, y: float, words: str, size: int = 12, weight: int = 400, **more: str) -> str:
    extra = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" font-weight="{weight}"{extra}>{escape(words)}</text>'


def _place(outer: int, inner: int, length: int) -> int:
    return outer * (length * SQUARE + GAP) + inner * SQUARE


def _rows(found: Found) -> Iterator[str]:
    """Names of the rows: accounts on a variant of the template, and on a card."""
    grid = found.grid
    yield _text(8, TOP - 24, "accounts on", size=11, fill=SOFT)
    yield _text(8, TOP - 10, "template", size=11, fill=SOFT)
    yield _text(LEFT - 8, TOP - 10, "card", size=11, fill=SOFT, text_anchor="end")
    for (i, variants), (j, card) in product(enumerate(grid["variants"]), enumerate(grid["per_card"])):
        y = TOP + _place(i, j, len(grid["per_card"])) + SQUARE - 4
        yield _text(LEFT - 8, y, f"{card}", size=11, text_anchor="end")
        if j == 0:
            yield _text(8, y, f"{variants}", size=11)


def _panel(found: Found, line: Line, x: int) -> Iterator[str]:
    grid = found.grid
    yield _text(x, TOP - 56, line.name, weight=600)
    share, people = 100 * line.share(SHARES[0]), line.people
    yield _text(
        x, TOP - 40, f"{share:.0f} % of {len(line.rings):,} rings, {people:,} people linked", fill=SOFT, size=11
    )
    addresses, cards = grid["per_address"], grid["per_card"]
    for (i, hidden), (j, address) in product(enumerate(grid["camouflage"]), enumerate(addresses)):
        left = x + _place(i, j, len(addresses))
        yield _text(left + SQUARE / 2, TOP - 8, f"{address}", size=10, text_anchor="middle")
        bottom = TOP + _side(grid, "variants", "per_card")
        if j == 0:
            yield _text(left, bottom + 16, f"{100 * hidden:.0f} % public", size=11, fill=SOFT)
        for (k, variants), (m, card) in product(enumerate(grid["variants"]), enumerate(cards)):
            of = line.of_cell(Cell(card, address, variants, hidden).name, SHARES[0])
            top = TOP + _place(k, m, len(cards))
            shade = NOT_MEASURED if of is None else SHADES[round(3 * of)]
            yield f'<rect x="{left}" y="{top}" width="{SQUARE - 1}" height="{SQUARE - 1}" fill="{shade}"/>'
    yield _text(x, TOP - 23, "accounts on an address", size=10, fill=SOFT)


def _legend(y: int) -> Iterator[str]:
    yield _text(8, y, "rings found at F1 >= 0.9, of three:", size=11)
    for place, (shade, words) in enumerate(zip(SHADES, ("none", "one", "two", "all"), strict=True)):
        left = 226 + place * 66
        yield f'<rect x="{left}" y="{y - 11}" width="{SQUARE - 1}" height="{SQUARE - 1}" fill="{shade}"/>'
        yield _text(left + SQUARE + 4, y, words, size=11)
    yield _text(
        8,
        y + 18,
        "Right and down: more is shared. White: not measured. Public: share of exchanges at public places.",
        size=11,
        fill=SOFT,
    )
