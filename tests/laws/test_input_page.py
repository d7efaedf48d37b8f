"""docs/input.md says everything that the contract of the input says."""

import re
from pathlib import Path

import pytest

from fraudgraph.ingest.presets import preset_names
from fraudgraph.model.kinds import BUILT_IN
from fraudgraph.model.tables import TABLES, Column

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "input.md").read_text(encoding="utf-8")
SETTINGS = (
    "zone",
    "ignore",
    "files",
    "family",
    "forgeability",
    "derived_from",
    "lifetime_days",
    "hub",
    "causes",
    "show",
)


def row(section: str, name: str) -> str:
    """The row of a table of the page that begins with the name."""
    part = PAGE.split(f"\n## {section}\n", 1)[1].split("\n## ", 1)[0]
    return next(line for line in part.splitlines() if line.startswith("| ") and f"`{name}`" in line.split("|")[1])


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in TABLES.values() for column in table.columns], ids=str
)
def test_every_column_stands_in_its_table(table: object, column: Column) -> None:
    """With its mark where it is required, and every word that it may hold."""
    said = row("Tables", getattr(table, "name", ""))
    marked = re.search(rf"\b{column.name}\b(\*?)", said.split("|")[2])
    assert marked is not None
    assert (marked[1] == "*") == column.required
    assert all(word in said for word in column.choices)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_kind_stands_with_its_family(name: str) -> None:
    """And with what it takes to forge one."""
    said = row("Built-in kinds", name)
    assert BUILT_IN[name].family.value in said
    assert BUILT_IN[name].forgeability.value in said


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_has_its_section(name: str) -> None:
    """Which export it reads, and how that is made."""
    assert f"\n### {name}\n" in PAGE


@pytest.mark.parametrize("name", SETTINGS)
def test_every_setting_of_a_mapping_file_is_named(name: str) -> None:
    """In the section on mapping files."""
    assert re.search(rf"\b{name}\b", PAGE.split("\n## Mapping files\n", 1)[1].split("\n## Presets", 1)[0])
