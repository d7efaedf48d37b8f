"""Documents of `map` and `fingerprint`."""

from typing import Annotated, TypedDict

from fraudgraph.cli.documents.words import Says


class MappedColumn(TypedDict):
    """A source column that was recognised. No value is shown, only its form."""

    target: str
    source: str
    looks_like: str
    told_by: Annotated[str, Says("name or values.")]
    distinct: int
    empty: int


class IgnoredColumn(TypedDict):
    """A source column that is left out."""

    source: str
    looks_like: str


class DraftedFile(TypedDict):
    """One file that was looked at."""

    path: str
    rows_looked_at: int
    table: str
    preset: Annotated[str | None, Says("The one that reads the file as it is.")]
    mapped: list[MappedColumn]
    ignored: list[IgnoredColumn]


class Drafted(TypedDict):
    """A draft of a mapping file."""

    mapping: Annotated[str, Says("The file, as TOML.")]
    path: str | None
    checks: Annotated[int, Says("Lines that a person has to check.")]
    notes: list[str]
    files: list[DraftedFile]


class PresetMapping(TypedDict):
    """The mapping file of a preset."""

    preset: str
    mapping: Annotated[str, Says("The file, as TOML.")]
    path: str | None


class RejectedPrompts(TypedDict):
    """Rows that were not passed on for one reason."""

    reason: str
    rows: int


class Filtered(TypedDict):
    """A file whose prompts became fingerprints."""

    path: str
    table: str
    key_id: str
    rows: int
    prompts: int
    left_out: int
    rejected: list[RejectedPrompts]
    passed: Annotated[list[str], Says("Columns.")]
    held_back: Annotated[list[str], Says("Columns.")]
