"""One DuckDB connection over the caches. A cache that somebody deletes under a question is built again, once."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import numpy as np
from numpy.typing import NDArray

from fraudgraph.case import Case
from fraudgraph.case.facts import literal
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.cache import Cache, cache_for

if TYPE_CHECKING:
    import pyarrow as pa

Names = Collection[str] | Collection[int] | NDArray[np.integer[Any]]
"""Account ids and values, or codes."""
FEW = 200
"""So many names are written into the SQL, where they let whole row groups be skipped; more are joined."""
Answer = TypeVar("Answer")


class Reader:
    """Runs questions against the cache of a view. One thread at a time."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._db: duckdb.DuckDBPyConnection | None = None
        self._tables = 0

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The connection, made at the first question. Rows come in the order of the files."""
        if self._db is None:
            self._db = self.case.duckdb()
            self._db.execute("SET preserve_insertion_order = true")
        return self._db

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def ask(self, view: View, question: Callable[[Cache], Answer]) -> Answer:
        """The answer of a question to the cache of the view."""
        try:
            return question(cache_for(self.case, view))
        except (duckdb.IOException, FileNotFoundError):
            return question(cache_for(self.case, view))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.db.execute(sql, list(values)).fetchall()

    def arrays(self, sql: str) -> dict[str, Any]:
        """The columns of a query as numpy arrays; where NULL may be, the query gives something else for it."""
        return dict(self.db.execute(sql).fetchnumpy())

    @contextmanager
    def among(self, column: str, values: Names) -> Iterator[str]:
        """A SQL condition: the column is one of the values."""
        if len(values) <= FEW:
            yield f"{column} IN ({', '.join(literal(v) if isinstance(v, str) else str(v) for v in values) or 'NULL'})"
            return
        self._tables += 1
        name = f"wanted_{self._tables}"
        self.db.register(name, table_of(value=values))
        try:
            yield f"{column} IN (SELECT value FROM {name})"
        finally:
            with suppress(duckdb.Error):
                self.db.unregister(name)


def table_of(**columns: Names) -> "pa.Table":
    """Columns of text or of int64 as a table to register. Not by `pa.array`, which imports pandas wherever that is
    installed: half a second for every command.
    """
    import pyarrow as pa

    return pa.Table.from_arrays([_column(values) for values in columns.values()], names=list(columns))


def _column(values: Names) -> "pa.Array":
    import pyarrow as pa

    if isinstance(values, np.ndarray) or isinstance(next(iter(values), ""), int):
        numbers = np.fromiter(values, np.int64, len(values))
        return pa.Array.from_buffers(pa.int64(), len(values), [None, pa.py_buffer(numbers)])
    builder = pa.lib.StringBuilder()
    builder.append_values(values)
    return builder.finish()
