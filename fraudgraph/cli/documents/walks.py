"""Documents of `search`, `expand`, `path`, and of `node` with several names."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Member, Sweep
from fraudgraph.cli.documents.words import Says


class Spread(TypedDict):
    """Some accounts by ring."""

    accounts: int
    main_ring_id: Annotated[str | None, Says("The ring with most of them.", pattern=r"^R-\d{4,}$")]
    accounts_in_main_ring: int
    other_rings: int
    accounts_in_other_rings: int
    accounts_in_no_ring: int


class Named(Spread):
    """One name, and the accounts behind it."""

    name: str


class RingReach(TypedDict):
    """What of some accounts lies in one ring."""

    ring_id: w.RingId
    accounts_here: int
    ring_accounts: int
    names_here: Annotated[int, Says("Names that lead there.")]
    review: w.Review
    ring_class: w.EvidenceClass
    band: w.Band


class Sort(TypedDict):
    """Names of one sort."""

    sort: Annotated[str, Says("account_id, email_domain, organization_id, or a kind.")]
    names: Annotated[int, Says("How many there are.")]
    first: Annotated[list[Named], Says("The first of them.")]


class Search(TypedDict):
    """The answer to one term."""

    sweep: Sweep | None
    term: str
    network: Annotated[str | None, Says("What the term names, in CIDR, where it names a network or an address.")]
    names: int
    names_exact: Annotated[int, Says("Of those that are told, how many equal the term.")]
    sorts: list[Sort]
    reach: Annotated[Spread | None, Says("The accounts behind all names; null: too many names to ask.")]
    rings: Annotated[list[RingReach] | None, Says("Most accounts first; null: too many names to ask.")]
    did_you_mean: list[str]


class Searches(TypedDict):
    """Names that hold a text, or addresses in a network, and who is behind them."""

    searches: list[Search]


class Ids(TypedDict):
    """Accounts and nothing else (--ids)."""

    account_ids: list[w.Account]


class Way(TypedDict):
    """An identifier that a step led over, or all of a kind (value null)."""

    kind: w.KindName
    value: str | None
    identifiers: int
    holders: Annotated[int, Says("Of all of them, added up.")]
    others: Annotated[Spread, Says("The accounts behind, but those reached before.")]


class Closed(TypedDict):
    """An identifier that was not followed."""

    kind: w.KindName
    value: str
    holders: int
    hub: Annotated[bool, Says("False: too many hold it.")]


class Step(TypedDict):
    """From some accounts over their identifiers to all holders."""

    start_accounts: int
    reached: Annotated[Spread, Says("Accounts that this step reached first.")]
    kinds: list[Way]
    identifiers: Annotated[list[Way], Says("One by one; of the first step only.")]
    identifiers_to_nobody_new: int
    not_followed: list[Closed]


class Reached(TypedDict):
    """An account that was reached."""

    account_id: w.Account
    step: int
    kind: w.KindName
    value: Annotated[str, Says("Of the identifiers that led to it, the one of fewest holders.")]
    ring_id: w.RingId | None
    tier: w.Tier | None


class Expand(TypedDict):
    """Whom accounts or identifiers lead to."""

    sweep: Sweep | None
    names: list[str]
    unknown: Annotated[list[str], Says("Names that are not in the facts.")]
    start: Spread
    steps_asked: int
    most_holders: Annotated[int | None, Says("Identifiers of more were not followed; null: all were.")]
    through_hubs: bool
    over: Annotated[list[str] | None, Says("Kinds that were followed; null: all.")]
    reached: Spread
    rings: list[RingReach]
    steps: list[Step]
    accounts: Annotated[list[Reached] | None, Says("With --list.")]


class Stop(TypedDict):
    """An account on a path."""

    account_id: w.Account
    ring_id: w.RingId | None
    tier: w.Tier | None


class PathStep(TypedDict):
    """Two accounts and the identifier between them."""

    near: Stop
    far: Stop
    kind: w.KindName
    value: str
    holders: int
    pair_bits: w.LinkBits


class Path(TypedDict):
    """How one account leads to another. A path is a lead: its bits are not added."""

    sweep: Sweep | None
    first: Stop
    second: Stop
    steps: Annotated[int | None, Says("Of the shortest paths; null: none was found.")]
    paths: Annotated[list[list[PathStep]], Says("The strongest first; none shares anything with one before it.")]
    paths_of_so_many_steps: int
    steps_searched: int
    steps_asked: int
    stopped_at_accounts: Annotated[int | None, Says("From so many another step would have started: too many.")]
    accounts_reached: Annotated[list[int], Says("From the first, from the second.")]
    most_holders: int
    shared_left_out: Annotated[int | None, Says("Identifiers that both have (--longer).")]
    shared_not_followed: Annotated[list[Closed], Says("Identifiers that both have.")]


class AccountLine(TypedDict):
    """One account."""

    account_id: w.Account
    status: str | None
    member: Member | None
    exchanges: int
    first_exchange: w.Instant | None
    last_exchange: w.Instant | None


class IdentifierLine(TypedDict):
    """One identifier, and where its holders are."""

    kind: w.KindName
    value: str
    holders: Spread
    hub: bool


class Nodes(TypedDict):
    """Several accounts and identifiers."""

    sweep: Sweep | None
    accounts: list[AccountLine]
    identifiers: list[IdentifierLine]
    unknown: Annotated[list[str], Says("Names that are not in the facts.")]
    reach: Annotated[Spread, Says("The accounts.")]
    held: Annotated[Spread, Says("All holders of the identifiers.")]
    rings: Annotated[list[RingReach], Says("Of the accounts, most first.")]
