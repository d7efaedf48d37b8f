"""The part of `ActivityStore` that `timeline` asks: when things happened, fine enough for every zone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fraudgraph.graph.view import View

QUARTER_US = 15 * 60 * 1_000_000
Quarters = tuple[tuple[int, int], ...]
"""(quarter of an hour since 1970-01-01 00:00 UTC, how many), ascending, those without any left out. The offsets of all
zones are whole quarters, so the days and hours of any zone are sums of these.
"""

Groups = Callable[[], Sequence[Sequence[str]]]
"""Groups of accounts, made when they are needed."""


def nothing_beside() -> Sequence[Sequence[str]]:
    """No groups."""
    return ()


@dataclass(frozen=True, slots=True)
class Action:
    """What was done to an account at an instant, in the words of the facts. reason: '' where none is given."""

    account_id: str
    at_us: int
    action: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """Rows of one table that show an identifier, by quarter."""

    table: str
    quarters: Quarters


class Clock(Protocol):
    """When accounts acted, identifiers were used and actions were taken, of the facts visible in a view."""

    def quarters(self, view: View, account_ids: Sequence[str], beside: Groups = nothing_beside) -> Quarters:
        """Exchanges of these accounts in all. beside: groups that will be asked for next; where a store must read all
        exchanges for an answer, it counts these in the same pass.
        """

    def uses(self, view: View, kind: str, value: str) -> tuple[Uses, ...]:
        """Rows with a time that show an identifier: exchanges, then payments, a table without any left out. `sightings`
        and kinds made from the facts have spans only, which `holders_of` tells: of them nothing is known here.
        """

    def actions(self, view: View, account_ids: Sequence[str]) -> tuple[Action, ...]:
        """What was done to these accounts, ordered by (at, account, action): the table actions; and of an account that
        it never shuts, the date suspended_at of the table accounts, as `suspended`.
        """
