"""The answer of the graph to a statement as a CSV file, guarded for spreadsheets."""

import json
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.errors import UsageError
from fraudgraph.evidence import files
from fraudgraph.evidence.formats.csv_pair import write_rows
from fraudgraph.evidence.table import Value
from fraudgraph.graph.neo4j.query import Found


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The file, and how many rows it has."""

    file: files.WrittenFile
    rows: int


def write_answer(found: Found, output: Path, force: bool = False) -> WrittenAnswer:
    """Write it; UsageError for a file in the way, or one that is not to be a .csv."""
    if output.suffix.lower() != ".csv":
        raise UsageError(f"{output}: answers are written as .csv", hint="end the file in .csv, or use --json")
    files.refuse_existing((output,), force)
    with files.drafts((output,)) as (draft,):
        write_rows(draft, found.columns, [[cell(value) for value in row] for row in found.rows])
        return WrittenAnswer(files.publish(draft, output, force), len(found.rows))


def cell(value: object) -> Value:
    """A value as one cell: lists and maps as JSON."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return json.dumps(value, ensure_ascii=False)
