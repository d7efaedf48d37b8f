"""Memberships as a table: every account of the latest sweep's rings, or of one ring, as CSV or Parquet."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.errors import UsageError
from fraudgraph.evidence import files
from fraudgraph.evidence.formats.csv_pair import write_rows
from fraudgraph.investigate.listings import bits
from fraudgraph.investigate.rows import Field, Rows, Type, Value
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.rings import Member, Ring, Tier
from fraudgraph.model.safe_text import inert

if TYPE_CHECKING:
    from fraudgraph.case import Case

FIELDS = (
    Field("account_id"),
    Field("ring_id"),
    Field("band"),
    Field("ring_class"),
    Field("member_class"),
    Field("tier"),
    Field("in_queue", Type.FLAG),
    Field("member_bits", Type.NUMBER),
    Field("rank", Type.WHOLE),
)
COLUMNS = tuple(field.name for field in FIELDS)


@dataclass(frozen=True, slots=True)
class WrittenMemberships:
    """The file, and how many rows of how many rings it has."""

    sweep_id: str
    file: files.WrittenFile
    rows: int
    rings: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Which memberships. ring_id: None for every ring; tier: None for every tier."""

    ring_id: int | None = None
    tier: Tier | None = None


def memberships(case: "Case", which: Selection) -> Rows:
    """Memberships of the latest sweep: by rank of the ring, most member bits first. NotSwept; NotFound for a ring that
    the sweep does not have.
    """
    from fraudgraph.case import sweeps

    sweep_id = sweeps.latest(case).sweep_id
    rings = {ring.ring_id: ring for ring in sweeps.rings(case, sweep_id)}
    if which.ring_id is not None:
        sweeps.ring(case, sweep_id, which.ring_id)
    found = sweeps.members(case, sweep_id, which.ring_id)
    return Rows(FIELDS, tuple(_row(one, rings[one.ring_id]) for one in found if which.tier in (None, one.tier)))


def write_memberships(case: "Case", which: Selection, output: Path, force: bool = False) -> WrittenMemberships:
    """Write memberships of the latest sweep; the extension says how: .csv (guarded for spreadsheets) or .parquet
    (exact).
    """
    from fraudgraph.case import sweeps

    if output.suffix.lower() not in (".csv", ".parquet"):
        raise UsageError(f"{output}: memberships are written as .csv or .parquet", hint="end the file in one of these")
    files.refuse_existing((output,), force)
    name = show_id(Minted.SWEEP, sweeps.latest(case).sweep_id)
    rows = memberships(case, which)
    with files.drafts((output,)) as (draft,):
        if output.suffix.lower() == ".csv":
            write_rows(draft, rows.columns, rows.cells)
        else:
            _write_parquet(draft, rows)
        _record(case, name, which, (output, draft), len(rows))
        written = files.publish(draft, output, force)
    return WrittenMemberships(name, written, len(rows), len(set(rows.column("ring_id"))))


def _row(member: Member, ring: Ring) -> tuple[Value, ...]:
    return (
        member.account_id,
        show_id(Minted.RING, ring.ring_id),
        ring.band.value,
        ring.ring_class.value,
        member.member_class.value,
        member.tier.value,
        member.in_queue,
        bits(member.member_bits),
        ring.rank,
    )


def _write_parquet(path: Path, rows: Rows) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(rows.to_arrow(), path, compression="zstd")


def _record(case: "Case", sweep: str, which: Selection, paths: tuple[Path, Path], rows: int) -> None:
    output, draft = paths
    subject = sweep if which.ring_id is None else show_id(Minted.RING, which.ring_id)
    detail = {"sweep": sweep, "tier": which.tier, "rows": rows, "files": [[inert(output.name), files.digest(draft)]]}
    with case.transaction() as ledger:
        case.custody.append(ledger, "export", subject, detail)
