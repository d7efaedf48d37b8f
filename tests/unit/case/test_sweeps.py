"""Sweeps in the ledger: how they are read."""

from fraudgraph.case import Case, sweeps


def test_members_of_a_ring_are_read_by_its_index(case: Case) -> None:
    """Not by a pass over all members of the sweep, which for all rings is a square."""
    asked: list[str] = []
    case.ledger.set_trace_callback(asked.append)
    sweeps.tiers(case, 1, 1)
    sweeps.members(case, 1, 1)
    case.ledger.set_trace_callback(None)
    plans = [
        str([row[3] for row in case.ledger.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()])
        for sql in asked
        if "FROM members" in sql
    ]
    assert len(plans) == 2
    for plan in plans:
        assert "members_of_ring (sweep_id=? AND ring_id=?)" in plan
