"""A static picture for a document: SVG that every reader draws alike, without style sheets, scripts or links.

A large ring has more accounts than a page has room for. Then clusters stand for their accounts, and what is left out is
said in the picture itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.formats import svg_margin
from fraudgraph.evidence.formats.svg_margin import (
    CELL,
    CELL_LINE,
    CLUSTER,
    INK,
    PAPER,
    TIERS,
    colour_of,
    number,
    shape,
    text,
)
from fraudgraph.evidence.picture import Picture
from fraudgraph.evidence.picture.held import Index, Reals
from fraudgraph.evidence.picture.palette import look_of
from fraudgraph.model.kinds import kind_of
from fraudgraph.model.safe_text import visible

WIDTH, HEIGHT = 1280, 840
BOX = (20.0, 104.0, 830.0, 690.0)
"""Left, top, width and height of the drawing."""
MOST_ACCOUNTS, MOST_CLUSTERS, MOST_IDENTIFIERS, MOST_LINES = 1_500, 1_500, 1_700, 1_200
LABELS, LABELLED_CELL = 14, 24.0


@dataclass(frozen=True)
class Marks:
    """What is drawn: places of the accounts, clusters and identifiers that get a mark, ties as (identifier, cluster),
    and whether nothing had to be left out or aggregated. lines: none where they would be too many to follow.
    """

    accounts: Index
    clusters: Index
    identifiers: Index
    lines: Index
    bridges: Index
    cells: int
    whole: bool

    @property
    def number(self) -> int:
        """Elements of the drawing."""
        parts = (self.accounts, self.clusters, self.identifiers, self.lines, self.bridges)
        return self.cells + sum(len(part) for part in parts)


def marks(picture: Picture) -> Marks:
    """Everything in a small ring; in a large one clusters for accounts, and the identifiers that gain most."""
    n, sizes, gain = picture.held.accounts, picture.clusters.sizes, picture.held.gain
    clusters = _largest(sizes.astype(np.float64), MOST_CLUSTERS, sizes + picture.clusters.heart > 0)
    identifiers = _largest(gain + picture.load_bearing * 1e12, MOST_IDENTIFIERS, np.ones(len(gain), np.bool_))
    plain, bridges = _lines(picture)
    shown = np.isin(plain[:, 0], identifiers) & np.isin(plain[:, 1], clusters)
    across = np.isin(bridges[:, 0], identifiers) & np.isin(bridges[:, 1], clusters)
    return Marks(
        accounts=np.arange(n if n <= MOST_ACCOUNTS else 0),
        clusters=clusters,
        identifiers=identifiers,
        lines=plain[shown] if shown.sum() <= MOST_LINES else plain[:0],
        bridges=bridges[across][:MOST_LINES],
        cells=picture.held.cells,
        whole=n <= MOST_ACCOUNTS and len(identifiers) == len(gain),
    )


def write(picture: Picture, path: Path) -> None:
    """One file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in _document(picture, marks(picture)))


def _largest(value: Reals, most: int, wanted: NDArray[np.bool_]) -> Index:
    """Places of the largest values, in order of place."""
    order = np.argsort(-value, kind="stable")
    return np.sort(order[wanted[order]][:most])


def _lines(picture: Picture) -> tuple[Index, Index]:
    """int64[., 2] (identifier, cluster): ties inside cells and bridges, those of most accounts first."""
    held, clusters = picture.held, picture.clusters
    many = max(len(clusters.anchor), 1)
    pair, count = np.unique(held.identifier * many + clusters.of[held.account], return_counts=True)
    pairs = np.stack(np.divmod(pair[np.argsort(-count, kind="stable")], many), axis=1)
    v, k = pairs[:, 0], pairs[:, 1]
    disc = clusters.disc[v]
    in_heart = (disc >= 0) & clusters.heart[disc] & (clusters.cell[disc] == clusters.cell[k])
    pairs = pairs[(disc != k) & ~in_heart]
    across = (picture.spans[pairs[:, 0]] > 1) & (clusters.home[pairs[:, 0]] != clusters.cell[pairs[:, 1]])
    return pairs[~across], pairs[across]


@dataclass(frozen=True)
class _Frame:
    """From the layout's unit to the page."""

    scale: float
    x: float
    y: float

    def at(self, place: Reals) -> tuple[float, float]:
        """The point on the page."""
        return self.x + float(place[0]) * self.scale, self.y + float(place[1]) * self.scale


def _frame(picture: Picture) -> _Frame:
    at, radius = picture.layout.cell, picture.layout.cell_radius[:, None]
    low, high = (at - radius).min(axis=0), (at + radius).max(axis=0)
    left, top, width, height = BOX
    scale = float(min(width / (high[0] - low[0]), height / (high[1] - low[1]), 60.0))
    middle = (low + high) / 2
    return _Frame(scale, left + width / 2 - float(middle[0]) * scale, top + height / 2 - float(middle[1]) * scale)


def _document(picture: Picture, drawn: Marks) -> Iterator[str]:
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-labelledby="title what" font-family="Helvetica, Arial, sans-serif" fill="{INK}">'
    )
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>'
    yield from svg_margin.head(picture, drawn.whole)
    frame = _frame(picture)
    yield '<g id="drawing">'
    yield from _discs(picture, drawn, frame)
    yield from _ties(picture, drawn, frame)
    yield from _accounts(picture, drawn, frame)
    yield from _identifiers(picture, drawn, frame)
    yield "</g>"
    yield from _labels(picture, drawn, frame)
    yield from svg_margin.legend(picture, (880.0, 116.0), lines=len(drawn.lines) > 0, each=len(drawn.accounts) > 0)
    yield from svg_margin.foot(picture, drawn.number, HEIGHT - 14.0)
    yield "</svg>"


def _circle(at: tuple[float, float], radius: float, more: str = "") -> str:
    return f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}"{more}/>'


def _discs(picture: Picture, drawn: Marks, frame: _Frame) -> Iterator[str]:
    layout = picture.layout
    yield f'<g fill="{CELL}" stroke="{CELL_LINE}">'
    yield from (
        _circle(frame.at(at), radius * frame.scale) for at, radius in zip(layout.cell, layout.cell_radius, strict=True)
    )
    yield "</g>"
    colour = [colour_of(picture, place) if place >= 0 else CLUSTER for place in picture.clusters.anchor]
    strength = "0.16" if len(drawn.accounts) else "0.34"
    for shade in dict.fromkeys(colour[k] for k in drawn.clusters):
        yield f'<g fill="{shade}" fill-opacity="{1 if shade == CLUSTER else strength}">'
        mine = (k for k in drawn.clusters if colour[k] == shade)
        yield from (_circle(frame.at(layout.cluster[k]), (layout.cluster_radius[k] - 0.4) * frame.scale) for k in mine)
        yield "</g>"


def _ties(picture: Picture, drawn: Marks, frame: _Frame) -> Iterator[str]:
    for lines, strength, width in ((drawn.lines, "0.22", "0.8"), (drawn.bridges, "0.65", "1.2")):
        for colour in dict.fromkeys(colour_of(picture, v) for v in lines[:, 0]):
            yield f'<g stroke="{colour}" stroke-opacity="{strength}" stroke-width="{width}">'
            for v, k in lines:
                if colour_of(picture, v) == colour:
                    (x1, y1), (x2, y2) = frame.at(picture.layout.identifier[v]), frame.at(picture.layout.cluster[k])
                    yield f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'
            yield "</g>"


def _accounts(picture: Picture, drawn: Marks, frame: _Frame) -> Iterator[str]:
    radius = max(0.32 * frame.scale, 0.7)
    for tier, colour in TIERS.items():
        yield f'<g fill="{colour}">'
        mine = [int(a) for a in drawn.accounts if picture.ringed.members[a].tier == tier]
        for hollow in (False, True):
            more = f' fill="{PAPER}" stroke="{colour}" stroke-width="{number(radius / 2)}"' if hollow else ""
            shown = [a for a in mine if picture.is_closed(a) == hollow]
            yield from (
                _circle(frame.at(picture.layout.account[a]), radius * (0.75 if hollow else 1), more) for a in shown
            )
        yield "</g>"


def _identifiers(picture: Picture, drawn: Marks, frame: _Frame) -> Iterator[str]:
    for bearing in (False, True):
        yield f'<g stroke="{INK}" stroke-width="{1 if bearing else 0}">'
        for v in drawn.identifiers:
            if bool(picture.load_bearing[v]) == bearing:
                yield _glyph(picture, int(v), frame, dashed=picture.spans[v] > 1)
        yield "</g>"


def _glyph(picture: Picture, v: int, frame: _Frame, dashed: bool) -> str:
    look = look_of(kind_of(picture.identifiers[v].kind, picture.ringed.kinds))
    bridge = ' stroke="#1d232b" stroke-width="1.6"' if dashed else ""
    return shape(look.shape, frame.at(picture.layout.identifier[v]), _size(picture, v, frame), look.light, bridge)


def _size(picture: Picture, v: int, frame: _Frame) -> float:
    return max(float(picture.layout.identifier_radius[v]) * frame.scale, 1.6)


def _labels(picture: Picture, drawn: Marks, frame: _Frame) -> Iterator[str]:
    """Cells, and names of what bears most, where there is room."""
    most = sorted(drawn.identifiers, key=lambda v: -picture.held.gain[v])
    order = [v for v in most if picture.load_bearing[v]]
    taken = [_box(frame.at(picture.layout.identifier[v]), _size(picture, v, frame)) for v in most[:200]]
    yield f'<g font-size="10.5" text-anchor="middle" stroke="{PAPER}" stroke-width="3" paint-order="stroke">'
    yield from _cell_names(picture, frame)
    written = 0
    for v in order:
        words = svg_margin.short(visible(picture.identifiers[v].value), 22)
        (x, y), away = frame.at(picture.layout.identifier[v]), _size(picture, v, frame) * 1.25 + 8
        for dx, dy in ((0.0, away), (0.0, -away), (len(words) * 2.9 + away, 0.0), (-len(words) * 2.9 - away, 0.0)):
            box = (x + dx - len(words) * 2.9, y + dy - 6, x + dx + len(words) * 2.9, y + dy + 6)
            if written < LABELS and _free(box, taken):
                taken.append(box)
                written += 1
                yield text(x + dx, y + dy + 3.5, words)
                break
    yield "</g>"


def _cell_names(picture: Picture, frame: _Frame) -> Iterator[str]:
    sizes = np.bincount(picture.held.cell)
    for cell, (at, radius) in enumerate(zip(picture.layout.cell, picture.layout.cell_radius, strict=True)):
        if len(sizes) > 1 and radius * frame.scale > LABELLED_CELL:
            x, y = frame.at(at)
            yield text(x, y - radius * frame.scale - 5, f"cell {cell + 1}: {sizes[cell]:,}", ' font-weight="bold"')


_Box = tuple[float, float, float, float]


def _box(at: tuple[float, float], radius: float) -> _Box:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _free(box: _Box, taken: list[_Box]) -> bool:
    left, top, width, height = BOX
    inside = box[0] >= left and box[1] >= top and box[2] <= left + width and box[3] <= top + height
    return inside and not any(
        box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
    )
