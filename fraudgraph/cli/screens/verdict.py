"""The end of `demo`: what was found, held against what was planted. Two lines that hide nothing."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.cli.documents import work
from fraudgraph.cli.lines import Line, fact, facts, head, wrapped
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.screen import Canvas, Screen

FOUND = 0.9


@dataclass(frozen=True, slots=True)
class Compared:
    """Rings found: best F1 with a planted one of 0.9 or more. queue: accounts in it; honest: those of them in no
    planted ring.
    """

    planted: int
    found: int
    missed: tuple[str, ...]
    queue: int
    honest: int


def compare(planted: Mapping[str, str], members: Mapping[str, int], queue: frozenset[str]) -> Compared:
    """Hold memberships against the truth. planted: account -> planted ring; members: account -> ring id."""
    together: dict[str, Counter[int]] = defaultdict(Counter)
    for account, name in planted.items():
        if account in members:
            together[name][members[account]] += 1
    true_sizes, sizes = Counter(planted.values()), Counter(members.values())
    f1 = {
        name: max((2 * both / (size + sizes[ring]) for ring, both in together[name].items()), default=0.0)
        for name, size in true_sizes.items()
    }
    missed = tuple(sorted(name for name, value in f1.items() if value < FOUND))
    honest = sum(account not in planted for account in queue)
    return Compared(len(true_sizes), len(true_sizes) - len(missed), missed, len(queue), honest)


def verdict(case: Path, truth: Path, steps: Mapping[str, Screen]) -> Screen:
    """The screen; its JSON holds the answer of every step."""
    compared = _compared(case, truth)

    def data() -> work.Demo:
        return {
            "steps": {name: dict(screen.data()) for name, screen in steps.items()},
            "planted_rings": compared.planted,
            "planted_rings_found": compared.found,
            "planted_rings_missed": list(compared.missed),
            "queue_accounts": compared.queue,
            "queue_honest_accounts": compared.honest,
        }

    return Screen(lambda canvas: _draw(compared, truth, canvas), data)


def _compared(path: Path, truth: Path) -> Compared:
    from fraudgraph.case import Case, sweeps

    with Case.open(path) as case:
        members = sweeps.members(case, sweeps.latest(case).sweep_id)
    queue = frozenset(one.account_id for one in members if one.in_queue)
    return compare(_planted(truth), {one.account_id: one.ring_id for one in members}, queue)


def _planted(truth: Path) -> dict[str, str]:
    with truth.open(encoding="utf-8", newline="") as file:
        return {row["account_id"]: row["ring"] for row in csv.DictReader(file) if row["ring"]}


def _draw(compared: Compared, truth: Path, canvas: Canvas) -> Iterator[Line]:
    yield Line()
    yield from wrapped(
        head(f"Held against the truth, which no step has read ({canvas.safe(str(truth))}):"), canvas.width
    )
    missed = f"; not found as planted: {', '.join(compared.missed)}" if compared.missed else ""
    found = f"{count(compared.found)} of {counted(compared.planted, 'planted ring')} (F1 of 0.9 or more){missed}"
    honest = f"{count(compared.honest)} of {counted(compared.queue, 'account')} in it belong to no planted ring"
    yield from facts([fact("rings", found), fact("queue", honest)], canvas.width, 11)
