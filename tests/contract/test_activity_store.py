"""Every activity store answers as the oracle does."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from fraudgraph.graph.base import View
from tests.contract.conftest import Filled, Stores
from tests.contract.facts import Facts, Row
from tests.contract.oracle import DAY_US, Oracle
from tests.contract.worlds import ALL, FIRST, HOUR_US, LOADS, SECOND, WINDOWS, at, exchange, view_by_view

some = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


def served(rows: list[Row]) -> int:
    """Exchanges that were served; -1 where none says how it ended."""
    if rows and all(row.get("outcome") is None for row in rows):
        return -1
    return sum(row.get("outcome") == "served" for row in rows)


def check_activity(stores: Stores, oracle: Oracle) -> None:
    """Counts, days and span of each account, in the order asked for."""
    asked = ["nobody", *reversed(oracle.accounts)]
    found = stores.activity.activity(oracle.view, asked)
    own = [oracle.exchanges_of([account]) for account in asked]
    assert found.exchanges.tolist() == [len(rows) for rows in own]
    assert found.served.tolist() == [served(rows) for rows in own]
    assert found.active_days.tolist() == [len({row["at"] // DAY_US for row in rows}) for rows in own]
    assert found.first_us.tolist() == [min((row["at"] for row in rows), default=-1) for rows in own]
    assert found.last_us.tolist() == [max((row["at"] for row in rows), default=-1) for rows in own]
    created = [oracle.record(account).get("created_at") for account in asked]
    assert found.created_us.tolist() == [-1 if us is None else us for us in created]


def check_records(stores: Stores, oracle: Oracle) -> None:
    """The plain record and the standing of each account."""
    asked = [*oracle.accounts, "nobody"]
    assert stores.activity.statuses(oracle.view, asked) == {account: oracle.status(account) for account in asked}
    for account in asked:
        found, row, rows = (
            stores.activity.account(oracle.view, account),
            oracle.record(account),
            oracle.exchanges_of([account]),
        )
        assert found.account_id == account
        assert (found.created_us, found.suspended_us) == (row.get("created_at"), row.get("suspended_at"))
        for name in ("country", "organization_id", "email_domain", "plan", "billing", "status"):
            assert getattr(found, name) == (row.get(name) or None)
        assert found.exchanges == len(rows)
        assert found.served == (served(rows) if any(row.get("outcome") is not None for row in rows) else None)
        assert found.daily == oracle.daily([account])


def check_sums(stores: Stores, oracle: Oracle) -> None:
    """Sums over groups of accounts."""
    activity, view = stores.activity, oracle.view
    for group in (oracle.accounts, oracle.accounts[::2], ["nobody"], []):
        for asked in ("first", "again"):
            assert activity.daily(view, group) == oracle.daily(group), asked
            assert activity.mix(view, group) == oracle.mix(group), asked
    assert activity.mix(view) == oracle.mix(None)
    for value in {row["payment_instrument"] for row in oracle.rows("payments")} | {"nothing"}:
        assert activity.payments_with(view, value) == oracle.payments_with(value)


def check_profiles(stores: Stores, oracle: Oracle) -> None:
    """Arrays over all accounts, in the order of the sightings."""
    found = stores.activity.profiles(oracle.view, stores.graph.sightings(oracle.view))
    own = [oracle.exchanges_of([account]) for account in oracle.accounts]
    end = max((row["at"] for rows in own for row in rows), default=0)
    assert found.exchanges.tolist() == [len(rows) for rows in own]
    assert found.served.tolist() == [served(rows) for rows in own]
    assert found.exchanges_7d.tolist() == [sum(row["at"] > end - 7 * DAY_US for row in rows) for rows in own]
    hours = np.zeros((len(own), 24), np.int32)
    for place, rows in enumerate(own):
        for row in rows:
            hours[place, row["at"] % DAY_US // HOUR_US] += 1
    assert np.array_equal(found.hours, hours)
    assert found.with_template.tolist() == [
        sum(row.get("prompt_fingerprint") is not None for row in rows) for rows in own
    ]
    assert not found.shared_template.any()
    check_standing(found, oracle)


def check_standing(found: object, oracle: Oracle) -> None:
    """What the arrays say of each account's record."""
    words = [oracle.status(account) for account in oracle.accounts]
    assert found.suspended.tolist() == [-1 if not word else int(word == "suspended") for word in words]  # type: ignore[attr-defined]
    records = [oracle.record(account) for account in oracle.accounts]
    assert found.created_us.tolist() == [-1 if row.get("created_at") is None else row["created_at"] for row in records]  # type: ignore[attr-defined]
    billing = {"invoiced": 1, "self_serve": 0, None: -1}
    assert found.invoiced.tolist() == [billing[row.get("billing")] for row in records]  # type: ignore[attr-defined]
    given = sorted({row["organization_id"] for row in records if row.get("organization_id")})
    codes = [given.index(row["organization_id"]) if row.get("organization_id") else -1 for row in records]
    assert found.organization.tolist() == codes  # type: ignore[attr-defined]
    check_domains(found, records)


def check_domains(found: object, records: Sequence[Row]) -> None:
    """Codes of e-mail domains, by their order in small letters."""
    words = [str(row.get("email_domain") or "").strip().lower() for row in records]
    known = sorted({word for word in words if word})
    assert found.domain.tolist() == [known.index(word) if word else -1 for word in words]  # type: ignore[attr-defined]


def check_capabilities(stores: Stores, oracle: Oracle) -> None:
    """Exchanges of each account on every capability, the most frequent first."""
    found = stores.activity.profiles(oracle.view, stores.graph.sightings(oracle.view)).capabilities
    own = [oracle.exchanges_of([account]) for account in oracle.accounts]
    counts = Counter(row["capability"] for rows in own for row in rows if row.get("capability") is not None)
    order = sorted(counts, key=lambda word: (-counts[word], word))
    assert found.tolist() == [[sum(row.get("capability") == word for row in rows) for word in order] for rows in own]


def check_clock(stores: Stores, oracle: Oracle) -> None:
    """Exchanges of groups by quarter, twice: the second answer may come from what was kept. Actions in their order."""
    activity, view = stores.activity, oracle.view
    groups: tuple[list[str], ...] = (oracle.accounts, oracle.accounts[::2], ["nobody"], [], oracle.accounts[:1])
    for group in (*groups, *groups):
        assert activity.quarters(view, group, lambda: groups[:3]) == oracle.quarters(group)
    assert activity.quarters(view, oracle.accounts[1:3]) == oracle.quarters(oracle.accounts[1:3])
    for group in (oracle.accounts, oracle.accounts[:1], ["nobody"], []):
        assert activity.actions(view, group) == oracle.actions(group)


def check_uses(stores: Stores, oracle: Oracle) -> None:
    """Rows with each identifier, by its own name and by what the facts say of all its eras."""
    names = {(kind, value) for _, kind, value in oracle.edges}
    names |= {(kind, oracle.raw[kind, value]) for kind, value in names if (kind, value) in oracle.raw}
    for kind, value in [*sorted(names), ("ip", "nothing"), ("nothing", "v1")]:
        for _ in range(2):
            assert stores.activity.uses(oracle.view, kind, value) == oracle.uses(kind, value)


CHECKS = (
    check_activity,
    check_records,
    check_sums,
    check_profiles,
    check_capabilities,
    check_clock,
    check_uses,
)


@view_by_view
@pytest.mark.parametrize("check", CHECKS)
def test_answers_are_those_of_the_oracle(filled: Filled, view: View, check: object) -> None:
    """Two loads with corrections, missing times and outcomes, seen whole, cut by a time and cut by a window."""
    assert callable(check)
    check(filled([FIRST, SECOND]), Oracle([FIRST, SECOND], view))


@some
@given(loads=LOADS, view=WINDOWS)
def test_any_facts_in_any_view(filled: Filled, loads: list[Facts], view: View) -> None:
    """Whatever few rows over few names in up to three loads."""
    stores, oracle = filled(loads), Oracle(loads, view)
    for check in CHECKS:
        check(stores, oracle)


def test_shared_template_needs_fifty_accounts_and_is_no_hub(filled: Filled) -> None:
    """50 holders make a template a shared one, 49 do not; a hub never is."""
    rows = [exchange(f"a{n:02}", n / 100, prompt_fingerprint="fifty") for n in range(50)]
    rows += [exchange(f"a{n:02}", n / 100, prompt_fingerprint="less") for n in range(49)]
    rows += [exchange(f"a{n:02}", n / 100, prompt_fingerprint="hub") for n in range(50)]
    rows += [exchange("a00", 1, prompt_fingerprint="fifty")]
    hub = FIRST.hubs[0].__class__("prompt_fingerprint", "hub", "starter kit", "list")
    stores = filled([Facts(exchanges=rows, hubs=[hub])])
    found = stores.activity.profiles(ALL, stores.graph.sightings(ALL))
    assert found.shared_template.tolist() == [2] + [1] * 49
    assert found.with_template.tolist() == [4] + [3] * 48 + [2]


def test_suspension_is_seen_when_it_happens(filled: Filled) -> None:
    """Before the action or the date the account is open; after a reinstatement it is open again."""
    activity = filled([FIRST]).activity
    word = {day: activity.statuses(View(at(day)), ["ann", "dee"]) for day in (1, 2.5, 4.5, 20)}
    assert [word[day]["ann"] for day in word] == ["open", "suspended", "open", "suspended"]
    assert [word[day]["dee"] for day in word] == ["open", "open", "suspended", "suspended"]


def test_what_is_measured_is_named(filled: Filled) -> None:
    """Only columns that say something of somebody count as measured."""
    stores = filled([FIRST])
    whole = stores.activity.profiles(ALL, stores.graph.sightings(ALL)).measured
    columns = {"created", "organization", "billing", "status", "country", "email_domain"}
    assert whole == columns | {"exchanges", "outcome", "template", "capability"}
    bare = filled([Facts(exchanges=[exchange("a", 0)])])
    assert bare.activity.profiles(ALL, bare.graph.sightings(ALL)).measured == {"exchanges"}


def test_end_of_facts(filled: Filled) -> None:
    """The newest event of any table; none where no fact has a time."""
    assert filled([FIRST]).activity.facts_end_us() == at(20)
    late = Facts(sightings=[{"account_id": "a", "kind": "ip", "value": "v", "first_seen": at(0), "last_seen": at(30)}])
    assert filled([FIRST, late]).activity.facts_end_us() == at(30)
    assert filled([Facts(accounts=[{"account_id": "a", "created_at": at(1)}])]).activity.facts_end_us() is None
