"""What a load is asked for, and what it reports."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from fraudgraph.case import Load


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load.

    mapping: a mapping file; preset: one that comes with the package; account: the source column of the account, where
    it is another than the preset's; table: every source is of this table; max_rejects: the greatest share of a table's
    rows that may be rejected; numeric_tokens: payment tokens may look like card numbers; key_file: the key of the
    prompt fingerprints, kept outside the case; format: `csv`, `tsv`, `ndjson` or `parquet` for sources whose names do
    not tell; stdin: what `-` reads.
    """

    mapping: Path | None = None
    preset: str | None = None
    account: str | None = None
    table: str | None = None
    max_rejects: float = 0.01
    numeric_tokens: bool = False
    key_file: Path | None = None
    format: str | None = None
    stdin: BinaryIO | None = field(default=None, compare=False)
    notes: tuple[str, ...] = ()
    """What the record of the load says besides."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Path -> how the record calls the file."""


class RejectedReason(NamedTuple):
    """Rows of a table that were rejected for one reason. first: `file:line` of the first one (Parquet: `file:row`)."""

    table: str
    rows: int
    reason: str
    first: str


@dataclass(frozen=True, slots=True)
class LoadResult:
    """A stored load. rejected_reasons: most rows first; reject_file: every rejected row with line and reason."""

    load: Load
    rejected_reasons: tuple[RejectedReason, ...] = ()
    reject_file: Path | None = None

    @property
    def rejected(self) -> int:
        """Rows rejected, of all tables."""
        return sum(reason.rows for reason in self.rejected_reasons)
