"""Sections of the page: who else was linked, what a person is shown, what it costs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.quality.markdown import RULE, Every, find, lines, lines_of, name_of, number, over, said
from benchmarks.quality.methods import FAMILIES, OURS
from benchmarks.quality.report import LAW, Row, Sheet, tally


def honest_by(title: str, simulated: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Honest accounts linked, parts per million of those there are, over all simulated worlds."""
    for rule in ("naive", "gate"):
        shown = over(simulated, every, rule)
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


def products(known: Sequence[Sheet]) -> Iterator[str]:
    """What a person is shown first: by our detection, and by other methods behind our gate in its place."""
    if not known:
        return
    yield "## The whole product: what it puts before a person\n"
    yield "Other methods, with their defaults, stand in the place of our detection: behind our gate, then our signs.\n"
    yield "On a real set honest means in no known ring, which proves nothing. Class A is what the queue is for: what"
    yield "rests on network, content and time alone never reaches it. Average precision: over all planted rings, and"
    yield "over the communities that are listed.\n"
    head = ("data set, method", "queue", "honest in it", "ring accounts in it", "of those with core evidence")
    more = ("of those of class A", "honest communities to look at first", "average precision", "of what is listed")
    body = []
    for sheet in known:
        body.append(_attention(f"`{sheet.name}`, **{OURS}**", sheet.product or {}))
        others = (cell for cell in sheet.cells.values() if "attention" in cell)
        body += [_attention(f"`{sheet.name}`, {cell['family']}", cell["attention"]) for cell in others]
    yield from lines((*head, *more), body)


def _attention(name: str, seen: Mapping[str, Any]) -> list[str]:
    first = ", ".join(f"{n} {category}" for category, n in seen["honest_communities_to_look_at_first"].items()) or "0"
    cells = [number(seen[name]) for name in ("queue", "honest_in_queue", "ring_accounts_in_queue")]
    shares = [_queued(seen, "core_ring_accounts"), _queued(seen, "class_a_core_ring_accounts")]
    listed = seen.get("average_precision_of_listed")
    ranking = [number(seen["average_precision"], 3), "–" if listed is None else number(listed, 3)]
    return [name, *cells, *shares, first, *ranking]


def _queued(seen: Mapping[str, Any], of: str) -> str:
    """Share of these accounts that is in the queue; a dash where it was not measured yet."""
    return f"{seen[f'{of}_in_queue'] / max(seen[of], 1):.1%}" if of in seen else "–"


def unlabelled(known: Sequence[Sheet], every: Every) -> Iterator[str]:
    """Sets without known rings: does what was found agree with what was not shown?"""
    for sheet in known:
        yield f"## {sheet.name}: agreement with a kind that detection was not shown\n"
        yield "How much oftener two accounts of one group are tied by a rare image than two random accounts.\n"
        head = ("method", "groups", "tied pairs inside", "lift")
        body = []
        for family, rule in lines_of():
            row = find(every[sheet.name], family, rule)
            if row is not None:
                values = [number(row.figures[n]) for n in ("groups", "tied", "lift")]
                body.append([name_of(family, rule), *(values if row.status == "ok" else [said(row), "–", "–"])])
        yield from lines(head, body)


def costs(known: Sequence[Sheet], every: Every) -> Iterator[str]:
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


def reasons(every: Every) -> Iterator[str]:
    """Why a method was not run."""
    why = sorted({(r.method, r.world, r.status) for some in every.values() for r in some if ": " in r.status})
    if why:
        yield "## Not run\n"
        yield from (f"- {method} on {world}: {status.partition(': ')[2]}" for method, world, status in why)
        yield ""
