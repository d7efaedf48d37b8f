"""Documents of what keeps the case: `forget`, `doctor`."""

from collections.abc import Mapping
from typing import Annotated, TypedDict

from fraudgraph.cli.documents import words as w
from fraudgraph.cli.documents.words import Says


class ForgottenRows(TypedDict):
    """What forgetting did to one table of facts."""

    table: str
    rows_dropped: int
    rows_cleared: Annotated[int, Says("Rows that stay without it.")]


class Forgotten(TypedDict):
    """What was forgotten, or would be."""

    forgotten_id: Annotated[str | None, Says("F-0001; null: a dry run.")]
    dry_run: bool
    what: Annotated[str, Says("account, load, or the kind of an identifier.")]
    name: str
    facts: list[ForgottenRows]
    segments: Annotated[int, Says("Files of facts that are written anew.")]
    ledger: Annotated[Mapping[str, int], Says("What in the ledger -> rows.")]
    rejected_rows: int
    custody_records_naming_it: Annotated[list[int], Says("Never changed.")]
    sweeps_not_reproducible_up_to: w.SweepId | None
    reason: str | None


class Check(TypedDict):
    """One check."""

    check: str
    health: Annotated[str, Says("failed, warning or ok.")]
    says: str
    remedy: str | None


class Doctor(TypedDict):
    """Whether everything is as it should be."""

    failed: int
    warnings: int
    ok: int
    damaged: Annotated[list[str], Says("Checks that mean lost or changed facts, judgements or records.")]
    checks: Annotated[list[Check], Says("Failures first.")]
