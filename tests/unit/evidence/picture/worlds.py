"""Rings with a known structure, to be drawn."""

from collections.abc import Sequence
from dataclasses import replace

from fraudgraph.evidence.picture import Picture, picture_of
from fraudgraph.evidence.subgraph import Ringed, sightings
from fraudgraph.graph.base import Seen
from fraudgraph.model.rings import BIT
from tests.unit.evidence.made_up import ringed, seen, store

HASH = "0" * 64


def drawn(rows: Sequence[tuple[str, str, str]], cells: dict[str, int] | None = None) -> Picture:
    """The picture of (account, kind, value) rows; each identifier gains as many bits as it has holders. cells: account
    -> cell, 1 where not said.
    """
    ring, found = world(rows, cells)
    return picture_of(ring, sightings(ring, store(found)), HASH)


def world(rows: Sequence[tuple[str, str, str]], cells: dict[str, int] | None = None) -> tuple[Ringed, list[Seen]]:
    """The ring and its sightings."""
    accounts = sorted({account for account, _, _ in rows})
    named = sorted({(kind, value) for _, kind, value in rows})
    holders = {name: len({row[0] for row in rows if row[1:] == name}) for name in named}
    found = [seen(account, kind, value, holders[kind, value]) for account, kind, value in rows]
    ring = ringed(accounts, [(*name, holders[name]) for name in named])
    gains = tuple(replace(one, bits=one.holders * BIT, inside=one.holders) for one in ring.identifiers)
    members = tuple(replace(one, cell=(cells or {}).get(one.account_id, 1)) for one in ring.members)
    return replace(ring, identifiers=gains, members=members), found


def firm(name: str, cards: int, each: int) -> list[tuple[str, str, str]]:
    """Accounts on some cards, each card with `each` accounts, and one template that all of them send."""
    rows = []
    for card in range(cards):
        for place in range(each):
            account = f"{name}-{card}-{place}"
            rows += [
                (account, "payment_instrument", f"pm_{name}_{card}"),
                (account, "prompt_fingerprint", f"tpl_{name}"),
            ]
    return rows
