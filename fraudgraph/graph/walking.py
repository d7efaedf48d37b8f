"""The part of `GraphStore` that `search`, `expand` and `path` ask: names that hold a text, and who holds what, many
edges at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.view import View

ACCOUNT_ID = "account_id"
DECLARED = ("email_domain", "organization_id")
"""What accounts declare of themselves and a search looks into."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Names of one sort that hold a text. sort: ACCOUNT_ID, one of DECLARED, or a kind of identifier.

    names: how many there are; first: (name, accounts that it names, that declare it or that hold it) of the first of
    them: names that equal the text, then those that begin with it, then those of most accounts, then by code point.
    """

    sort: str
    names: int
    first: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Follow:
    """Over which identifiers a step leads: those of at most so many holders (None: of any number), hubs too or not.
    kinds: of these alone (None: of every kind); others are as if they were not there.
    """

    most_holders: int | None = None
    hubs: bool = False
    kinds: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """Who holds which of some identifiers.

    account_ids: object[A], ascending by code point. kind, value, raw: object[I], ordered by (kind, value); raw is what
    the facts say where value is the name of an era, else the value. holders: int64[I]; hub: bool[I].
    account, identifier: int64[E], one edge each, as places in the arrays above, ordered by (identifier, account). An
    identifier without an edge was not followed.
    """

    account_ids: NDArray[np.object_]
    kind: NDArray[np.object_]
    value: NDArray[np.object_]
    raw: NDArray[np.object_]
    holders: NDArray[np.int64]
    hub: NDArray[np.bool_]
    account: NDArray[np.int64]
    identifier: NDArray[np.int64]

    @property
    def followed(self) -> NDArray[np.bool_]:
        """bool[I]: whether the identifier has its edges here."""
        return np.bincount(self.identifier, minlength=len(self.holders)) > 0


class Walking(Protocol):
    """Names and neighbours, of the facts visible in a view."""

    def search(self, view: View, text: str, limit: int) -> tuple[Hits, ...]:
        """What holds the text, whatever the case of its letters, of each sort that has any: ACCOUNT_ID, DECLARED,
        then kinds by name. All eras of a value are one name; at most `limit` names of a sort are told, all are counted.
        """

    def exact(self, view: View, names: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
        """(sort, name, accounts) of every account (ACCOUNT_ID) and identifier (its kind) that reads exactly like one of
        these names, ordered by (sort, name). Of a value that has several eras, it and the name of each era are names.
        """

    def values_starting(self, view: View, start: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier whose value begins with `start`, letter by letter, ordered by
        (kind, value); all eras of a value are one entry.
        """

    def accounts_declaring(self, view: View, column: str, values: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The accounts whose newest record says exactly one of these in a column of DECLARED, by what it says, each by
        code point; a value that nobody declares is left out.
        """

    def holdings(self, view: View, identifiers: Sequence[tuple[str, str]]) -> Holdings:
        """All holders of these (kind, value), hubs too, each era of a value an identifier of its own; nobody holds a
        name that there is not.
        """

    def step(self, view: View, account_ids: Sequence[str], follow: Follow) -> Holdings:
        """One step from these accounts: every identifier of theirs that others hold too, and all holders (these
        accounts among them) of those that are followed.
        """
