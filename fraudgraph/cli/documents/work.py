"""Documents of what makes or writes: `load`, `status`, `sweep`, `export`, `members -o`, `simulate`, `demo`."""

from collections.abc import Mapping
from typing import Annotated, Any, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.parts import File, Judgement, Sweep
from fraudgraph.cli.documents.words import Says


class LoadedTable(TypedDict):
    """read = used + duplicate + superseded + rejected."""

    read: int
    used: int
    duplicate: int
    superseded: int
    rejected: int


class RejectedRows(TypedDict):
    """Rows that were rejected for one reason."""

    table: str
    rows: int
    reason: str
    first: Annotated[str, Says("file:line of the first one.")]


class LoadedColumn(TypedDict):
    """What became of one source column."""

    table: str
    source: str
    disposition: str
    target: str | None


class LoadedFile(TypedDict):
    """One source file."""

    path: str
    sha256: w.Sha256
    bytes: int
    table: str
    rows: int


class Load(TypedDict):
    """What a load stored."""

    load_id: w.LoadId
    at: w.Instant | None
    facts: int
    tables: Mapping[str, LoadedTable]
    rejected: list[RejectedRows]
    reject_file: str | None
    columns: list[LoadedColumn]
    files: list[LoadedFile]
    mapping_sha256: w.Sha256 | None
    key_id: str | None
    notes: list[str]


class KindCount(TypedDict):
    """One kind in the facts."""

    kind: w.KindName
    identifiers: int
    accounts: int


class Custody(TypedDict):
    """The custody log."""

    records: int
    whole: bool
    first_bad_record: int | None


class Status(TypedDict):
    """What the case holds, and how far the latest sweep reaches; null: not swept yet, or not counted yet."""

    sweep: Sweep | None
    need_person: int | None
    newer_facts: Annotated[int | None, Says("That the sweep did not see.")]
    facts: int
    loads: int
    exchanges: int
    first_exchange: w.Instant | None
    last_exchange: w.Instant | None
    accounts: int | None
    unlinkable_accounts: Annotated[int | None, Says("Without any identifier but hubs.")]
    kinds: list[KindCount]
    empty_kinds: list[str]
    judgements: int
    last_judgement: Judgement | None
    forgotten: Annotated[int, Says("How often something was forgotten.")]
    sweeps_not_reproducible_up_to: Annotated[w.SweepId | None, Says("For what was forgotten since.")]
    custody: Custody


class MergedAway(TypedDict):
    """A ring whose accounts went into another."""

    ring_id: w.RingId
    into: w.RingId


class NullCheck(TypedDict):
    """Shuffled copies in which every ring would be false."""

    copies: int
    rings: int
    seeds: list[int]
    seconds: w.Seconds


class Resampling(TypedDict):
    """Copies with lost facts."""

    runs: int
    dropped_share: w.Share
    fragile_under: float
    fragile_rings: int
    seeds: list[int]
    seconds: w.Seconds


class LeaveOneOut(TypedDict):
    """Runs without each kind of evidence."""

    left_out: list[list[str]]
    seconds: w.Seconds


class SweepChecks(TypedDict):
    """What was run; null: not run."""

    null: NullCheck | None
    resampling: Resampling | None
    leave_one_out: LeaveOneOut | None


class Swept(TypedDict):
    """What a sweep left."""

    sweep: Sweep | None
    previous_sweep_id: w.SweepId | None
    rings: int
    rings_before: int
    changes: Annotated[Mapping[str, int], Says("Rings now by what happened to them.")]
    fates_of_rings_before: Mapping[str, int]
    gone_dormant: list[w.RingId]
    merged_away: list[MergedAway]
    ids_ever: int
    dormant: int
    need_person: int
    to_do: int
    new: int
    changed: int
    dormant_to_do: int
    accounts_before: int
    accounts_now: int
    accounts_joined: int
    accounts_left: int
    checks: SweepChecks


class Exported(TypedDict):
    """What left the case. Holds raw ids and addresses: internal use."""

    ring_id: w.RingId
    sweep_id: w.SweepId
    format: str
    files: list[File]
    nodes: int
    accounts: int
    identifiers: Annotated[Mapping[str, int], Says("By kind.")]
    edges: int
    sightings: Annotated[int, Says("Edges that could have been taken.")]
    names_escaped: int
    names_dropped: int
    read_back: list[str]


class DrawnFile(File):
    """A drawing."""

    format: str


class Drawn(TypedDict):
    """A ring as a page or a picture. Holds raw ids and addresses: internal use."""

    ring_id: w.RingId
    sweep_id: w.SweepId
    files: list[DrawnFile]
    nodes: int
    accounts: int
    identifiers: Annotated[Mapping[str, int], Says("By kind.")]
    sightings: int
    cells: int
    load_bearing: Annotated[int, Says("Identifiers that carry half of the bits.")]
    bridges: Annotated[int, Says("Identifiers between cells.")]
    svg_marks: int | None
    svg_whole: Annotated[bool | None, Says("Each account has its own mark.")]
    names_escaped: int
    names_dropped: int
    evidence_sha256: Annotated[str, Says("Of the same subgraph as node-link JSON with all edges.")]


class Memberships(TypedDict):
    """Memberships in a file."""

    sweep_id: w.SweepId
    file: File
    memberships: int
    rings: int


class Simulated(TypedDict):
    """A simulated population. `truth` is never to be loaded."""

    scenario: str
    folder: str
    data: str
    files: list[str]
    truth: str
    description: str
    accounts: int
    exchanges: int
    payments: int
    actions: int
    rings: int
    ring_accounts: int
    wall_seconds: w.Seconds


class Scenario(TypedDict):
    """One population that can be simulated, at scale 1."""

    scenario: str
    campaign_accounts: int
    campaign_exchanges: int
    honest_accounts: int
    planted_rings: int
    days: int
    description: str


class Scenarios(TypedDict):
    """All of them."""

    scenarios: list[Scenario]


class Demo(TypedDict):
    """What the demonstration found, held against what was planted."""

    steps: Annotated[Mapping[str, Any], Says("Command -> its document.")]
    planted_rings: int
    planted_rings_found: int
    planted_rings_missed: list[str]
    queue_accounts: int
    queue_honest_accounts: int
