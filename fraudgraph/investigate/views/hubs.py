"""The screen `hubs`."""

from dataclasses import dataclass
from enum import StrEnum

from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Sweep


class Compared(StrEnum):
    """Whether holders of an identifier are in rings more or less often than all accounts are."""

    MORE = "more"
    AS_MANY = "as many"
    FEWER = "fewer"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An identifier and its holders. in_rings: of them in a ring of the latest sweep, None before the first;
    attributes: what the table `identifiers` says of it, (name, text).
    """

    kind: Kind
    value: str
    holders: int
    in_rings: int | None
    compared: Compared
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HubRow:
    """An identifier that is excluded. set_by: `list`, `mapping`, or the judgement of a person, whom actor names;
    pending: said after the latest sweep began, so that it counts from the next one on.
    """

    held: HeldRow
    reason: str
    set_by: str
    actor: str
    pending: bool


@dataclass(frozen=True, slots=True)
class HubKind:
    """A kind of which every identifier is excluded, by a mapping file."""

    kind: Kind
    identifiers: int
    accounts: int


@dataclass(frozen=True, slots=True)
class HubsView:
    """The screen `hubs`. rows: most holders first; unowned: of each kind the identifiers of most holders that are no
    hubs and that hold no ring together; ring_accounts of all_accounts are in rings (None before the first sweep).
    """

    rows: tuple[HubRow, ...]
    kinds: tuple[HubKind, ...]
    unowned: tuple[HeldRow, ...]
    ring_accounts: int | None
    all_accounts: int
    sweep: Sweep | None
