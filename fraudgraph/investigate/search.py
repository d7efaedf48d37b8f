"""`search`: names that hold a text, addresses in a network, and the accounts and rings behind them."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fraudgraph.case import Case
from fraudgraph.errors import UsageError
from fraudgraph.graph.walking import ACCOUNT_ID, DECLARED, Hits
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.names import near_names
from fraudgraph.investigate.reach import NO_RING, count_rings, reach_of, ring_places, rings_behind, spread_of
from fraudgraph.investigate.views.search import Found, SearchView, Sort
from fraudgraph.model.networks import LEAST_PREFIX, Network, read_network

MOST = 20_000
"""Names of one sort behind which the accounts are asked for; of more, only the first FEW are told."""
FEW = 20
MOST_TERMS = 50
"""Every term is looked for in all names, a quarter of a second each where there are millions."""
Rings = Mapping[tuple[str, str], Counter[int]]
"""(sort, name) -> accounts by ring."""
_WIDER = {4: "/24", 6: "/48"}
"""Around an address that nobody was seen with, so much is looked at for others."""


def search(case: Case, terms: Sequence[str]) -> tuple[SearchView, ...]:
    """The screen of each term. UsageError for too many or empty terms, and for a network that is too wide."""
    if len(terms) > MOST_TERMS:
        raise UsageError(f"{len(terms):,} terms are too many to look for", hint="for whole names: fraudgraph node -")
    at = desk(case)
    return tuple(_searched(at, term) for term in terms)


def _searched(at: Desk, term: str) -> SearchView:
    if not term.strip():
        raise UsageError("nothing to search for", hint="fraudgraph search acct_7f, or 203.0.113.0/24")
    network = read_network(term)
    if network is None:
        hits = at.graph.search(at.view, term, MOST) or _named_era(at, term)
        return _view(at, term, hits, None)
    if network.too_wide:
        least = LEAST_PREFIX[network.version]
        raise UsageError(f"{network.text} is too wide to ask for", hint=f"name a network of /{least} or narrower")
    return _view(at, term, _addresses(at, network), network)


def _named_era(at: Desk, term: str) -> tuple[Hits, ...]:
    """`value@day`, the name of one era: no fact says it, yet screens do."""
    return tuple(Hits(kind, 1, ((value, holders),)) for kind, value, holders in at.graph.find_values(at.view, term))


def _addresses(at: Desk, network: Network) -> tuple[Hits, ...]:
    """Identifiers of every kind that are addresses in the network, those of most holders first."""
    if network.single:
        found = at.graph.find_values(at.view, network.value)
    else:
        every = at.graph.values_starting(at.view, network.start)
        found = tuple(one for one in every if network.holds(one[1]))
    by_kind: dict[str, list[tuple[str, int]]] = {}
    for kind, value, holders in found:
        by_kind.setdefault(kind, []).append((value, holders))
    return tuple(
        Hits(kind, len(own), tuple(sorted(own, key=lambda one: (-one[1], one[0]))[:MOST]))
        for kind, own in by_kind.items()
    )


def _view(at: Desk, term: str, hits: Sequence[Hits], network: Network | None) -> SearchView:
    complete = all(one.names <= MOST for one in hits)
    told = {one.sort: [name for name, _ in (one.first if one.names <= MOST else one.first[:FEW])] for one in hits}
    behind = _behind(at, told)
    sorts = tuple(_sort(at, one, told[one.sort], behind.by_ring, network is not None) for one in hits)
    through = Counter(ring for by_ring in behind.by_ring.values() for ring in by_ring if ring != NO_RING)
    return SearchView(
        term=term,
        network=network,
        exact=sum(name.lower() == term.lower() for names in told.values() for name in names),
        sorts=sorts,
        reach=reach_of(at, count_rings(at, behind.account_ids), through) if complete else None,
        account_ids=tuple(sorted(behind.account_ids)) if complete else (),
        near=() if hits else tuple(_near(at, term, network)),
        most=MOST,
        sweep=at.sweep,
    )


def _sort(at: Desk, hits: Hits, told: Sequence[str], by_ring: Rings, in_network: bool) -> Sort:
    """One sort; of the addresses in a network those with most accounts in rings come first."""
    kind = None if hits.sort in (ACCOUNT_ID, *DECLARED) else at.kind(hits.sort)
    known = at.attributes((hits.sort, name) for name in told if kind is not None)
    rows = [Found(name, spread_of(by_ring[hits.sort, name]), known.get((hits.sort, name), ())) for name in told]
    if in_network:
        rows.sort(key=lambda row: -(row.spread.accounts - row.spread.in_no_ring))
    return Sort(hits.sort, kind, hits.names, tuple(rows))


@dataclass(frozen=True, slots=True)
class _Behind:
    """by_ring: (sort, name) -> accounts by ring; account_ids: all of them."""

    by_ring: Rings
    account_ids: frozenset[str]


def _behind(at: Desk, told: Mapping[str, Sequence[str]]) -> _Behind:
    """The accounts that names lead to: themselves, those that declare them, those that hold them."""
    declared = {sort: at.graph.accounts_declaring(at.view, sort, told[sort]) for sort in DECLARED if sort in told}
    sets: dict[tuple[str, str], Sequence[str]] = {
        **{(ACCOUNT_ID, name): (name,) for name in told.get(ACCOUNT_ID, ())},
        **{(sort, name): found[name] for sort, found in declared.items() for name in told[sort]},
    }
    by_ring = {name: count_rings(at, account_ids) for name, account_ids in sets.items()}
    identifiers = [(sort, name) for sort, names in told.items() for name in names if (sort, name) not in sets]
    held = at.graph.holdings(at.view, identifiers)
    by_ring |= {name: Counter() for name in identifiers}
    ring = ring_places(at, held.account_ids)
    for kind, value, raw, counts in zip(held.kind, held.value, held.raw, rings_behind(held, ring), strict=True):
        by_ring[(kind, raw) if (kind, raw) in by_ring else (kind, value)] += counts
    every = frozenset(held.account_ids.tolist()).union(*sets.values())
    return _Behind(by_ring, every)


def _near(at: Desk, term: str, network: Network | None) -> Iterator[str]:
    """What may have been meant: names a letter or two away, the network around an address, the domain of an e-mail
    address.
    """
    if network is not None:
        around = read_network(network.value.partition("/")[0] + _WIDER[network.version]) if network.single else None
        if around is not None and _addresses(at, around):
            yield around.text
        return
    yield from near_names(at, term)
    domain = re.fullmatch(r"[^@\s]+@([^@\s]+)", term)
    if domain and at.graph.accounts_declaring(at.view, "email_domain", [domain[1]]):
        yield domain[1]
