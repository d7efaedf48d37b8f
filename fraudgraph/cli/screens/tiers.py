"""Tiers of a ring: how many accounts stand how strongly, and the rule of each."""

from collections.abc import Iterator, Sequence

from fraudgraph.cli import numbers
from fraudgraph.cli.documents import parts
from fraudgraph.cli.lines import Line
from fraudgraph.cli.numbers import count
from fraudgraph.cli.tables import Column, layout
from fraudgraph.investigate.views.ring import TierTotal
from fraudgraph.model.rings import Tier

RULES = {
    Tier.CORE: "12 bits or more, 4 or more from each of 2 families",
    Tier.PROBABLE: "7 bits or more; not core",
    Tier.PERIPHERY: "under 7 bits: never enforce on these alone",
}
_COLUMNS = (
    Column("tier"),
    Column("accounts", right=True),
    Column("share", right=True),
    Column("exchanges", right=True),
    Column("open", right=True),
    Column("rule", rank=1),
)


def draw(totals: Sequence[TierTotal], width: int) -> Iterator[Line]:
    """The table; the rules go first where it does not fit."""
    accounts = sum(one.accounts for one in totals)
    rows = [
        (
            one.tier.value,
            count(one.accounts),
            numbers.share(one.accounts, accounts),
            count(one.exchanges),
            count(one.open_accounts),
            RULES[one.tier],
        )
        for one in totals
    ]
    fitted = layout(_COLUMNS, rows, width)
    yield fitted.header()
    yield from map(fitted.row, rows)


def data(totals: Sequence[TierTotal]) -> list[parts.TierTotal]:
    """The same for JSON."""
    return [
        {
            "tier": one.tier.value,
            "accounts": one.accounts,
            "exchanges": one.exchanges,
            "open_accounts": one.open_accounts,
            "rule": RULES[one.tier],
        }
        for one in totals
    ]
