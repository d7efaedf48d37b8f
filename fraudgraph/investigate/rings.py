"""`rings`: the list of the latest sweep, and what waits for a person."""

from collections import Counter

from fraudgraph.case import Case, sweeps
from fraudgraph.investigate.views.rings import BandTotal, RingRow, RingsView
from fraudgraph.model.kinds import Kind, kind_of
from fraudgraph.model.rings import Band, Change, Review, Ring, State, Sweep

WAITING = (Review.NEW, Review.TO_DO, Review.CHANGED)


def rings(case: Case) -> RingsView:
    """The screen of the list. NotSwept before the first sweep."""
    sweep = sweeps.latest(case)
    found = sweeps.rings(case, sweep.sweep_id)
    kinds = case.kinds()
    reviews = Counter(ring.review for ring in found)
    dormant, away = _absent(case, sweep)
    return RingsView(
        sweep=sweep,
        rows=tuple(_row(ring, kinds) for ring in found),
        bands=tuple(total for total in (_band(band, found) for band in Band) if total.rings),
        accounts=sum(ring.accounts for ring in found),
        all_accounts=dict(sweep.counts).get("accounts", 0),
        to_do=reviews[Review.TO_DO],
        new=reviews[Review.NEW],
        changed=reviews[Review.CHANGED],
        dormant_to_do=sum(ring.review in WAITING for ring in dormant),
        dormant=len(dormant),
        merged_away=away,
    )


def linked_by(ring: Ring, kinds: dict[str, Kind]) -> tuple[Kind, ...]:
    """The kinds that add bits to a ring, most first."""
    adding = sorted((one for one in ring.kinds if one.bits > 0), key=lambda one: (-one.bits, one.kind))
    return tuple(kind_of(one.kind, kinds) for one in adding)


def _row(ring: Ring, kinds: dict[str, Kind]) -> RingRow:
    signs = [sign for sign in ring.signs_for if sign.state is not State.UNKNOWN]
    return RingRow(
        ring=ring,
        signs_present=sum(sign.state is State.PRESENT for sign in signs),
        signs_measured=len(signs),
        signs_against=sum(sign.state is State.PRESENT for sign in ring.signs_against),
        linked_by=linked_by(ring, kinds),
        delta=ring.joined - ring.left,
    )


def _band(band: Band, found: tuple[Ring, ...]) -> BandTotal:
    own = [ring for ring in found if ring.band is band]
    return BandTotal(band, len(own), sum(ring.accounts for ring in own))


def _absent(case: Case, sweep: Sweep) -> tuple[list[Ring], int]:
    """Rings that are in no community now, as the last sweep that had them left them; how many merged into others."""
    merged = dict(
        case.ledger.execute(
            "SELECT ring_id, max(sweep_id) FROM lineage WHERE event = ? AND other_ring_id IS NOT NULL GROUP BY ring_id",
            (Change.MERGED.value,),
        ).fetchall()
    )
    absent = sweeps.absent(case, sweep.sweep_id)
    dormant = [ring for ring, then in absent if merged.get(ring.ring_id, 0) < then]
    return dormant, len(absent) - len(dormant)
