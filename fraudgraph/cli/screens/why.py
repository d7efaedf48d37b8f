"""`why`: every reason that two accounts have one operator, what the link loses without each, and what speaks against
it.
"""

from collections.abc import Iterator

from fraudgraph.cli import names, numbers, times
from fraudgraph.cli.documents import nodes
from fraudgraph.cli.lines import Line, Style, Word, Words, head, ident, line, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import attributes, doubts, plain
from fraudgraph.cli.screens.node import judged_words
from fraudgraph.cli.tables import Column, Row, layout, table
from fraudgraph.investigate.views.judged import Judged
from fraudgraph.investigate.views.why import Drop, Reason, Standing, WhyView
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Member

LEGEND = "holds: 12 bits or more over 2 kinds or more.  weakens: 7 bits or more.  falls: under 7."
_FEW = 8
_DROPS = (Column("if we drop"), Column("bits left", right=True), Column("kinds", right=True), Column("the link"))


def why(view: WhyView, everything: bool = False) -> Screen:
    """The screen. everything: every reason, those too that a stronger one of their family leaves uncounted."""
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), everything=everything)


def _draw(view: WhyView, canvas: Canvas) -> Iterator[Line]:
    if not view.reasons:
        yield from _nothing(view, canvas)
        return
    for one in (_answer(view, canvas), _weakest(view)):
        yield from wrapped(one, canvas.width)
    yield Line()
    yield from _reasons(view, canvas)
    yield Line()
    yield from table(_DROPS, [_drop(view, one) for one in view.drops], canvas.width)
    yield from wrapped(line(LEGEND), canvas.width)
    yield from doubts.draw(view, canvas)


def _nothing(view: WhyView, canvas: Canvas) -> Iterator[Line]:
    where = f" in {names.sweep_id(view.sweep.sweep_id)}" if view.sweep else ""
    common = "no identifier in common but hubs" if view.shared_hubs else "no identifier in common"
    said = f"No link found{where}: {common}. That does not show two operators."
    yield from wrapped(head(said), canvas.width)


def _answer(view: WhyView, canvas: Canvas) -> Line:
    link = {Standing.HOLDS: "linked", Standing.WEAKENS: "linked", Standing.FALLS: "hardly linked"}[view.standing]
    how = f"{numbers.bits(view.total_bits)} bits over {counted(view.kinds, 'kind')}"
    said = f"  {link}, {how}; {_judged(view, canvas)}"
    first, second = (Word(canvas.safe(one), Style.HEAD) for one in (view.first, view.second))
    return line(first, Word(" and ", Style.HEAD), second, Word(said, Style.HEAD))


def _judged(view: WhyView, canvas: Canvas) -> str:
    """What was said of the link, and of its ends."""
    ends = ((view.first, view.first_judged), (view.second, view.second_judged))
    said = [f"{canvas.safe(name)} {judged_words(one)}" for name, one in ends if one is not None]
    return "; ".join([judged_words(view.judged)] * (view.judged is not None or not said) + said)


def _weakest(view: WhyView) -> Line:
    """The weakest point of the link, and where the two accounts stand."""
    counted_reasons = [reason for reason in view.reasons if reason.counted]
    if view.weakest is None:
        said = "Holds without any one kind"
    elif view.standing is Standing.FALLS:
        said = "Too little to link them"
    else:
        without = f"without {view.weakest.kind.word}" if view.weakest.kind else "without what is easy to fake"
        left = f"{numbers.bits(view.weakest.bits_left)} bits left"
        said = f"{view.weakest.standing.value.capitalize()} {without}, {left}"
    if view.hard < len(counted_reasons):
        said += f", {'but' if view.weakest is None else 'and'} {_hard(view.hard, len(counted_reasons))} hard to fake"
    return line(f"{said}. ", *_standing(view))


def _hard(hard: int, reasons: int) -> str:
    """`only 1 of the 3 reasons is`, `none of the 3 reasons is`, `its one reason is not`."""
    if reasons == 1:
        return "its one reason is not"
    many = f"only {count(hard)}" if hard else "none"
    return f"{many} of the {count(reasons)} reasons {numbers.verb(max(hard, 1), 'is', 'are')}"


def _standing(view: WhyView) -> list[Words]:
    first, second = view.first_member, view.second_member
    if first is None and second is None:
        return ["Neither is in a ring."]
    if first is None or second is None:
        one = first or second
        assert one is not None
        return [f"One is {one.tier.value} in ", ident(names.ring_id(one.ring_id)), ", the other in no ring."]
    if first.ring_id != second.ring_id:
        rings = (ident(names.ring_id(one.ring_id)) for one in (first, second))
        return ["In two rings: ", next(rings), f" ({first.tier.value}) and ", next(rings), f" ({second.tier.value})."]
    same = first.tier is second.tier
    how = f"Both {first.tier.value} in " if same else f"{first.tier.value} and {second.tier.value} in ".capitalize()
    return [how, ident(names.ring_id(first.ring_id)), "."]


def _reasons(view: WhyView, canvas: Canvas) -> Iterator[Line]:
    shown = [(number, one) for number, one in enumerate(view.reasons, 1) if one.counted or _fits(number, canvas)]
    ids = names.shortened({reason.value for _, reason in shown}, canvas.glyphs)
    told: dict[Kind, int] = {}
    rows: list[Row] = [_reason(number, one, ids, told.setdefault(one.kind, number)) for number, one in shown]
    columns = (
        Column("#"),
        Column("kind"),
        Column("identifier", style=Style.ID),
        Column("holders", right=True),
        Column("bits", right=True),
        Column(f"both seen with it, {times.zone_name()}"),
        Column("in ring", right=True, rank=2),
        Column("who else could cause it", rank=1, flow=18),
    )
    fitted = layout(columns, rows, canvas.width)
    yield fitted.header()
    yield from fitted.rows(rows)
    yield fitted.row(("", "total", "", "", numbers.bits(view.total_bits), "the best of each family", "", ""))
    note = _not_added(view, len(view.reasons) - len(shown))
    yield from wrapped(line(note), canvas.width) if note else ()
    yield from attributes.draw(((one.kind.word, ids[one.value], one.attributes) for _, one in shown), canvas)
    if "who else could cause it" in fitted.dropped:
        yield from wrapped(line(f"who else could cause it: {_causes(view)}"), canvas.width, 2)


def _fits(number: int, canvas: Canvas) -> bool:
    """Reasons that count always stand; of the others a few on a terminal."""
    return canvas.limit is None or number <= _FEW


def _not_added(view: WhyView, hidden: int) -> str:
    """What is not in the total, so that nobody adds it up."""
    apart = sum(not reason.counted for reason in view.reasons)
    if not apart:
        return ""
    weaker = f"{counted(apart, 'reason')} in brackets not added: a stronger one of the family stands above"
    return f"{weaker}{f' ({count(hidden)} not shown: --all)' if hidden else ''}"


def _causes(view: WhyView) -> str:
    """Who else could cause it: `payment hard: card thief, reseller; ip easy: ...`, kinds of one cause together."""
    kinds: dict[str, list[str]] = {}
    for kind in dict.fromkeys(reason.kind for reason in view.reasons):
        kinds.setdefault(kind.causes or "not declared", []).append(kind.word)
    return "; ".join(f"{', '.join(words)} {cause}" for cause, words in kinds.items())


def _reason(number: int, reason: Reason, ids: dict[str, str], told: int) -> Row:
    """One row; told: the reason that tells the causes of its kind."""
    bits = numbers.bits(reason.bits)
    return (
        str(number),
        reason.kind.word,
        ids[reason.value],
        count(reason.holders),
        bits if reason.counted else f"({bits})",
        _both(reason),
        f"{count(reason.in_ring)} of {count(reason.holders)}",
        (reason.kind.causes or "not declared for this kind") if told == number else "",
    )


def _both(reason: Reason) -> str:
    if reason.both_first_us is not None:
        return times.between(reason.both_first_us, reason.both_last_us)
    return "times unknown" if reason.apart_us is None else f"never, {times.duration(reason.apart_us)} apart"


def _drop(view: WhyView, drop: Drop) -> Row:
    what = drop.kind.word if drop.kind else "all that is easy to fake"
    return (what, numbers.bits(drop.bits_left), count(drop.kinds_left), _left(view, drop))


def _left(view: WhyView, drop: Drop) -> str:
    """What becomes of the link, and why."""
    if drop.standing is Standing.FALLS:
        return "falls" if drop.kinds_left else "falls: nothing else"
    if drop.standing is Standing.WEAKENS:
        return "weakens: one kind only" if drop.kinds_left < 2 else "weakens: under 12 bits"
    hard = any(reason.kind.hard_to_fake and reason.kind != drop.kind for reason in view.reasons)
    return "holds" if hard else "holds, on what is easy to fake"


def _data(view: WhyView) -> nodes.Why:
    return {
        "sweep": plain.sweep(view.sweep),
        "first": _end(view.first, view.first_member, view.first_judged),
        "second": _end(view.second, view.second_member, view.second_judged),
        "judgement": plain.judged(view.judged),
        "pair_bits": numbers.bits_number(view.total_bits),
        "families": view.kinds,
        "hard_to_fake": view.hard,
        "standing": view.standing.value,
        "reasons": [_plain_reason(reason) for reason in view.reasons],
        "shared_hubs": view.shared_hubs,
        "drops": [_plain_drop(drop) for drop in view.drops],
        "weakest": _plain_drop(view.weakest) if view.weakest else None,
        "against": doubts.data(view),
        "empty_kinds": plain.kinds(view.empty_kinds),
        "longer_paths": view.longer_paths,
    }


def _end(account_id: str, member: Member | None, judged: Judged | None) -> nodes.End:
    return {"account_id": account_id, "member": plain.member(member), "judgement": plain.judged(judged)}


def _plain_reason(reason: Reason) -> nodes.Reason:
    return {
        "kind": reason.kind.name,
        "family": reason.kind.family.value,
        "value": reason.value,
        "holders": reason.holders,
        "pair_bits": numbers.bits_number(reason.bits),
        "counted": reason.counted,
        "hard_to_fake": reason.kind.hard_to_fake,
        "both_first_seen": times.iso(reason.both_first_us),
        "both_last_seen": times.iso(reason.both_last_us),
        "apart_seconds": None if reason.apart_us is None else reason.apart_us / times.SECOND_US,
        "holders_in_ring": reason.in_ring,
        "holders_in_other_rings": reason.in_other,
        "holders_in_no_ring": reason.in_no_ring,
        "causes": reason.kind.causes or None,
        "attributes": attributes.data(reason.attributes),
    }


def _plain_drop(drop: Drop) -> nodes.Drop:
    return {
        "kind": drop.kind.name if drop.kind else None,
        "easy_to_fake": drop.kind is None,
        "bits_left": numbers.bits_number(drop.bits_left),
        "families_left": drop.kinds_left,
        "standing": drop.standing.value,
    }
