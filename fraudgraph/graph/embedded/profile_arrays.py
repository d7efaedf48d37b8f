"""Profiles of all accounts from the sorted files, as arrays."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.assess.profiles import Profiles
from fraudgraph.case.facts import literal
from fraudgraph.graph.embedded.account_sums import SUSPENDED_WORDS
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs, hub_codes
from fraudgraph.graph.embedded.reader import Reader

TEMPLATE = "prompt_fingerprint"
CAPABILITIES = 32
"""At most so many capabilities are told apart."""
POPULAR = 50
"""A template that so many accounts hold is a shared one."""


def profiles_of(reader: Reader, cache: Cache, hubs: Hubs, as_of_us: int) -> Profiles:
    """One entry an account, by code."""
    known = _columns(reader, cache, as_of_us)
    shared, given = _templates(reader, cache, hubs)
    return Profiles(
        **{name: known[name].astype(np.int64) for name in _COUNTED},
        hours=_hours(reader, cache),
        shared_template=shared,
        with_template=given,
        organization=known["organization"].astype(np.int32),
        domain=known["domain"].astype(np.int32),
        capabilities=_capabilities(reader, cache),
        invoiced=known["invoiced"].astype(np.int8),
        suspended=known["suspended"].astype(np.int8),
        measured=_measured(reader, cache, bool(given.any())),
    )


_COUNTED = (
    "exchanges", "served", "exchanges_7d", "first_us", "last_us", "active_days", "created_us", "suspended_us"
)  # fmt: skip


def _columns(reader: Reader, cache: Cache, as_of_us: int) -> dict[str, Any]:
    shut_words = ", ".join(map(literal, SUSPENDED_WORDS))
    word = "lower(trim(status))"
    return reader.arrays(
        "SELECT exchanges, if(outcomes > 0 OR exchanges = 0, served, -1) AS served, exchanges_7d, active_days, "
        "coalesce(first_us, -1) AS first_us, coalesce(last_us, -1) AS last_us, coalesce(created_us, -1) AS created_us, "
        f"CASE WHEN shut THEN action_us WHEN NOT shut THEN -1 WHEN suspended_us < {as_of_us} THEN suspended_us "
        "ELSE -1 END AS suspended_us, "
        "if(organization_id IS NULL, -1, dense_rank() OVER (ORDER BY organization_id NULLS LAST) - 1) AS organization, "
        "if(trim(email_domain) = '' OR email_domain IS NULL, -1, "
        "dense_rank() OVER (ORDER BY lower(trim(email_domain)) NULLS LAST) - 1) AS domain, "
        "CASE billing WHEN 'invoiced' THEN 1 WHEN 'self_serve' THEN 0 ELSE -1 END AS invoiced, "
        "CASE WHEN shut IS NOT NULL THEN shut::INT "
        f"WHEN suspended_us IS NOT NULL THEN (suspended_us < {as_of_us})::INT "
        f"WHEN status IS NULL THEN -1 ELSE ({word} IN ({shut_words}))::INT END AS suspended "
        f"FROM {cache.file('accounts')} JOIN {cache.file('totals')} ON account = code ORDER BY code"
    )


def _hours(reader: Reader, cache: Cache) -> NDArray[np.int32]:
    found = reader.arrays(f"SELECT account, hour, exchanges FROM {cache.file('hours')}")
    hours = np.zeros((cache.accounts, 24), np.int32)
    hours[found["account"], found["hour"]] = found["exchanges"]
    return hours


def _capabilities(reader: Reader, cache: Cache) -> NDArray[np.int32]:
    """Exchanges of each account on the most frequent capabilities."""
    mixes = cache.file("mixes")
    found = reader.arrays(
        f"WITH most AS (SELECT capability, row_number() OVER (ORDER BY sum(exchanges) DESC, capability) - 1 AS place "
        f"FROM {mixes} WHERE capability IS NOT NULL GROUP BY capability ORDER BY place LIMIT {CAPABILITIES}) "
        f"SELECT account, place, sum(exchanges)::BIGINT AS exchanges FROM {mixes} JOIN most USING (capability) "
        "GROUP BY account, place"
    )
    out = np.zeros((cache.accounts, int(found["place"].max(initial=-1)) + 1), np.int32)
    out[found["account"], found["place"]] = found["exchanges"]
    return out


def _templates(reader: Reader, cache: Cache, hubs: Hubs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Exchanges of each account on a template of POPULAR accounts or more that is no hub, and on any template."""
    if TEMPLATE not in cache.kinds:
        return np.zeros(cache.accounts, np.int64), np.zeros(cache.accounts, np.int64)
    at = cache.kinds.index(TEMPLATE)
    first, end = cache.kind_starts[at], (*cache.kind_starts[1:], np.iinfo(np.int32).max)[at]
    found = reader.arrays(
        f"SELECT account, identifier, exchanges FROM {cache.file('by_account')} "
        f"WHERE identifier >= {first} AND identifier < {end}"
    )
    holders = f"SELECT holders FROM {cache.file('identifiers')} WHERE code >= {first} AND code < {end}"
    popular = reader.arrays(holders)["holders"] >= POPULAR
    listed = hub_codes(reader, cache, hubs)
    popular[listed[(listed >= first) & (listed < end)] - first] = False
    popular &= TEMPLATE not in hubs.kinds
    on_popular = found["exchanges"] * popular[found["identifier"] - first]
    return tuple(  # type: ignore[return-value]  # two of them
        np.bincount(found["account"], weights, minlength=cache.accounts).astype(np.int64)
        for weights in (on_popular, found["exchanges"])
    )


def _measured(reader: Reader, cache: Cache, template: bool) -> frozenset[str]:
    row = reader.rows(
        "SELECT sum(exchanges) > 0, sum(outcomes) > 0, count(created_us) > 0, count(organization_id) > 0, "
        "count(billing) > 0, count(status) + count(suspended_us) + count(shut) > 0, count(country) > 0, "
        f"count(email_domain) > 0, (SELECT count(capability) > 0 FROM {cache.file('mixes')}) "
        f"FROM {cache.file('accounts')} JOIN {cache.file('totals')} ON account = code"
    )[0]
    names = (
        "exchanges",
        "outcome",
        "created",
        "organization",
        "billing",
        "status",
        "country",
        "email_domain",
        "capability",
    )
    measured = frozenset(name for name, there in zip(names, row, strict=True) if there)
    return measured | {"template"} if template else measured
