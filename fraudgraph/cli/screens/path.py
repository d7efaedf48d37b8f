"""`path`: the strongest of the shortest ways from one account to another, and what was not searched."""

import shlex
from collections.abc import Iterator, Sequence

from fraudgraph.cli import names, numbers
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Line, fact, facts, head, ident, line, pad, wrapped
from fraudgraph.cli.numbers import count, counted, verb
from fraudgraph.cli.screen import Canvas, Screen
from fraudgraph.cli.screens import attributes, plain, reach
from fraudgraph.cli.screens.expand import closed_data, closed_words
from fraudgraph.investigate.views.path import PathStep, PathView, Stop
from fraudgraph.model.safe_text import cells, visible

_MANY = 1_000_000
"""More paths than that are not told apart."""


def path(view: PathView) -> Screen:
    """The screen."""
    return Screen(lambda canvas: _draw(view, canvas), lambda: _data(view), hints=tuple(_hints(view)))


def _draw(view: PathView, canvas: Canvas) -> Iterator[Line]:
    yield from wrapped(head(_answer(view)), canvas.width)
    in_rows = [list(_in_rows(steps, canvas)) for steps in view.paths]
    fits = all(row.width <= canvas.width for rows in in_rows for row in rows)
    for number, steps in enumerate(view.paths):
        if number:
            weakest = numbers.bits(min(step.bits for step in steps))
            said = f"another, with nobody and nothing of those above; the weakest has {weakest} bits"
            yield from wrapped(line(said), canvas.width)
        yield from in_rows[number] if fits else _stacked(steps, canvas)
    yield from _known(view, canvas)
    yield from facts(_searched(view), canvas.width, 11)


def _answer(view: PathView) -> str:
    if not view.paths:
        far = "of any length" if view.exhausted else f"in {counted(view.searched_steps, 'step')}"
        return f"No path found {far}. That does not show two operators."
    weakest = numbers.bits(min(step.bits for step in view.paths[0]))
    if view.steps == 1:
        return f"1 step, of {weakest} bits: they share what is below. Every reason stands in `why`."
    return f"{view.steps} steps; the weakest has {weakest} bits. A path is a lead: its bits are not added."


def _in_rows(steps: Sequence[PathStep], canvas: Canvas) -> Iterator[Line]:
    """A line a step, column under column."""
    ids, values = _shown(steps, canvas)
    dash = canvas.glyphs.dash
    cut = [
        (
            ids[step.near.account_id],
            f" {dash} {step.kind.word} {values[step.value]}, ",
            f"{counted(step.holders, 'holder')}, ",
            f"{numbers.bits(step.bits)} bits {dash} ",
            ids[step.far.account_id],
            f"  {_place(step.far)}",
        )
        for step in steps
    ]
    widths = [max(cells(row[column]) for row in cut) for column in range(5)]
    for near, over, holders, bits, far, place in cut:
        yield line(
            *pad(ident(near), widths[0]),
            *pad(over, widths[1]),
            *pad(holders, widths[2], right=True),
            *pad(bits, widths[3], right=True),
            *pad(ident(far), widths[4]),
            place,
        )


def _stacked(steps: Sequence[PathStep], canvas: Canvas) -> Iterator[Line]:
    """An account a line, and what joins it to the next between them."""
    ids, values = _shown(steps, canvas)
    yield line(ident(ids[steps[0].near.account_id]), f"  {_place(steps[0].near)}")
    for step in steps:
        over = (
            f"{step.kind.word} {values[step.value]}, {counted(step.holders, 'holder')}, {numbers.bits(step.bits)} bits"
        )
        yield from wrapped(line(f"  {canvas.glyphs.dash} {over}"), canvas.width, 5)
        yield line(ident(ids[step.far.account_id]), f"  {_place(step.far)}")


def _shown(steps: Sequence[PathStep], canvas: Canvas) -> tuple[dict[str, str], dict[str, str]]:
    """Accounts and values as a table shows them."""
    ids = names.shortened({stop.account_id for step in steps for stop in (step.near, step.far)}, canvas.glyphs)
    return ids, names.shortened({step.value for step in steps}, canvas.glyphs)


def _known(view: PathView, canvas: Canvas) -> Iterator[Line]:
    """What is known of the identifiers on the way."""
    steps = [step for steps in view.paths for step in steps]
    ids = names.shortened({step.value for step in steps}, canvas.glyphs)
    rows = ((step.kind.word, ids[step.value], step.attributes) for step in steps)
    yield from attributes.draw(rows, canvas, 11)


def _place(stop: Stop) -> str:
    """`core, R-0007`."""
    return f"{stop.tier.value}, {names.ring_id(stop.ring_id)}" if stop.tier else "in no ring"


def _searched(view: PathView) -> list[tuple[str, Line]]:
    rows = [fact("searched", f"identifiers of at most {count(view.most_holders)} holders{_found(view)}")]
    if view.longer is not None:
        rows.append(fact("left out", f"{counted(view.longer, 'identifier')} that both have"))
    elif view.closed:
        them = verb(len(view.closed), "it", "them")
        rows.append(fact("left out", f"{closed_words(view.closed)}: both were seen with {them}"))
    if view.stopped_at is not None:
        rows.append(fact("not taken", f"another step: it would start from {count(view.stopped_at)} accounts"))
    rows.append(fact("", reach.scope(view.sweep)))
    return rows


def _found(view: PathView) -> str:
    """`: none joins them in 1 step, 3 more paths of 2`."""
    first, second = view.reached
    if not view.paths:
        return f": {counted(first, 'account')} reached from the first, {count(second)} from the second, none in common"
    left = view.count - len(view.paths)
    many = f"more than {count(_MANY)} more" if left > _MANY else f"{count(left)} more" if left else "no other"
    if view.steps == 1:
        return f": {many} {verb(left or 1, 'identifier joins', 'identifiers join')} them"
    shorter = "1 step" if view.steps == 2 else f"{view.steps - 1} steps or fewer"
    return f": none joins them in {shorter}, {many} {verb(left or 1, 'path', 'paths')} of {view.steps}"


def _hints(view: PathView) -> Iterator[str]:
    ends = " ".join(shlex.quote(visible(stop.account_id)) for stop in (view.first, view.second))
    if view.steps == 1:
        yield f"fraudgraph why {ends}"
        yield f"fraudgraph path {ends} --longer"
    elif view.steps:
        near = view.paths[0][0]
        yield f"fraudgraph why {' '.join(shlex.quote(visible(one.account_id)) for one in (near.near, near.far))}"
        if len(view.paths) == 1 and view.count > 1:
            yield f"fraudgraph path {ends} --paths 3"


def _data(view: PathView) -> walks.Path:
    return {
        "sweep": plain.sweep(view.sweep),
        "first": _plain_stop(view.first),
        "second": _plain_stop(view.second),
        "steps": view.steps or None,
        "paths": [[_plain_step(step) for step in steps] for steps in view.paths],
        "paths_of_so_many_steps": view.count,
        "steps_searched": view.searched_steps,
        "steps_asked": view.asked_steps,
        "stopped_at_accounts": view.stopped_at,
        "accounts_reached": list(view.reached),
        "most_holders": view.most_holders,
        "shared_left_out": view.longer,
        "shared_not_followed": [closed_data(one) for one in view.closed],
    }


def _plain_stop(stop: Stop) -> walks.Stop:
    return {
        "account_id": stop.account_id,
        "ring_id": names.ring_id(stop.ring_id) or None,
        "tier": stop.tier.value if stop.tier else None,
    }


def _plain_step(step: PathStep) -> walks.PathStep:
    return {
        "near": _plain_stop(step.near),
        "far": _plain_stop(step.far),
        "kind": step.kind.name,
        "value": step.value,
        "holders": step.holders,
        "pair_bits": numbers.bits_number(step.bits),
        "attributes": attributes.data(step.attributes),
    }
