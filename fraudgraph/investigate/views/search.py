"""The screen `search`."""

from dataclasses import dataclass

from fraudgraph.investigate.views.reach import Reach, Spread
from fraudgraph.model.kinds import Kind
from fraudgraph.model.networks import Network
from fraudgraph.model.rings import Sweep


@dataclass(frozen=True, slots=True)
class Found:
    """One name: an account, what accounts declare, or an identifier; spread: the accounts behind it; attributes: what
    the table `identifiers` says of an identifier, (name, text).
    """

    name: str
    spread: Spread
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """Names of one sort. name: `account_id`, `email_domain`, `organization_id`, or a kind; kind: None for the first
    three. names: how many there are; rows: the first of them.
    """

    name: str
    kind: Kind | None
    names: int
    rows: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """The screen of one term. network: what the term names, if it is an address or a network; exact: how many names
    equal the term.

    reach: the accounts that all names lead to (None: there are more names than `most`, so nobody asked);
    account_ids: these accounts, by code point. near: names that may have been meant, where there is none.
    """

    term: str
    network: Network | None
    exact: int
    sorts: tuple[Sort, ...]
    reach: Reach | None
    account_ids: tuple[str, ...]
    near: tuple[str, ...]
    most: int
    sweep: Sweep | None

    @property
    def names(self) -> int:
        """How many names there are, of all sorts."""
        return sum(sort.names for sort in self.sorts)
