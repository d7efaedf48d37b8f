"""Words for where accounts stand, as `search`, `expand` and `node -` say them."""

from collections.abc import Sequence

from fraudgraph.cli import names, times
from fraudgraph.cli.documents import walks
from fraudgraph.cli.lines import Style
from fraudgraph.cli.numbers import count, counted
from fraudgraph.cli.tables import Column, Row
from fraudgraph.investigate.views.reach import RingReach, Spread
from fraudgraph.model.rings import Sweep


def spread(value: Spread, swept: bool) -> str:
    """`all in R-0007`, `57 in R-0007, 3 in 2 other rings, 1 in no ring`, `none in a ring`."""
    if not swept:
        return "not swept yet"
    if value.main_ring is None:
        return "none in a ring" if value.accounts != 1 else "in no ring"
    ring = names.ring_id(value.main_ring)
    if value.in_ring == value.accounts:
        return f"in {ring}" if value.accounts == 1 else f"all in {ring}"
    others = f"{count(value.in_other)} in {counted(value.other_rings, 'other ring')}"
    said = [f"{count(value.in_ring)} in {ring}"]
    said += [others] if value.in_other else []
    said += [f"{count(value.in_no_ring)} in no ring"] if value.in_no_ring else []
    return ", ".join(said)


def scope(sweep: Sweep | None) -> str:
    """How far an answer reaches: `S-0012, facts before 2026-06-06 00:00 UTC`."""
    if sweep is None:
        return "Not swept yet: all facts, no rings."
    return f"{names.sweep_id(sweep.sweep_id)}, facts before {times.minute(sweep.as_of_us)}."


def ring_columns(through: str) -> tuple[Column, ...]:
    """Columns of the rings behind something; through: what leads to them."""
    return (
        Column("ring", style=Style.ID),
        Column("accounts here", right=True),
        Column("of ring", right=True),
        Column(through, right=True),
        Column("review", rank=2),
        Column("class", rank=1),
        Column("band", rank=3),
    )


def ring_rows(rings: Sequence[RingReach]) -> list[Row]:
    """A row a ring."""
    return [
        (
            names.ring_id(one.ring.ring_id),
            count(one.accounts),
            count(one.ring.accounts),
            count(one.names),
            one.ring.review.value.replace("_", " "),
            one.ring.ring_class.value,
            one.ring.band.value.replace("_", " "),
        )
        for one in rings
    ]


def spread_data(value: Spread) -> walks.Spread:
    """A spread for JSON."""
    return {
        "accounts": value.accounts,
        "main_ring_id": names.ring_id(value.main_ring) or None,
        "accounts_in_main_ring": value.in_ring,
        "other_rings": value.other_rings,
        "accounts_in_other_rings": value.in_other,
        "accounts_in_no_ring": value.in_no_ring,
    }


def ring_data(one: RingReach) -> walks.RingReach:
    """What lies in one ring, for JSON."""
    return {
        "ring_id": names.ring_id(one.ring.ring_id),
        "accounts_here": one.accounts,
        "ring_accounts": one.ring.accounts,
        "names_here": one.names,
        "review": one.ring.review.value,
        "ring_class": one.ring.ring_class.value,
        "band": one.ring.band.value,
    }
