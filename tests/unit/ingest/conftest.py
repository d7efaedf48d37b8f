"""A case, files in a folder, and what a load left in it."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.ingest import LoadOptions, LoadResult, load

Loader = Callable[..., LoadResult]
Facts = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new, empty case."""
    with Case.create_or_open(tmp_path / "case") as opened:
        yield opened


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], str]:
    """write(name, content): a file in a folder of its own; its path."""
    folder = tmp_path / "in"
    folder.mkdir()

    def make(name: str, content: str | bytes) -> str:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return make


@pytest.fixture
def run(case: Case) -> Loader:
    """run(files, **options): load files into the case."""

    def go(files: str | Sequence[str], **options: Any) -> LoadResult:
        return load(case, [files] if isinstance(files, str) else files, LoadOptions(**options))

    return go


@pytest.fixture
def facts(case: Case) -> Facts:
    """facts(table, columns): rows of the table in the case, in order; times as RFC 3339 text."""

    def read(table: str, columns: str) -> list[tuple[Any, ...]]:
        with case.duckdb() as con:
            rows = con.execute(f"SELECT {columns} FROM {case.relation(table)} ORDER BY ALL").fetchall()
        return [tuple(_plain(value) for value in row) for row in rows]

    return read


def _plain(value: Any) -> Any:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value
