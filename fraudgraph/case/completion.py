"""Names of a case for a shell to complete, from the ledger alone. Nothing is opened for writing, upgraded or locked,
and whatever is wrong is silence: a person who presses Tab reads no error.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from fraudgraph.case import ledger
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.ids import Minted, show_id

Names = tuple[tuple[str, str], ...]
"""(name, what it is)"""
MOST = 100
_LAST = "(SELECT max(sweep_id) FROM sweeps WHERE status = 'complete')"
_AFTER_ANY_TEXT = "\U0010ffff"


def rings(case: Path, begins: str) -> Names:
    """Rings of the latest sweep, by rank: `R-0007`, band and accounts."""
    sql = f"SELECT ring_id, band, accounts FROM sweep_rings WHERE sweep_id = {_LAST} ORDER BY rank"

    def found(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
        for number, band, accounts in connection.execute(sql):
            yield show_id(Minted.RING, number), f"{band.replace('_', ' ')}, {accounts:,} accounts"

    return _names(case, begins, found)


def accounts(case: Path, begins: str) -> Names:
    """Accounts in rings of the latest sweep, by id."""
    sql = (
        f"SELECT account_id, ring_id, tier FROM members WHERE sweep_id = {_LAST} AND account_id BETWEEN ? AND ? "
        "ORDER BY account_id LIMIT ?"
    )

    def found(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
        for account, number, tier in connection.execute(sql, (begins, begins + _AFTER_ANY_TEXT, MOST)):
            yield account, f"{tier} in {show_id(Minted.RING, number)}"

    return _names(case, begins, found)


def sweeps(case: Path, begins: str) -> Names:
    """Complete sweeps, newest first."""
    sql = (
        "SELECT s.sweep_id, count(ring_id) FROM sweeps s LEFT JOIN sweep_rings USING (sweep_id) "
        "WHERE status = 'complete' GROUP BY s.sweep_id ORDER BY s.sweep_id DESC"
    )

    def found(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
        for number, many in connection.execute(sql):
            yield show_id(Minted.SWEEP, number), f"{many:,} rings"

    return _names(case, begins, found)


def _names(case: Path, begins: str, found: Callable[[sqlite3.Connection], Iterator[tuple[str, str]]]) -> Names:
    """Of what is found, that which begins so and which a shell takes as one word that does nothing."""
    with suppress(sqlite3.Error, OSError, FraudgraphError, ValueError):
        path = (case / ledger.NAME).absolute()
        ledger.check_header(path)
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=0.2)) as connection:
            known = [one for one in found(connection) if one[0].startswith(begins) and _harmless(one[0])]
            return tuple(known[:MOST])
    return ()


def _harmless(name: str) -> bool:
    """A shell puts the name on the command line as it is: what it could run, expand or take apart is not offered."""
    return not name.startswith("-") and all(char.isalnum() or char in "._-+@%,/" for char in name)
