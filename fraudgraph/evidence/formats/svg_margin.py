"""Around the drawing of an SVG: what the ring is, how to read it, where it comes from."""

from collections.abc import Iterator
from math import cos, pi, sin

from fraudgraph import __version__
from fraudgraph.evidence.formats.graphml import xml
from fraudgraph.evidence.picture import Picture
from fraudgraph.evidence.picture.caption import caption, counted, reach
from fraudgraph.evidence.picture.palette import look_of
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.kinds import kind_of
from fraudgraph.model.rings import BIT, Tier
from fraudgraph.model.safe_text import visible

PAPER, INK, SOFT, CELL, CELL_LINE, CLUSTER = "#ffffff", "#1d232b", "#5c6570", "#f4f3ee", "#d5d3ca", "#e6e7e8"
TIERS = {Tier.PERIPHERY: "#bcc3ca", Tier.PROBABLE: "#8a95a1", Tier.CORE: "#4b5663"}
BEARING = 8
CAVEAT = "Linked is not abusive. A firm, a campus or a family is linked too."
_CORNERS = {"square": (4, pi / 4), "diamond": (4, 0.0), "hexagon": (6, 0.0), "triangle": (3, -pi / 2)}
_FIVE = (5, -pi / 2)


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, words: str, more: str = "") -> str:
    """One line of text."""
    return f'<text x="{number(x)}" y="{number(y)}"{more}>{xml(words)}</text>'


def short(name: str, most: int) -> str:
    """The name, or its head and tail."""
    if len(name) <= most:
        return name
    head = round((most - 1) * 0.65)
    return f"{name[:head]}…{name[len(name) - (most - 1 - head) :]}"


def shape(name: str, at: tuple[float, float], radius: float, colour: str, more: str = "") -> str:
    """A square, diamond, hexagon, triangle or pentagon around a point."""
    corners, turn = _CORNERS.get(name, _FIVE)
    reach = radius * (1.05 if corners == 6 else 1.2)
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    points = " ".join(f"{number(at[0] + reach * cos(a))},{number(at[1] + reach * sin(a))}" for a in angles)
    return f'<polygon points="{points}" fill="{colour}"{more}/>'


def head(picture: Picture, whole: bool) -> Iterator[str]:
    """Title, reach, and what is not drawn one by one."""
    ringed, held = picture.ringed, picture.held
    linked = f"{counted(held.accounts, 'account')} linked by {counted(held.identifiers, 'identifier')}"
    title = f"{show_id(Minted.RING, ringed.ring.ring_id)}: {linked} in {counted(held.cells, 'cell')}"
    said = f"{reach(picture)}."
    if not whole:
        said += " Too many to draw each: a disc stands for the accounts of a cluster, its area for their number."
    yield f'<title id="title">{xml(title)}</title>'
    yield f'<desc id="what">{xml(f"{caption(picture)} {said} {CAVEAT}")}</desc>'
    yield text(20, 34, title, ' font-size="21" font-weight="bold"')
    yield text(20, 57, said, f' font-size="12.5" fill="{SOFT}"')
    yield text(20, 77, caption(picture), ' font-size="12.5"')
    yield text(1260, 34, CAVEAT, ' font-size="13" font-weight="bold" fill="#7a4b00" text-anchor="end"')


def legend(picture: Picture, at: tuple[float, float], lines: bool, each: bool) -> Iterator[str]:
    """Kinds with what each adds, what bears most, tiers, and how to read the shapes. lines: whether any are drawn;
    each: whether each account is.
    """
    x, y = at
    yield '<g font-size="12.5">'
    yield _heading(x, y, "What holds it together")
    for column, words in ((190, "bits an account"), (262, "how many"), (380, "ring without it")):
        yield text(x + column, y + 20, words, f' font-size="11" fill="{SOFT}" text-anchor="end"')
    y += 40
    yield from _kinds(picture, x, y)
    y += 22 * len(_kind_names(picture)) + 18
    yield from _bearing(picture, x, y)
    y += 19 * min(BEARING, int(picture.load_bearing.sum())) + 46
    yield _heading(x, y, "Accounts")
    for tier in reversed(TIERS):
        found = sum(member.tier == tier for member in picture.ringed.members)
        if found:
            y += 21
            yield f'<circle cx="{number(x + 7)}" cy="{number(y - 4)}" r="5" fill="{TIERS[tier]}"/>'
            note = ": never enforce on these alone" if tier is Tier.PERIPHERY else ""
            yield text(x + 24, y, f"{counted(found, f'{tier.value} account')}{note}")
    closed = sum(picture.is_closed(account) for account in range(picture.held.accounts))
    if closed:
        y += 21
        yield text(x + 24, y, f"{counted(closed, 'account')} not open any more" + (": hollow" if each else ""))
    y += 40
    yield _heading(x, y, "How to read it")
    for line in _reading(picture, lines):
        y += 19
        yield text(x, y, line, f' fill="{SOFT}"')
    yield "</g>"


def _kind_names(picture: Picture) -> list[str]:
    return [share.kind for share in sorted(picture.ringed.ring.kinds, key=lambda share: (-share.bits, share.kind))]


def _kinds(picture: Picture, x: float, y: float) -> Iterator[str]:
    accounts = max(picture.held.accounts, 1)
    shares = {share.kind: share for share in picture.ringed.ring.kinds}
    for name in _kind_names(picture):
        kind, share = kind_of(name, picture.ringed.kinds), shares[name]
        look = look_of(kind)
        yield shape(look.shape, (x + 7, y - 4), 5.5, look.light)
        yield text(x + 24, y, short(visible(kind.word), 16))
        cells = (f"{share.bits / BIT / accounts:,.1f}", f"{share.identifiers:,}", _left(share.left_without, accounts))
        for column, words in zip((190, 262, 380), cells, strict=True):
            yield text(x + column, y, words, ' text-anchor="end"')
        y += 22


def _bearing(picture: Picture, x: float, y: float) -> Iterator[str]:
    yield _heading(x, y, "Load-bearing")
    order = sorted(range(picture.held.identifiers), key=lambda v: -picture.held.gain[v])
    for v in [v for v in order if picture.load_bearing[v]][:BEARING]:
        y += 19
        one = picture.identifiers[v]
        yield shape(look_of(kind_of(one.kind, picture.ringed.kinds)).shape, (x + 7, y - 4), 4.5, colour_of(picture, v))
        yield text(x + 24, y, short(visible(one.value), 24))
        words = f"{picture.held.gain[v]:,.1f} bits, {counted(int(picture.held.inside[v]), 'account')}"
        yield text(x + 380, y, words, f' fill="{SOFT}" text-anchor="end"')


def colour_of(picture: Picture, v: int) -> str:
    """The colour of an identifier on paper."""
    return look_of(kind_of(picture.identifiers[v].kind, picture.ringed.kinds)).light


def _left(left: int, accounts: int) -> str:
    return f"{left:,} ({100 * left / accounts:.1f} %)"


def _reading(picture: Picture, lines: bool) -> Iterator[str]:
    bearing, bridges = int(picture.load_bearing.sum()), int((picture.spans > 1).sum())
    yield "A tinted disc: accounts around the identifier that is"
    yield "hardest to forge. Drawn so, not a finding."
    if picture.clusters.heart.any():
        yield "In the middle of a cell: what a large part of it holds."
    yield "The larger an identifier, the more bits it gains."
    yield f"Outlined: {counted(bearing, 'identifier')} that carry half of the bits."
    if picture.held.cells > 1:
        yield f"Strong lines, thick outline: {counted(bridges, 'identifier')} held"
        yield "in more than one cell (bridges)."
    if not lines:
        yield "Thin lines are left out: they are too many to follow."


def foot(picture: Picture, drawn: int, y: float) -> Iterator[str]:
    """Where it comes from, and how to check it."""
    sweep = picture.ringed.sweep
    ring = show_id(Minted.RING, picture.ringed.ring.ring_id)
    lines = (
        f"Facts SHA-256 {sweep.segments_sha256}; seed {sweep.seed}; fraudgraph {__version__}; {drawn:,} marks.",
        f"Evidence SHA-256 {picture.evidence_sha256}: of {ring} as JSON with --all-edges.",
    )
    for place, line in enumerate(reversed(lines)):
        yield text(20, y - 14 * place, line, f' font-size="10" fill="{SOFT}"')


def _heading(x: float, y: float, words: str) -> str:
    return text(x, y, words, ' font-size="14" font-weight="bold"')
