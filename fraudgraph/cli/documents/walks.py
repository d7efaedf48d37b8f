"""Documents of `search`, `expand` and `path`, of `node` and `why` with several names, and of lists of ids."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import Attributes, Member, Sweep
from fraudgraph.cli.documents.words import Says
from fraudgraph.investigate.views.why import Standing


class Ids(TypedDict):
    """Account ids and nothing else (`--ids`)."""

    account_ids: list[w.Account]


class Spread(TypedDict):
    """Where accounts are."""

    accounts: int
    main_ring_id: Annotated[str | None, Says("The ring with most of them.")]
    accounts_in_main_ring: int
    other_rings: int
    accounts_in_other_rings: int
    accounts_in_no_ring: int


class RingReach(TypedDict):
    """What lies in one ring."""

    ring_id: w.RingId
    accounts_here: int
    ring_accounts: int
    names_here: int
    review: w.Review
    ring_class: w.EvidenceClass
    band: w.Band


class FoundName(Spread):
    """A name, and where those behind it are."""

    name: str
    attributes: Annotated[Attributes | None, Says("Of an identifier.")]


class Sort(TypedDict):
    """Names of one sort."""

    sort: Annotated[str, Says("account_id, a kind, or an attribute of accounts.")]
    names: int
    first: list[FoundName]


class SearchedTerm(TypedDict):
    """One term; reach and rings are null where too many names hold it."""

    sweep: Sweep | None
    term: str
    network: Annotated[str | None, Says("The network that the term was read as.")]
    names: int
    names_exact: Annotated[int, Says("Of them those that are the term and nothing more.")]
    sorts: list[Sort]
    reach: Spread | None
    rings: list[RingReach] | None
    did_you_mean: list[str]


class Searches(TypedDict):
    """What was found, term by term."""

    searches: list[SearchedTerm]


class Way(TypedDict):
    """Over one identifier, or (value null) over identifiers of one kind."""

    kind: w.KindName
    value: str | None
    identifiers: int
    holders: int
    others: Spread
    attributes: Annotated[Attributes | None, Says("Of one identifier.")]


class NotFollowed(TypedDict):
    """An identifier that was not followed, and why."""

    kind: w.KindName
    value: str
    holders: int
    hub: Annotated[bool, Says("It means nothing; else it has too many holders.")]


class Step(TypedDict):
    """From accounts over their identifiers to all holders of these."""

    start_accounts: int
    reached: Spread
    kinds: list[Way]
    identifiers: list[Way]
    identifiers_to_nobody_new: int
    not_followed: list[NotFollowed]


class Reached(TypedDict):
    """An account that is reached."""

    account_id: w.Account
    step: int
    kind: w.KindName
    value: str
    ring_id: w.RingId | None
    tier: w.Tier | None


class Expanded(TypedDict):
    """Whom accounts or identifiers lead to."""

    sweep: Sweep | None
    names: list[str]
    unknown: Annotated[list[str], Says("Names that no fact has.")]
    start: Spread
    steps_asked: int
    most_holders: int | None
    through_hubs: bool
    over: Annotated[list[str] | None, Says("Kinds that alone were followed.")]
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
    attributes: Attributes


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
    shared_not_followed: Annotated[list[NotFollowed], Says("Identifiers that both have.")]


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
    unknown: Annotated[list[str], Says("Names that no fact has.")]
    reach: Annotated[Spread, Says("Of the accounts.")]
    held: Annotated[Spread, Says("Of all holders of the identifiers.")]
    rings: Annotated[list[RingReach], Says("In which the accounts are, most first.")]


class LinkLine(TypedDict):
    """The link to one account, and the strongest of its reasons (null: nothing but hubs is in common)."""

    account_id: w.Account
    pair_bits: w.LinkBits
    families: Annotated[int, Says("That add any bits.")]
    standing: Annotated[str, Says(words=Standing)]
    reasons: int
    ring_id: w.RingId | None
    kind: w.KindName | None
    value: str | None
    holders: int | None


class Whys(TypedDict):
    """How strongly others are linked to one account, most bits first."""

    sweep: Sweep | None
    account_id: w.Account
    member: Member | None
    unknown: Annotated[list[str], Says("Names that no fact has.")]
    links: list[LinkLine]
