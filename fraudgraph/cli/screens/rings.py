"""`rings`: where to look first. Bands of evidence, and inside them the harm going on now."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import rings as documents
from fraudgraph.cli.lines import Line, Style, Word, head, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Listing, Screen
from fraudgraph.cli.screens import plain
from fraudgraph.cli.tables import Column, Layout, Row, layout, not_shown
from fraudgraph.investigate import listings
from fraudgraph.investigate.views.rings import BandTotal, RingRow, RingsView
from fraudgraph.model.rings import Band, Change, Review
from fraudgraph.model.safe_text import cells

WAITING = frozenset({Review.NEW, Review.TO_DO, Review.CHANGED})

BANDS = {
    Band.LOOK_FIRST: ("LOOK FIRST", "class A, more for than against"),
    Band.FIND_MORE: ("FIND MORE", "class B or C or signs even, not enough to act on"),
    Band.MORE_AGAINST: ("MORE AGAINST THAN FOR", "often firms, campuses, events"),
    Band.JUDGED: ("JUDGED, UNCHANGED", ""),
}
_KINDS = 3
_COLUMNS = (
    Column("ring", style=Style.ID),
    Column("review"),
    Column("class"),
    Column("signs", right=True),
    Column("against", right=True),
    Column("exch. 7 d", right=True),
    Column("open", right=True, rank=2),
    Column("accounts", right=True),
    Column("change", right=True, rank=1),
    Column("linked by"),
    Column("bits/account", right=True, rank=3),
    Column("first seen", rank=4),
    Column("last seen", rank=5),
)


def rings(view: RingsView, everything: bool = False, wide: bool = False) -> Screen:
    """The screen. everything: every ring, not a screenful; wide: no column gives way."""
    return Screen(
        draw=lambda canvas: _draw(view, canvas, wide),
        data=lambda: _data(view),
        listing=lambda: Listing.of(listings.of_rings(view)),
        hints=tuple(f"fraudgraph ring {names.ring_id(row.ring.ring_id)}" for row in view.rows[:1]),
        everything=everything,
    )


def _draw(view: RingsView, canvas: Canvas, wide: bool) -> Iterator[Line]:
    if not view.rows:
        yield head(f"0 rings; {names.sweep_id(view.sweep.sweep_id)} complete, {counted(view.all_accounts, 'account')}")
        return
    for one in (_answer(view), _reach(view)):
        yield from wrapped(one, canvas.width)
    yield Line()
    shown = _shown(view, canvas)
    width = 10_000 if wide else canvas.width
    rows, fitted = _fitted([row for band in shown.values() for row in band], width)
    yield fitted.header()
    for band in view.bands:
        yield from wrapped(_band(band, len(shown[band.band])), canvas.width, 2)
        yield from (fitted.row(rows[row.ring.ring_id]) for row in shown[band.band])
    yield from wrapped(_footer(view, sum(map(len, shown.values()))), canvas.width)
    if fitted.dropped:
        yield from wrapped(not_shown(fitted.dropped, "--wide, --json"), canvas.width)


def _fitted(shown: Sequence[RingRow], width: int) -> tuple[dict[int, Row], Layout]:
    """The rows by ring, and their layout; a ring names fewer kinds where they do not fit otherwise."""
    rows = {row.ring.ring_id: _row(row, _linked_by(row)) for row in shown}
    fitted = layout(_COLUMNS, list(rows.values()), width)
    if fitted.width > width:
        room = max(cells(_linked_by(row)) for row in shown) + width - fitted.width
        rows = {row.ring.ring_id: _row(row, _linked_by(row, room)) for row in shown}
        fitted = layout(_COLUMNS, list(rows.values()), width)
    return rows, fitted


def _answer(view: RingsView) -> Line:
    parts = [
        (view.to_do, "to do from before"),
        (view.new, "new"),
        (view.changed, "changed"),
        (view.dormant_to_do, "dormant"),
    ]
    said = ", ".join(f"{count(number)} {words}" for number, words in parts if number)
    need = f"{counted(view.need_person, 'ring')} {numbers.verb(view.need_person, 'needs', 'need')} a person"
    return head(f"{need}: {said}" if said else need)


def _reach(view: RingsView) -> Line:
    found = len(view.rows)
    until = f"facts before {times.minute(view.sweep.as_of_us)}"
    links = f"{counted(found, 'ring')} {numbers.verb(found, 'links', 'link')} {counted(view.accounts, 'account')}"
    return line(f"{names.sweep_id(view.sweep.sweep_id)}, {until}: {links}. Linked is not abusive.")


def _shown(view: RingsView, canvas: Canvas) -> dict[Band, Sequence[RingRow]]:
    """The rows of each band that fit on a screenful: the best of every band that waits, the rest to the first band,
    judged rings last.
    """
    whole: dict[Band, Sequence[RingRow]] = {
        total.band: [row for row in view.rows if row.ring.band is total.band] for total in view.bands
    }
    if canvas.limit is None or len(view.rows) <= canvas.limit:
        return whole
    room = canvas.limit
    take = dict.fromkeys(whole, 0)
    waiting = [band for band in whole if band is not Band.JUDGED]
    for least in (2, room):
        for band in waiting if least == 2 else list(whole):
            more = min(least, len(whole[band]) - take[band], room)
            take[band] += more
            room -= more
    return {band: rows[: take[band]] for band, rows in whole.items()}


def _band(total: BandTotal, shown: int) -> Line:
    title, meaning = BANDS[total.band]
    said = f"{counted(total.rings, 'ring')}, {counted(total.accounts, 'account')}"
    hidden = "" if shown == total.rings else f" ({count(shown)} shown)"
    return line(Word(title, Style.PLAIN), "  ", f"{meaning}: {said}{hidden}" if meaning else f"{said}{hidden}")


def _row(row: RingRow, linked_by: str) -> Row:
    ring = row.ring
    return (
        names.ring_id(ring.ring_id),
        Word(review_word(ring.review), Style.WAITS if ring.review in WAITING else Style.PLAIN),
        ring.ring_class.value,
        f"{row.signs_present} of {row.signs_measured}",
        count(row.signs_against),
        count(ring.exchanges_7d),
        count(ring.open_accounts),
        count(ring.accounts),
        change_word(row),
        linked_by,
        numbers.bits_each(ring.ring_bits, ring.accounts),
        times.date(ring.first_us) or numbers.UNKNOWN,
        times.date(ring.last_us) or numbers.UNKNOWN,
    )


def _linked_by(row: RingRow, room: int = 10_000) -> str:
    """The kinds that add most, as many as fit, and how many more there are."""
    words = [kind.word for kind in row.linked_by]
    said = [
        " ".join([*words[:named], *([f"+{count(len(words) - named)}"] if named < len(words) else [])])
        for named in range(min(_KINDS, len(words)), 0, -1)
    ]
    return next((one for one in said if cells(one) <= room), said[-1] if said else "")


def review_word(review: Review) -> str:
    """`to do`."""
    return review.value.replace("_", " ")


def change_word(row: RingRow) -> str:
    """`new`, `split`, `merged`, `returned`, or how many accounts more."""
    change = row.ring.change
    if change is Change.BORN:
        return "new"
    if change in (Change.SPLIT, Change.MERGED, Change.RETURNED):
        return change.value
    return numbers.signed(row.delta)


def _footer(view: RingsView, shown: int) -> Line:
    found = len(view.rows)
    said = f"{count(shown)} of {count(found)} shown"
    said += "." if shown == found else "; --all for the rest."
    gone = []
    if view.dormant:
        gone.append(
            f"{count(view.dormant)} dormant" + (f" ({count(view.dormant_to_do)} to do)" * bool(view.dormant_to_do))
        )
    if view.merged_away:
        gone.append(f"{count(view.merged_away)} merged away")
    return line(said + (f" Not in the {count(found)}: {', '.join(gone)}." if gone else ""))


def _data(view: RingsView) -> documents.Rings:
    return {
        "sweep": plain.sweep(view.sweep),
        "need_person": view.need_person,
        "to_do": view.to_do,
        "new": view.new,
        "changed": view.changed,
        "dormant_to_do": view.dormant_to_do,
        "dormant": view.dormant,
        "merged_away": view.merged_away,
        "accounts": view.accounts,
        "all_accounts": view.all_accounts,
        "bands": [{"band": one.band.value, "rings": one.rings, "accounts": one.accounts} for one in view.bands],
        "rings": [_plain_row(row) for row in view.rows],
    }


def _plain_row(row: RingRow) -> documents.ListedRing:
    return {
        **plain.ring(row.ring),
        "signs_present": row.signs_present,
        "signs_measured": row.signs_measured,
        "signs_against": row.signs_against,
        "linked_by": plain.kinds(row.linked_by),
        "accounts_change": row.delta,
    }
