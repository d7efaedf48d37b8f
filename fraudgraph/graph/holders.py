"""The part of `GraphStore` that `hubs` asks: how many hold an identifier, and which identifiers most hold."""

from collections.abc import Collection, Sequence
from typing import Protocol

from fraudgraph.graph.view import View

Name = tuple[str, str]
"""(kind, value)"""


class Holders(Protocol):
    """How many hold what, of the facts visible in a view."""

    def held_by(
        self, view: View, identifiers: Sequence[Name], account_ids: Sequence[str] | None = None
    ) -> dict[Name, int]:
        """How many accounts hold each of these, all eras of a value together, hubs too; of these accounts, of all
        where None. 0 for what nobody holds.
        """

    def most_held(self, view: View, each: int, without: Collection[Name] = ()) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of the identifiers of most holders, up to `each` of a kind and of two holders or more;
        kinds by name, most holders first, then values by code point. An era is an identifier of its own. Hubs are left
        out, and those in `without`.
        """
