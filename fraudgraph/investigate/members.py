"""`members`: the accounts of one ring."""

from fraudgraph.case import Case, sweeps
from fraudgraph.case.said import standing
from fraudgraph.investigate.desk import desk
from fraudgraph.investigate.ring import tier_totals
from fraudgraph.investigate.rings import linked_by
from fraudgraph.investigate.views.ring import MemberRow, MembersView
from fraudgraph.model.judgement import Subject
from fraudgraph.model.rings import Tier


def members(case: Case, ring_id: int, tier: Tier | None = None) -> MembersView:
    """The screen: members with most bits first, of one tier if asked. NotSwept, NotFound as `ring`."""
    sweep = sweeps.latest(case)
    ring = sweeps.ring(case, sweep.sweep_id, ring_id)
    at = desk(case)
    found = sweeps.members(case, sweep.sweep_id, ring_id)
    ids = [member.account_id for member in found]
    activity = at.activity.activity(at.view, ids)
    statuses = at.activity.statuses(at.view, ids)
    measured = ring.exchanges is not None
    judged = standing(case.ledger, Subject.MEMBER)
    rows = (
        MemberRow(
            member,
            statuses[member.account_id],
            count if measured else None,
            first if first >= 0 else None,
            judged[member.account_id].verdict if member.account_id in judged else "",
        )
        for member, count, first in zip(found, activity.exchanges.tolist(), activity.first_us.tolist(), strict=True)
    )
    return MembersView(
        ring=ring,
        sweep=sweep,
        tier=tier,
        rows=tuple(row for row in rows if tier is None or row.member.tier is tier),
        totals=tier_totals([(member.account_id, member.tier) for member in found], statuses, activity),
        kinds=linked_by(ring, at.kinds),
    )


def member_ids(case: Case, ring_id: int, tier: Tier | None = None) -> tuple[str, ...]:
    """Only who they are, by account id. NotSwept, NotFound as `ring`."""
    sweep = sweeps.latest(case)
    sweeps.ring(case, sweep.sweep_id, ring_id)
    found = sweeps.tiers(case, sweep.sweep_id, ring_id)
    return tuple(account_id for account_id, own in found if tier is None or own is tier)
