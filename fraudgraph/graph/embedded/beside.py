"""Summing up what accounts did while the caller computes something else: detection keeps but one core busy."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Thread

import duckdb

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.cache import cache_for, with_activity


@contextmanager
def activity_beside(case: Case, view: View) -> Iterator[None]:
    """Build the activity files of a view in the background, on one core: there, or failed, when the block ends.

    What fails here fails again, with its reason, in the question that needs the files. A block that raises stops it.
    Where one thread is all that may be kept busy, the question that needs the files builds them.
    """
    if case.config.threads < 2:
        yield
        return
    work = _Work(case, view)
    thread = Thread(target=work.run, name="activity", daemon=True)
    thread.start()
    try:
        yield
    except BaseException:
        work.stop()
        raise
    finally:
        thread.join()


class _Work:
    """The work and its connections; a connection of DuckDB may be interrupted from another thread."""

    def __init__(self, case: Case, view: View) -> None:
        self._case, self._view = case, view
        self._connections: list[duckdb.DuckDBPyConnection] = []
        self._stopped = False

    def run(self) -> None:
        """Build. With a case of its own, as SQLite's connections belong to their thread."""
        with (
            suppress(FraudgraphError, duckdb.Error, OSError),
            Case.open(self._case.path, replace(self._case.config, threads=1)) as own,
        ):
            with_activity(own, self._view, cache_for(own, self._view), lambda: self._connect(own))

    def _connect(self, own: Case) -> duckdb.DuckDBPyConnection:
        self._connections.append(own.duckdb())
        if self._stopped:
            raise FraudgraphError("stopped")
        return self._connections[-1]

    def stop(self) -> None:
        """End what runs, and let nothing else begin."""
        self._stopped = True
        for connection in self._connections:
            with suppress(duckdb.Error):
                connection.interrupt()
