"""Memberships as a table: every account of the latest sweep's rings, or of one ring, as CSV or Parquet."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.errors import UsageError
from fraudgraph.evidence import files
from fraudgraph.evidence.formats.csv_pair import write_rows
from fraudgraph.evidence.subgraph import Value
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.rings import BIT, Member, Ring, Tier
from fraudgraph.model.safe_text import inert

if TYPE_CHECKING:
    from fraudgraph.case import Case

COLUMNS = ("account_id", "ring_id", "band", "ring_class", "member_class", "tier", "in_queue", "member_bits", "rank")


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


def write_memberships(case: "Case", which: Selection, output: Path, force: bool = False) -> WrittenMemberships:
    """Write memberships of the latest sweep; the extension says how: .csv (guarded for spreadsheets) or .parquet
    (exact).
    """
    from fraudgraph.case import sweeps

    if output.suffix.lower() not in (".csv", ".parquet"):
        raise UsageError(f"{output}: memberships are written as .csv or .parquet", hint="end the file in one of these")
    files.refuse_existing((output,), force)
    sweep = sweeps.latest(case)
    rings = {ring.ring_id: ring for ring in sweeps.rings(case, sweep.sweep_id)}
    if which.ring_id is not None:
        sweeps.ring(case, sweep.sweep_id, which.ring_id)
    members = [one for one in sweeps.members(case, sweep.sweep_id, which.ring_id) if which.tier in (None, one.tier)]
    rows = [_row(member, rings[member.ring_id]) for member in members]
    name = show_id(Minted.SWEEP, sweep.sweep_id)
    with files.drafts((output,)) as (draft,):
        if output.suffix.lower() == ".csv":
            write_rows(draft, COLUMNS, rows)
        else:
            _write_parquet(draft, rows)
        _record(case, name, which, (output, draft), len(rows))
        written = files.publish(draft, output, force)
    return WrittenMemberships(name, written, len(rows), len({member.ring_id for member in members}))


def _row(member: Member, ring: Ring) -> tuple[Value, ...]:
    return (
        member.account_id,
        show_id(Minted.RING, ring.ring_id),
        ring.band.value,
        ring.ring_class.value,
        member.member_class.value,
        member.tier.value,
        member.in_queue,
        round(member.member_bits / BIT, 6),
        ring.rank,
    )


def _write_parquet(path: Path, rows: list[tuple[Value, ...]]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = (*(pa.string(),) * 6, pa.bool_(), pa.float64(), pa.int64())
    columns: Iterator[tuple[Value, ...]] = zip(*rows, strict=True) if rows else iter(((),) * len(COLUMNS))
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, types, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, names=list(COLUMNS)), path, compression="zstd")


def _record(case: "Case", sweep: str, which: Selection, paths: tuple[Path, Path], rows: int) -> None:
    output, draft = paths
    subject = sweep if which.ring_id is None else show_id(Minted.RING, which.ring_id)
    detail = {"sweep": sweep, "tier": which.tier, "rows": rows, "files": [[inert(output.name), files.digest(draft)]]}
    with case.transaction() as ledger:
        case.custody.append(ledger, "export", subject, detail)
