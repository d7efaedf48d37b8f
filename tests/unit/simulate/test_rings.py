"""Planted rings share what their plan says, honest accounts do not, and conduct differs as the indicators expect."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from fraudgraph.simulate import SCENARIOS, Simulated
from fraudgraph.simulate.arrays import distinct_each
from fraudgraph.simulate.rings import exact_counts, ring_size

PLANS = {plan.name: plan for plan in SCENARIOS["campaign"].rings}
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def facts(small: Simulated) -> Iterator[Connection]:
    """The small population with `sightings` (account_id, kind, value; an IPv6 address as its /64) and `truth`."""
    with duckdb.connect() as con:
        for table in ("exchanges", "payments", "accounts", "actions"):
            con.execute(f"create view {table} as select * from '{small.data}/{table}*.parquet'")
        con.execute(f"create table truth as select * from read_csv('{small.truth}', all_varchar = true)")
        con.execute(
            """create table sightings as
               select distinct account_id, 'ip' as kind,
                      case when ip like '%:%' then array_to_string(string_split(ip, ':')[:4], ':') else ip end as value
               from exchanges
               union all select distinct account_id, 'template', prompt_fingerprint from exchanges
                         where prompt_fingerprint is not null
               union all select distinct account_id, 'card', payment_instrument from payments
                         where outcome <> 'declined'
            """
        )
        yield con


def linked_share(con: Connection, ring: str, kind: str) -> float:
    """Share of a ring's accounts that hold an identifier of the kind with at least two others of the ring."""
    found = con.execute(
        """with held as (select account_id, value from sightings join truth using (account_id)
                         where ring = $ring and kind = $kind),
                many as (select value from held group by value having count(*) > 2)
           select (select count(distinct account_id) from held semi join many using (value))
                  / (select count(*) from truth where ring = $ring)""",
        {"ring": ring, "kind": kind},
    ).fetchone()
    assert found is not None
    return float(found[0])


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.per_card > 2])
def test_members_share_cards(facts: Connection, name: str) -> None:
    """Nearly every account of a ring with a pool of cards shares one with two others."""
    assert linked_share(facts, name, "card") > (0.75 if PLANS[name].per_card < 5 else 0.9)


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.addresses])
def test_members_share_addresses(facts: Connection, name: str) -> None:
    """Nearly every account of a ring with a pool of addresses meets two others there."""
    assert linked_share(facts, name, "ip") > 0.95


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.templates])
def test_members_share_templates(facts: Connection, name: str) -> None:
    """Nearly every account of a ring with templates has one in common with two others."""
    assert linked_share(facts, name, "template") > 0.8


def test_cards_of_rings_are_held_by_rings_and_victims_only(facts: Connection) -> None:
    """The only honest accounts on a ring's card are the victims, and each of them is."""
    categories = facts.execute(
        """select category, count(distinct account_id) from sightings join truth using (account_id)
           where ring is null and kind = 'card' and value in
             (select value from sightings join truth using (account_id) where ring is not null and kind = 'card')
           group by category"""
    ).fetchall()
    victims = facts.execute("select count(*) from truth where category = 'victim'").fetchone()
    assert categories == [("victim", *(victims or ()))]


def test_rings_have_no_private_identifier_in_common(facts: Connection) -> None:
    """No card is held by two rings, except stolen ones: identifiers never coincide by accident."""
    shared = facts.execute(
        """select value from sightings join truth using (account_id) where kind = 'card'
           group by value having count(distinct ring) > 1 and count(*) filter (category = 'victim') = 0"""
    ).fetchall()
    assert shared == []


def test_one_time_cards_and_rings_without_templates_share_none(facts: Connection) -> None:
    """What a plan leaves out is not shared."""
    assert linked_share(facts, "one-time-1", "card") < 0.1
    assert linked_share(facts, "no-template-1", "template") == 0


def test_blocked_accounts_are_replaced_within_hours(facts: Connection) -> None:
    """For most blocked accounts of such a ring, another signs up within 6 hours and pays with the same card."""
    share = facts.execute(
        """with blocked as (select account_id, "at", value from actions join truth using (account_id)
                            join sightings using (account_id)
                            where ring = 'replaced-1' and action = 'blocked' and kind = 'card')
           select count(distinct b.account_id) / (select count(distinct account_id) from blocked)
           from blocked b join sightings s using (value) join accounts a on a.account_id = s.account_id
           where a.created_at between b."at" and b."at" + interval 6 hours"""
    ).fetchone()
    assert share is not None
    assert share[0] > 0.9


def test_a_pivoting_ring_moves_within_two_days_of_the_launch(facts: Connection) -> None:
    """From the second day after the launch on nearly all its exchanges use the new model; honest ones a few."""
    shares = dict(
        facts.execute(
            """select ring is not null, avg((model = 'meridian-5')::int) from exchanges join truth using (account_id)
               where "at" between timestamptz '2026-05-19 00:00:00+00' and timestamptz '2026-05-20 00:00:00+00'
                 and (ring = 'pivot-1' or ring is null) group by 1"""
        ).fetchall()
    )
    assert shares[True] > 0.85
    assert shares[False] < 0.1


def test_the_campaign_works_round_the_clock_with_equal_load(facts: Connection) -> None:
    """About 24 to 32 exchanges a day and account, flat hours, mostly software engineering and agentic reasoning."""
    loads = facts.execute(
        """select count(*) / count(distinct ("at")::date) from exchanges join truth using (account_id)
           where ring = 'campaign' group by account_id"""
    ).fetchnumpy()
    mean = np.asarray(next(iter(loads.values())), np.float64)
    assert 24 < np.median(mean) < 32
    assert mean.std() / mean.mean() < 0.15
    hours, focus = facts.execute(
        """select entropy(hour("at")), avg((capability in ('software_engineering', 'agentic_reasoning'))::int)
           from exchanges join truth using (account_id) where ring = 'campaign'"""
    ).fetchone() or (0, 0)
    assert hours > 4.58
    assert focus > 0.85


def test_some_firms_declare_their_organisation_and_some_do_not(facts: Connection) -> None:
    """Firms exist with and without organization_id, and each firm shares its cards."""
    declared = facts.execute(
        """select category, count(distinct "group") filter (organization_id is not null),
                  count(distinct "group") filter (organization_id is null)
           from accounts join truth using (account_id) where category in ('firm', 'ring') group by 1 order by 1"""
    ).fetchall()
    assert declared[0][1] >= 1
    assert declared[0][2] >= 1
    nobody = facts.execute(
        """select count(*) from accounts join truth using (account_id)
           where ring is not null and organization_id is not null"""
    ).fetchone()
    assert nobody == (0,)


def test_exact_counts_sum_and_reach_everyone() -> None:
    """The total is exact, nobody present is left out, and nobody acts on a day of absence."""
    rng = np.random.default_rng(1)
    weights = rng.random((50, 9)) * (rng.random((50, 9)) < 0.5)
    weights[:, 4] += 0.01
    counts = exact_counts(rng, weights, 777)
    assert counts.sum() == 777
    assert counts.sum(axis=1).min() >= 2
    assert (counts[weights == 0] == 0).all()


def test_draws_without_replacement_are_distinct_and_uniform() -> None:
    """Each row has different numbers, and every number is drawn about equally often."""
    drawn = distinct_each(np.random.default_rng(1), 20_000, 10, 4)
    assert (np.diff(np.sort(drawn, axis=1), axis=1) > 0).all()
    assert np.bincount(drawn.ravel(), minlength=10) == pytest.approx(8000, rel=0.05)


def test_ring_sizes_shrink_to_their_floor() -> None:
    """Small rings keep their size at any scale, others have a floor; the campaign is in proportion."""
    assert ring_size(PLANS["tiny-1"], 0.01) == 7
    assert ring_size(PLANS["plain-4"], 0.01) == 30
    assert ring_size(PLANS["cells-1"], 0.1) == 80
    assert ring_size(PLANS["campaign"], 0.01) == 250
    assert ring_size(PLANS["campaign"], 2.0) == 50_000
