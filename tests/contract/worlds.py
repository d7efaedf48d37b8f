"""Small populations for the suite: one by hand with every corner in it, and any that hypothesis thinks of."""

import pytest
from hypothesis import strategies as st

from fraudgraph.case import Hub
from fraudgraph.graph.base import View
from fraudgraph.model.kinds import Family, Kind
from tests.contract.facts import Facts, Row
from tests.contract.oracle import DAY_US

T0 = 1_776_816_000_000_000  # 2026-04-22 00:00 UTC
HOUR_US = DAY_US // 24
ALL = View(T0 + 100 * DAY_US)


def at(day: float) -> int:
    """A time so many days after T0."""
    return T0 + round(day * DAY_US)


def exchange(account: str, day: float, **columns: object) -> Row:
    """One exchange."""
    return {"account_id": account, "at": at(day), **columns}


FIRST = Facts(
    accounts=(
        {"account_id": "ann", "created_at": at(-40), "country": "BR", "status": "active", "kind_phone": "+1"},
        {"account_id": "bob", "created_at": at(-1), "country": "ID", "organization_id": "org-2", "billing": "invoiced"},
        {"account_id": "cid", "created_at": at(5), "status": "Banned", "kind_phone": "+1", "billing": "self_serve"},
        {"account_id": "dee", "suspended_at": at(4), "organization_id": "org-1", "email_domain": "mail.example"},
        {"account_id": "eve", "created_at": at(50), "status": "on hold"},
        {"account_id": "Zoe", "status": "", "plan": "pro"},
    ),
    exchanges=(
        exchange("ann", 0, ip="192.0.2.1", prompt_fingerprint="t1", model="large", capability="code", outcome="served"),
        exchange("ann", 0, ip="192.0.2.1", prompt_fingerprint="t1", model="large", capability="code", outcome="served"),
        exchange("ann", 0.5, ip="192.0.2.2", prompt_fingerprint="t2", model="small", outcome="error"),
        exchange("bob", 1, ip="192.0.2.1", payment_instrument="pm_1", model="large", capability="chat"),
        exchange("bob", 9.25, ip="2001:db8::1", ip_net="2001:db8::/64", prompt_fingerprint="t1"),
        exchange("cid", 6, ip="2001:db8::2", ip_net="2001:db8::/64", kind_device="d-1"),
        exchange("münch", 7, prompt_fingerprint="t2", kind_device="d-1", outcome="refused", model="large"),
        exchange("'q\"", 8),
    ),
    payments=(
        {"account_id": "ann", "payment_instrument": "pm_1", "paid_at": at(0), "outcome": "declined"},
        {"account_id": "cid", "payment_instrument": "pm_1", "paid_at": at(6), "outcome": "ok", "kind_email": "x@y"},
        {"account_id": "cid", "payment_instrument": "pm_1", "paid_at": at(7), "outcome": "declined"},
        {"account_id": "dee", "payment_instrument": "pm_2", "outcome": "declined"},
        {"account_id": "dee", "payment_instrument": "pm_2", "paid_at": at(3), "outcome": "declined"},
        {"account_id": "bob", "payment_instrument": "pm_2", "paid_at": at(3)},
    ),
    sightings=(
        {"account_id": "dee", "kind": "device", "value": "d-1", "first_seen": at(2), "last_seen": at(8), "count": 40},
        {"account_id": "fay", "kind": "wallet", "value": "w1"},
        {"account_id": "gus", "kind": "wallet", "value": "w1", "last_seen": at(1)},
        {"account_id": "fay", "kind": "list", "value": "blocked", "count": 2},
        {"account_id": "gus", "kind": "list", "value": "blocked", "first_seen": at(20)},
        {"account_id": "fay", "kind": "payment_attempt", "value": "pm_2", "first_seen": at(1), "count": 3},
        {"account_id": "ann", "kind": "ip", "value": "192.0.2.9", "first_seen": at(1), "last_seen": at(2)},
        {"account_id": "bob", "kind": "ip", "value": "192.0.2.9"},
    ),
    actions=(
        {"account_id": "ann", "action": "blocked", "at": at(2)},
        {"account_id": "ann", "action": "reinstated", "at": at(3)},
        {"account_id": "ann", "action": "Suspended", "at": at(12)},
        {"account_id": "dee", "action": "warned", "at": at(13)},
        {"account_id": "hal", "action": "blocked", "at": at(1)},
    ),
    identifiers=(
        {"kind": "ip", "value": "192.0.2.1", "asn": "AS64500", "network_type": "hosting", "as_of": at(0)},
        {"kind": "ip", "value": "192.0.2.1", "network_type": "vpn", "as_of": at(5)},
        {"kind": "payment_instrument", "value": "pm_1", "prepaid": True},
    ),
    kinds=(Kind("list", Family.OTHER, hub=True), Kind("wallet", Family.OWNERSHIP)),
    hubs=(Hub("ip", "192.0.2.9", "carrier gateway", "mapping"),),
)
"""A population with every corner in it: corrections, hubs, times that are missing, names that need care."""
SECOND = Facts(
    accounts=({"account_id": "ann", "created_at": at(-40), "country": "PT", "status": "active"},),
    exchanges=(
        exchange("dee", 10, ip="192.0.2.2", payment_instrument="pm_2", outcome="served", model="large"),
        exchange("new", 11, ip="192.0.2.1", prompt_fingerprint="t9", outcome="served", capability="code"),
        exchange("ann", 0.25, ip="192.0.2.1", outcome="served"),
    ),
    payments=({"account_id": "fay", "payment_instrument": "pm_9", "paid_at": at(11), "outcome": "declined"},),
    replaced=(("accounts", 0, 0), ("exchanges", 0, 2)),
)
"""A later load: more of the same, and corrections of two rows."""
VIEWS = (
    ALL,
    View(at(7)),
    View(at(6) + 1, window_us=5 * DAY_US),
    View(at(100), window_us=95 * DAY_US),
    View(at(12)),
    View(at(-100)),
    View(at(100), last_load=1),
)
view_by_view = pytest.mark.parametrize(
    "view", VIEWS, ids=lambda view: f"as_of {view.as_of_us}, {view.window_us}, {view.last_load}"
)

_names = st.sampled_from(["a", "b", "c", "d", "e", "f"])
_values = st.sampled_from(["v1", "v2", "v3"])
_actions, _hub_kinds = st.sampled_from(["blocked", "reinstated", "seen"]), st.sampled_from(["ip", "wallet"])
_lifetimes = st.sampled_from([Kind("ip", lifetime_days=1), Kind("wallet", lifetime_days=1), Kind("wallet")])
_days = st.integers(0, 12).map(lambda quarter: at(quarter / 4))
_maybe_days = st.none() | _days


def _rows(
    required: dict[str, st.SearchStrategy[object]], optional: dict[str, st.SearchStrategy[object]]
) -> st.SearchStrategy[list[Row]]:
    return st.lists(st.fixed_dictionaries(required, optional=optional), max_size=8)


def _one_each(rows: list[Row]) -> list[Row]:
    return list({row["account_id"]: row for row in rows}.values())


LOADS = st.lists(
    st.builds(
        Facts,
        accounts=st.just(()),
        exchanges=_rows(
            {"account_id": _names, "at": _days},
            {"ip": _values, "payment_instrument": _values, "prompt_fingerprint": _values, "kind_device": _values,
             "model": _values, "capability": _values, "outcome": st.sampled_from(["served", "error"])},
        ),
        payments=_rows(
            {"account_id": _names, "payment_instrument": _values},
            {"paid_at": _days, "outcome": st.sampled_from(["ok", "declined"])},
        ),
        sightings=_rows(
            {"account_id": _names, "kind": st.sampled_from(["ip", "wallet", "payment_instrument"]), "value": _values},
            {"first_seen": _maybe_days, "last_seen": _maybe_days, "count": st.integers(1, 9)},
        ),
        actions=_rows({"account_id": _names, "at": _days, "action": _actions}, {}),
        kinds=st.lists(_lifetimes, max_size=1),
        hubs=st.lists(st.builds(Hub, _hub_kinds, _values, st.just("a list"), st.just("list")), max_size=1),
    ),
    min_size=1,
    max_size=3,
)  # fmt: skip
"""One to three loads of a few rows over few names, so that everything meets everything."""
WINDOWS = st.builds(View, _days, st.none() | st.integers(1, 3).map(lambda days: days * DAY_US))
