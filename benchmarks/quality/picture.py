"""The comparison as one picture: methods down, data sets across; in each cell how well rings are found and who else is
linked. Plain SVG, so that it can be read and compared as text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

from benchmarks.quality.methods import FAMILIES, OURS
from benchmarks.quality.report import LAW, Row, Sheet

LEFT, TOP, ROW, COLUMN, BAR = 168, 104, 38, 172, 84
LEAST_WIDTH = 640
INK, SOFT, LINE, GREY = "#1f2328", "#59636e", "#d1d9e0", "#b6bec7"
BLUE, OURS_BLUE, RED, AMBER, GREEN = "#6e9bd1", "#0a53b8", "#c0271f", "#9a6700", "#1a7f37"
FONT = "font-family=\"-apple-system, 'Segoe UI', 'DejaVu Sans', Helvetica, Arial, sans-serif\""


@dataclass(frozen=True)
class Column:
    """One data set, or all seeds of one simulated family. figure: what the bars show."""

    title: str
    note: str
    sheets: tuple[Sheet, ...]
    figure: str


@dataclass(frozen=True)
class Mark:
    """One bar: 0 .. 1 (None: nothing to show), honest people linked in ppm, or why there is neither; tuned: of the best
    point of the grid.
    """

    value: float | None
    ppm: float | None
    status: str = "ok"
    tuned: float | None = None


Every = Mapping[str, Sequence[Row]]


def draw(known: Sequence[Sheet], every: Every) -> str:
    """The whole picture."""
    columns = list(_columns(known))
    shown = [f for f in FAMILIES if any(_mark(c, every, f, gated=True) for c in columns)]
    shown.sort(key=lambda family: -_rank(columns, every, family))
    width, height = max(LEFT + COLUMN * len(columns) + 8, LEAST_WIDTH), TOP + ROW * len(shown) + 130
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    body = [f'{head}role="img" aria-label="{_summary(columns, every)}">']
    body.append(f'<g {FONT} font-size="12" fill="{INK}">')
    body.append(f'<rect width="{width}" height="{height}" fill="#ffffff"/>')
    body += _header(columns)
    for place, family in enumerate(shown):
        body += _row(columns, every, family, (TOP + ROW * place, width))
    body.append(f'<path d="M0 {TOP + ROW * len(shown)}h{width}" stroke="{LINE}"/>')
    body += _legend(TOP + ROW * len(shown) + 18)
    return "\n".join([*body, "</g>", "</svg>", ""])


def _columns(known: Sequence[Sheet]) -> Iterator[Column]:
    """Real sets with rings one by one, simulated ones by family."""
    for sheet in known:
        if sheet.real and sheet.rings:
            yield Column(sheet.name, f"real, {sheet.rings:,} rings", (sheet,), "ari")
    families: dict[str, list[Sheet]] = {}
    for sheet in known:
        if not sheet.real:
            families.setdefault(str(sheet.about["family"]), []).append(sheet)
    for family, some in families.items():
        seeds = "1 seed" if len(some) == 1 else f"{len(some)} seeds"
        yield Column(family, f"simulated, {some[0].rings} rings, {seeds}", tuple(some), "ring_f1")


def _mark(column: Column, every: Every, family: str, gated: bool) -> Mark | None:
    """Medians over the worlds of a column. Ungated: the naive rule; on real sets every group, where the index looks
    only at accounts with a true ring.
    """
    ungated = "all" if column.figure == "ari" else "naive"
    rule = LAW if family == OURS else "gate" if gated else ungated
    of_it = [r for s in column.sheets for r in every[s.name] if (r.method, r.rule) == (family, rule)]
    some = [row for row in of_it if not row.tuned]
    if not some:
        return None
    best = [row.figures[column.figure] or 0.0 for row in of_it if row.tuned]
    ran = [row.figures for row in some if row.status == "ok"]
    if not ran:
        return Mark(None, None, some[0].status.partition(":")[0])
    # on real sets nobody knows who is honest: not being in a known ring proves nothing
    ppm = [f["people_ppm"] for f in ran if f["people_ppm"] is not None and column.figure != "ari"]
    tuned = median(best) if best else None
    return Mark(median(f[column.figure] or 0.0 for f in ran), median(ppm) if ppm else None, tuned=tuned)


def _rank(columns: Sequence[Column], every: Every, family: str) -> float:
    """Ours first, then by the mean of the bars behind the gate."""
    marks = [_mark(column, every, family, gated=True) for column in columns]
    return 9.0 if family == OURS else sum(mark.value or 0.0 for mark in marks if mark) / len(columns)


def _summary(columns: Sequence[Column], every: Every) -> str:
    """For who cannot see it."""
    ours = [(column.title, _mark(column, every, OURS, gated=True)) for column in columns]
    said = ", ".join(f"{title} {mark.value:.2f}" for title, mark in ours if mark and mark.value is not None)
    return escape(f"Methods compared on {len(columns)} data sets. fraudgraph: {said}.", quote=True)


def _text(x: float, y: float, words: str, how: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" {how}>{escape(words)}</text>'


def _header(columns: Sequence[Column]) -> Iterator[str]:
    yield _text(12, 30, "Rings found, and who else was linked", 'font-size="17" font-weight="600"')
    yield _text(12, 50, "Default parameters, medians over seeds and relabelings", f'fill="{SOFT}"')
    for place, column in enumerate(columns):
        x = LEFT + COLUMN * place
        yield _text(x, TOP - 28, column.title, 'font-weight="600" font-size="13"')
        yield _text(x, TOP - 13, column.note, f'fill="{SOFT}" font-size="11"')


def _row(columns: Sequence[Column], every: Every, family: str, at: tuple[int, int]) -> Iterator[str]:
    ours, (y, width) = family == OURS, at
    if ours:
        yield f'<rect x="0" y="{y}" width="{width}" height="{ROW}" fill="#eef4fc"/>'
    yield f'<path d="M0 {y}h{width}" stroke="{LINE}"/>'
    yield _text(12, y + 24, family, f'font-size="13" font-weight="{600 if ours else 400}"')
    for place, column in enumerate(columns):
        x = LEFT + COLUMN * place
        if ours:
            yield from _bar(x, y + 11, (16, OURS_BLUE), _mark(column, every, family, gated=True))
        else:
            plain = _mark(column, every, family, gated=False)
            if plain and plain.value is None:
                yield _text(x, y + 23, plain.status, f'fill="{SOFT}" font-size="10.5"')
                continue
            yield from _bar(x, y + 6, (11, GREY), plain)
            yield from _bar(x, y + 20, (11, BLUE), _mark(column, every, family, gated=True))


def _bar(x: int, y: int, look: tuple[int, str], mark: Mark | None) -> Iterator[str]:
    """A bar with its value and the honest people linked beside it."""
    height, colour = look
    base = y + height - 2 if height < 14 else y + 12
    if mark is None or mark.value is None:
        return
    yield f'<rect x="{x}" y="{y}" width="{BAR}" height="{height}" fill="#f3f5f7"/>'
    yield f'<rect x="{x}" y="{y}" width="{BAR * max(mark.value, 0.005):.1f}" height="{height}" fill="{colour}"/>'
    if mark.tuned is not None:
        yield f'<rect x="{x + BAR * min(mark.tuned, 1) - 1:.1f}" y="{y}" width="2" height="{height}" fill="{INK}"/>'
    yield _text(x + BAR + 5, base, f"{mark.value:.2f}", 'font-size="10.5"')
    if mark.ppm is not None:
        yield _text(x + BAR + 33, base, short(mark.ppm), f'font-size="10.5" fill="{_alarm(mark.ppm)}"')


def short(ppm: float) -> str:
    """Parts per million as people say it: 0, 320 ppm, 0.9 %, 41 %."""
    if ppm >= 1000:
        return f"{ppm / 10_000:.2g} %" if ppm < 995_000 else "all of them"
    return "0" if ppm == 0 else f"{ppm:,.0f} ppm"


def _alarm(ppm: float) -> str:
    return GREEN if ppm == 0 else AMBER if ppm < 1000 else RED


def _legend(y: int) -> Iterator[str]:
    for n, (colour, words) in enumerate(
        (
            (OURS_BLUE, "fraudgraph, one configuration everywhere"),
            (BLUE, "another method, its groups trimmed and accepted by our gate"),
            (GREY, "another method, its groups accepted by a naive rule (real sets: all its groups)"),
        )
    ):
        yield f'<rect x="12" y="{y + 18 * n - 9}" width="11" height="11" fill="{colour}"/>'
        yield _text(30, y + 18 * n, words, 'font-size="11.5"')
    yield f'<rect x="17" y="{y + 45}" width="2" height="11" fill="{INK}"/>'
    tuned = "the same method at the best point of its grid, chosen for each data set with the truth in hand"
    yield _text(30, y + 54, tuned, 'font-size="11.5"')
    explained = "Bars: F1 of rings; on real sets adjusted Rand index over accounts with a true ring."
    yield _text(12, y + 75, explained, f'fill="{SOFT}" font-size="11.5"')
    beside = "Beside them: honest people linked, of all honest people in no organisation (simulated). Empty: not run."
    yield _text(12, y + 93, beside, f'fill="{SOFT}" font-size="11.5"')
