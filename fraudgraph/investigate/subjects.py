"""What a person speaks of: a ring, an account or an identifier, as typed."""

import re

from fraudgraph.case import sweeps
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.desk import Desk
from fraudgraph.investigate.names import named
from fraudgraph.model.ids import Minted, read_id, show_id
from fraudgraph.model.judgement import About, Subject

_RING = re.compile(r"(?:R-?)?\d{1,9}", re.IGNORECASE)


def subject(at: Desk, text: str) -> About:
    """What is meant. NotFound with a near name; UsageError where a ring and an account, or several things, have it."""
    if _RING.fullmatch(text.strip()) is None:
        return about(named(at, text))
    ring = find_ring(at, read_id(Minted.RING, text))
    if at.graph.has_account(at.view, text):
        if ring is not None:
            raise UsageError(f"{text!r} is a ring and an account", hint=f"write {ring.name} or account:{text}")
        return About(Subject.MEMBER, text)
    return ring or ring_named(at, read_id(Minted.RING, text))


def about(name: str | tuple[str, str]) -> About:
    """An account, or (kind, value), as what is spoken of."""
    return About(Subject.MEMBER, name) if isinstance(name, str) else About(Subject.IDENTIFIER, f"{name[0]}:{name[1]}")


def find_ring(at: Desk, number: int) -> About | None:
    """The ring of that number, dormant ones too; None where none ever had it. UsageError for one that merged away."""
    name = show_id(Minted.RING, number)
    last = at.case.ledger.execute("SELECT max(sweep_id) FROM sweep_rings WHERE ring_id = ?", (number,)).fetchone()[0]
    if last is None:
        return None
    into = at.case.ledger.execute(
        "SELECT other_ring_id FROM lineage WHERE ring_id = ? AND event = 'merged' AND other_ring_id IS NOT NULL "
        "AND sweep_id > ? ORDER BY sweep_id DESC LIMIT 1",
        (number, last),
    ).fetchone()
    if into is not None:
        now = show_id(Minted.RING, into[0])
        raise UsageError(f"{name} merged into {now}", kept="Nothing was changed.", hint=f"speak of {now}")
    return About(Subject.RING, name)


def ring_named(at: Desk, number: int) -> About:
    """The ring of that number; NotFound, with a near id, where none ever had it. NotSwept before the first sweep."""
    found = find_ring(at, number)
    if found is None:
        sweep = sweeps.latest(at.case)
        sweeps.ring(at.case, sweep.sweep_id, number)
        raise NotFound(f"there is no ring {show_id(Minted.RING, number)}", hint="fraudgraph rings")
    return found


def looked_at(at: Desk, ring: About, at_us: int | None = None) -> int | None:
    """The sweep that showed the ring when it was judged: the last that had it by then, else the first that did."""
    number = read_id(Minted.RING, ring.name)
    rows = at.case.ledger.execute(
        "SELECT sweep_id, finished_us FROM sweep_rings JOIN sweeps USING (sweep_id) WHERE ring_id = ? "
        "ORDER BY sweep_id",
        (number,),
    ).fetchall()
    seen = [sweep_id for sweep_id, finished_us in rows if at_us is None or finished_us <= at_us]
    return seen[-1] if seen else rows[0][0] if rows else None
