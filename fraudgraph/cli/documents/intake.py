"""Documents of what comes before a load: `map`, `fingerprint`."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents.words import Says


class MappedColumn(TypedDict):
    """A source column that was recognised."""

    target: Annotated[str, Says("Our column, or a kind of identifier.")]
    source: str
    looks_like: Annotated[str, Says("What nearly all of its values could be.")]
    told_by: Annotated[str, Says("name, or values: those alone, so look at it.")]
    distinct: int
    empty: int


class LeftColumn(TypedDict):
    """A source column of which nothing was made."""

    source: str
    looks_like: str


class DraftedFile(TypedDict):
    """One file that was looked at."""

    path: str
    rows_looked_at: int
    table: str
    preset: Annotated[str | None, Says("A preset that reads the file as it is.")]
    mapped: list[MappedColumn]
    ignored: list[LeftColumn]


class Drafted(TypedDict):
    """A drafted mapping file."""

    mapping: Annotated[str, Says("The mapping file (TOML).")]
    path: Annotated[str | None, Says("Where it was written.")]
    checks: Annotated[int, Says("Lines that say CHECK.")]
    notes: list[str]
    files: list[DraftedFile]


class Preset(TypedDict):
    """The mapping file of a preset."""

    preset: str
    mapping: str
    path: str | None


class RefusedRows(TypedDict):
    """Rows that were not passed on, for one reason."""

    reason: str
    rows: int


class Filtered(TypedDict):
    """What passed a filter of prompts."""

    path: str
    table: str
    key_id: str
    rows: int
    prompts: Annotated[int, Says("Rows with a prompt.")]
    left_out: Annotated[int, Says("Rows of something else, as the mapping says.")]
    rejected: list[RefusedRows]
    passed: Annotated[list[str], Says("Source columns that are in the result.")]
    held_back: Annotated[list[str], Says("Source columns that are not, the prompts' apart.")]
