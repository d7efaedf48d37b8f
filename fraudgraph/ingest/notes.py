"""What a load has to say beside its counts, in sentences."""

from collections.abc import Iterator, Mapping, Sequence

from fraudgraph.case import Reconciliation
from fraudgraph.ingest.lookups import Noticed
from fraudgraph.ingest.options import LoadOptions
from fraudgraph.ingest.staging import Staged


def of_rows(staged: Sequence[Staged], noticed: Noticed, options: LoadOptions) -> Iterator[str]:
    """Of the rows as they were read."""
    if any(file.table == "exchanges" and not _has(file, "request_id") for file in staged):
        yield "exchanges have no request_id: equal rows of one file count as many exchanges, of two files as one"
    if noticed.no_one:
        yield f"{noticed.no_one:,} rows carry an address that identifies no one (private, loopback, unknown)"
    if noticed.twice:
        yield f"{noticed.twice:,} local times came twice when clocks were set back; the earlier was taken"
    if left_out := sum(file.left_out for file in staged):
        them = "1 row is" if left_out == 1 else f"{left_out:,} rows are"
        yield f"{them} of something else, as the mapping says, and not among those read"
    if options.numeric_tokens:
        yield "payment tokens were not checked for card numbers (--numeric-tokens)"


def of_facts(tables: Mapping[str, Reconciliation], replaced: int) -> Iterator[str]:
    """Of the facts that came of them. replaced: rows of earlier loads."""
    if replaced:
        yield f"{replaced:,} rows of earlier loads are superseded by corrections; both stay"
    if not any(rows.used for rows in tables.values()):
        yield "0 new facts: every row was loaded before"


def _has(file: Staged, target: str) -> bool:
    return any(column.target == target for column in file.columns)
