"""Rings that hide in time leave the traces that their plans say, and honest accounts leave some of them too."""

from collections.abc import Iterator

import duckdb
import numpy as np
import pytest

from fraudgraph.simulate import SCENARIOS, Simulated, simulate

PLANS = {plan.name: plan for plan in SCENARIOS["rotation"].rings}
ROTATING = [name for name, plan in PLANS.items() if plan.workers]
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def rotation(tmp_path_factory: pytest.TempPathFactory) -> Simulated:
    """The scenario at a tenth of its size."""
    return simulate("rotation", tmp_path_factory.mktemp("rotation") / "out", scale=0.1, seed=5)


@pytest.fixture(scope="module")
def facts(rotation: Simulated) -> Iterator[Connection]:
    """Tables, truth, and `hand_overs`: where the next exchange of a session is of another account, with the pause."""
    with duckdb.connect() as con:
        for table in ("exchanges", "payments", "accounts"):
            con.execute(f"create view {table} as select * from '{rotation.data}/{table}*.parquet'")
        con.execute(f"create table truth as select * from read_csv('{rotation.truth}', all_varchar = true)")
        con.execute(
            """create table hand_overs as
               select account_id as giver, taker, epoch(later - "at") as pause, ring, category
               from (select account_id, session_id, "at",
                            lead(account_id) over w as taker, lead("at") over w as later
                     from exchanges window w as (partition by session_id order by "at"))
                    join truth using (account_id)
               where taker <> account_id"""
        )
        yield con


def column(con: Connection, query: str, **given: str) -> list[float]:
    """The first column of the answer."""
    return [float(row[0]) for row in con.execute(query, given).fetchall()]


@pytest.mark.parametrize("name", [n for n in ROTATING if PLANS[n].carries == "session"])
def test_a_session_goes_on_in_the_next_account_within_seconds(facts: Connection, name: str) -> None:
    """All pauses between accounts are below the plan's, and every account takes and gives."""
    pauses = column(facts, "select pause from hand_overs where ring = $ring", ring=name)
    members = column(facts, "select count(*) from truth where ring = $ring", ring=name)[0]
    assert max(pauses) <= PLANS[name].hand_over + 0.001
    assert min(pauses) >= 2.0
    assert column(facts, "select count(distinct giver) from hand_overs where ring = $ring", ring=name) == [members]


@pytest.mark.parametrize("name", ROTATING)
def test_accounts_are_left_at_their_limit_and_rest_for_hours(facts: Connection, name: str) -> None:
    """Between rests an account makes exactly the exchanges of a turn, or a multiple where two turns met."""
    turns = column(
        facts,
        """with paused as (select account_id, "at",
                                  coalesce("at" - lag("at") over w > interval 90 minutes, true) as fresh
                           from exchanges join truth using (account_id) where ring = $ring
                           window w as (partition by account_id order by "at")),
                turns as (select account_id, sum(fresh::int) over (partition by account_id order by "at") as turn
                          from paused)
           select count(*) from turns group by account_id, turn""",
        ring=name,
    )
    assert np.mean(np.asarray(turns) == PLANS[name].turn) > 0.85


@pytest.mark.parametrize("name", [n for n in ROTATING if PLANS[n].carries == "template"])
def test_a_template_goes_on_in_the_next_account_under_a_new_session(facts: Connection, name: str) -> None:
    """Sessions stay with an account; the exchange after an account's last has the same template within seconds."""
    assert column(facts, "select pause from hand_overs where ring = $ring", ring=name) == []
    held = column(
        facts,
        """with of_ring as (select *, row_number() over (partition by session_id order by "at") as nth
                            from exchanges join truth using (account_id) where ring = $ring),
                ends as (select session_id, account_id, max("at") as "at", mode(prompt_fingerprint) as tpl
                         from of_ring group by all),
                starts as (select session_id, account_id, min("at") as "at", mode(prompt_fingerprint) as tpl
                           from of_ring group by all)
           select (exists (select 1 from starts s where s.tpl = e.tpl and s.account_id <> e.account_id
                   and s."at" > e."at" and s."at" < e."at" + to_milliseconds($most)))::int from ends e""",
        ring=name,
        most=int(PLANS[name].hand_over * 1000) + 1,  # type: ignore[arg-type]
    )
    assert np.mean(held) > 0.75  # a job lasts six turns, so one end in six has no successor


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.lockstep])
def test_accounts_in_lockstep_act_in_the_same_minutes(facts: Connection, name: str) -> None:
    """The minutes of a day at which anybody of the ring acts are few, and most of its accounts act in each."""
    users = column(
        facts,
        """select count(distinct account_id) from exchanges join truth using (account_id) where ring = $ring
           group by date_trunc('minute', "at")""",
        ring=name,
    )
    members = column(facts, "select count(*) from truth where ring = $ring", ring=name)[0]
    assert np.median(users) > members / 3


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.batch])
def test_accounts_of_a_batch_sign_up_a_minute_apart(facts: Connection, name: str) -> None:
    """Most sign-ups have another of the ring within a minute."""
    near = column(
        facts,
        """select (epoch(created_at - lag(created_at) over (order by created_at)) < 60)::int
           from accounts join truth using (account_id) where ring = $ring
           qualify row_number() over (order by created_at) > 1""",
        ring=name,
    )
    assert np.mean(near) > 0.85


@pytest.mark.parametrize("name", [n for n, p in PLANS.items() if p.own_line and p.variant])
def test_what_they_share_is_as_little_as_the_plan_says(facts: Connection, name: str) -> None:
    """At most three accounts on a card, none on another's line, at most `variant` on a template of the ring's own."""
    plan = PLANS[name]
    most = column(
        facts,
        """select max(n) from (select count(distinct account_id) as n from payments join truth using (account_id)
           where ring = $ring and outcome <> 'declined' group by payment_instrument)""",
        ring=name,
    )[0]
    assert most <= plan.per_card
    own = column(
        facts,
        """select count(distinct account_id) from exchanges join truth using (account_id)
           where ring = $ring and prompt_fingerprint not in
             (select prompt_fingerprint from exchanges join truth using (account_id)
              where ring is distinct from $ring and prompt_fingerprint is not null)
           group by prompt_fingerprint""",
        ring=name,
    )
    lines = column(
        facts,
        """select count(distinct account_id) from exchanges join truth using (account_id) where ring = $ring
           group by ip""",
        ring=name,
    )
    assert np.median(lines) == 1
    assert max(own) <= plan.variant + 1  # by chance two meet on a rare public template


def test_honest_accounts_hand_on_too(facts: Connection) -> None:
    """People with several accounts do: some within seconds, so the trace alone proves nothing."""
    found = dict(
        facts.execute("select category, count(*) from hand_overs where ring is null group by category").fetchall()
    )
    assert {"multi_account", "pooler"} <= set(found)
    assert column(facts, "select count(*) from hand_overs where ring is null and pause < 60")[0] > 20


def test_templates_are_used_by_strangers_within_seconds_by_chance(facts: Connection) -> None:
    """A popular template goes over from an honest account to another within 45 s, many times."""
    chance = column(
        facts,
        """select count(*) from (
             select account_id, lead(account_id) over w as taker, lead("at") over w - "at" as pause
             from exchanges join truth using (account_id)
             where ring is null and prompt_fingerprint is not null
             window w as (partition by prompt_fingerprint order by "at"))
           where taker <> account_id and pause < interval 45 seconds""",
    )
    assert chance[0] > 50


@pytest.fixture(scope="module")
def startups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """The other scenario with sessions: `rows` of exchanges beside the truth, and `paid`."""
    done = simulate("startups", tmp_path_factory.mktemp("startups") / "out", scale=0.1, seed=5)
    with duckdb.connect() as con:
        con.execute(f"create table truth as select * from read_csv('{done.truth}', all_varchar = true)")
        for view, table in (("rows", "exchanges"), ("paid", "payments")):
            con.execute(
                f"create view {view} as select * from '{done.data}/{table}*.parquet' join truth using (account_id)"
            )
        yield con


def test_a_person_with_many_accounts_pays_with_one_card_and_goes_from_one_to_the_next(startups: Connection) -> None:
    """Four to nine accounts a person on a card or two, linked rightly and nobody's ring; most hand sessions on."""
    held = column(
        startups, """select count(distinct payment_instrument) from paid where category = 'pooler' group by "group" """
    )
    sizes = column(startups, """select count(*) from truth where category = 'pooler' group by "group" """)
    assert max(held) <= 2
    assert (min(sizes), max(sizes)) >= (4, 5)
    assert max(sizes) <= 9
    handed = column(
        startups,
        """select count(*) from (select session_id from rows where category = 'pooler'
           group by session_id having count(distinct account_id) > 1)""",
    )
    assert handed[0] > 10


def test_colleagues_and_machines_share_sessions(startups: Connection) -> None:
    """Sessions of two accounts of one firm exist, of people and of automated work."""
    shared = startups.execute(
        """select distinct category from (select session_id, any_value(category) as category from rows
           where ring is null group by session_id
           having count(distinct account_id) = 2 and count(distinct "group") = 1)"""
    ).fetchall()
    assert {("firm",), ("automated_firm",), ("agency",)} <= set(shared)


def test_a_ring_that_carries_real_customers_has_two_sorts_of_accounts(startups: Connection) -> None:
    """About half of its accounts work at personal hours on everyday things, the others round the clock on code."""
    focus = column(
        startups,
        """select avg((capability in ('software_engineering', 'agentic_reasoning'))::int) from rows
           where ring_type = 'resale' group by account_id""",
    )
    assert 0.3 < np.mean(np.asarray(focus) < 0.35) < 0.7


def test_machines_of_honest_firms_act_at_fixed_minutes(startups: Connection) -> None:
    """Some automated firms start all their work by a clock: lockstep that is nobody's ring."""
    shares = column(
        startups,
        """select avg((minute("at") % 5 = 0 and second("at") < 20)::int) from rows
           where category = 'automated_firm' group by "group" """,
    )
    assert max(shares) > 0.95
    assert min(shares) < 0.2
