"""A case in a temporary folder, and a way to store facts in it as a load does."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fraudgraph.case import Case, Load, Reconciliation, Segment

Store = Callable[..., Load]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new, empty case."""
    with Case.create_or_open(tmp_path / "case") as opened:
        yield opened


def write_segment(case: Case, table: str, sql: str, load_id: int) -> Segment:
    """Write the rows of a query as a segment of the next load; the lock must be held."""
    draft = case.temporary / "draft.parquet"
    target = str(draft).replace("'", "''")
    with case.duckdb() as con:
        # As ingest does: the load's id makes the bytes of every load's segments its own.
        con.execute(f"COPY ({sql}) TO '{target}' (FORMAT parquet, KV_METADATA {{load: '{load_id}'}})")
        columns = tuple(row[0] for row in con.execute(f"DESCRIBE {sql}").fetchall())
        counted = con.execute(f"SELECT count(*) FROM ({sql})").fetchone()
    assert counted is not None
    size = draft.stat().st_size
    return Segment(case.adopt(table, draft), table, load_id, counted[0], size, None, None, columns)


@pytest.fixture
def store(case: Case) -> Store:
    """store({table: query}, **fields of Load): commit the rows of these queries as one load; the load."""

    def commit(queries: dict[str, str], **fields: object) -> Load:
        with case.writing("load"):
            number = case.next_load_id()
            segments = tuple(write_segment(case, table, sql, number) for table, sql in queries.items())
            tables = {s.table: Reconciliation(s.rows, s.rows) for s in segments if s.table != "superseded"}
            load = Load(number, 1_700_000_000_000_000, (), tables, segments=segments)
            load = replace(load, **fields)  # type: ignore[arg-type]  # the tests name fields of Load
            assert case.commit_load(load) == number
        return load

    return commit
