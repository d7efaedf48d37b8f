"""The screen `why` of one account and many others."""

from dataclasses import dataclass

from fraudgraph.investigate.views.why import Standing
from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Member, Sweep


@dataclass(frozen=True, slots=True)
class SharedOne:
    """One identifier that two accounts share, and its pair bits."""

    kind: Kind
    value: str
    holders: int
    bits: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """The link to one other account. bits: pair bits, the best of each family added up; kinds: how many families add
    any; best: the strongest of its reasons (None: nothing but hubs is in common), of which there are so many.
    """

    account_id: str
    bits: int
    kinds: int
    standing: Standing
    best: SharedOne | None
    reasons: int
    member: Member | None


@dataclass(frozen=True, slots=True)
class WhysView:
    """The screen. rows: most bits first; unknown: names that mean nothing."""

    first: str
    first_member: Member | None
    rows: tuple[LinkRow, ...]
    unknown: tuple[str, ...]
    sweep: Sweep | None
