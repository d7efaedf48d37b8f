"""The document of `hubs`."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Attributes, Sweep
from fraudgraph.cli.documents.words import Says


class Held(TypedDict):
    """An identifier and its holders."""

    kind: w.KindName
    value: str
    holders: int
    holders_in_rings: int | None
    compared: Annotated[
        str | None, Says("In rings fewer, as many or more than all accounts are; null: too few to say.")
    ]
    attributes: Attributes


class Hub(Held):
    """An identifier that is excluded."""

    reason: str | None
    set_by: Annotated[str, Says("`list`, `mapping`, or the judgement of a person.")]
    actor: str | None
    pending: Annotated[bool, Says("Said after the latest sweep began: excluded from the next one on.")]


class WholeKind(TypedDict):
    """A kind of which every identifier is excluded."""

    kind: w.KindName
    identifiers: int
    accounts: int


class Hubs(TypedDict):
    """What is excluded, and what most accounts hold beside."""

    sweep: Sweep | None
    accounts: int
    ring_accounts: Annotated[int | None, Says("Accounts in rings; null before the first sweep.")]
    hubs: list[Hub]
    whole_kinds: list[WholeKind]
    most_held: Annotated[list[Held], Says("Of each kind: no hubs, and no ring rests on them.")]
