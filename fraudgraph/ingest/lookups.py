"""Values that SQL cannot read exactly, read in Python: once for each distinct one, then joined back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fraudgraph.ingest import readings
from fraudgraph.ingest.readings import Cell, Raw, reason
from fraudgraph.model import clean
from fraudgraph.model.clean import Address, Unreadable

_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
# First octets without a block that identifies no one.
_OPEN = (
    "([1-9]|1[1-9]|[2-9][0-9]|10[1-9]|11[0-9]|12[0-689]|1[345][0-9]|16[0-8]|17[0134-9]|18[0-9]|19[013-9]"
    "|2[01][0-9]|22[0-3])"
)
_PLAIN_V4 = rf"{_OPEN}\.{_OCTET}\.{_OCTET}\.{_OCTET}"
_MOST_REMEMBERED = 2_000_000
CARD_SHARE = 0.2
_MAY_BE_CARD = "strlen(v) >= 13 AND (strlen(v) <> length(v) OR regexp_matches(v, '[0-9][^A-Za-z]{11,}[0-9]'))"


@dataclass(slots=True)
class Noticed:
    """What a load tells beside its rows.

    no_one: rows whose address identifies no one; twice: rows at a local time that came twice; hubs: addresses that
    identify no one where a row is a sighting of one; addresses: those read so far, or why they cannot be.
    """

    no_one: int = 0
    twice: int = 0
    hubs: set[str] = field(default_factory=set)
    addresses: dict[str, Address | str | None] = field(default_factory=dict)


EVERY_ROW = "true"


class Lookup:
    """A table `raw -> ...` in DuckDB that a relation is joined with; learned again for each relation."""

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, text: str, where: str = EVERY_ROW) -> None:
        self._con = con
        self.name = name
        self._text = text
        self.where = where
        self.size = 0

    def learn(self, relation: str) -> None:
        """Read the distinct values of a relation that SQL cannot."""
        raise NotImplementedError

    @property
    def join(self) -> str:
        """The join, or nothing while the table is empty."""
        return f"LEFT JOIN {self.name} ON {self._text} = {self.name}.raw AND {self.where}" if self.size else ""

    def _distinct(self, relation: str, unless: str, where: str = EVERY_ROW) -> Iterable[tuple[str, int]]:
        """(value, rows) of the values that need Python."""
        rows = f"FROM {relation} AS r WHERE {self.where} AND {where}"
        groups = f"SELECT {self._text} AS v, count(*) AS n {rows} GROUP BY 1"
        wanted = f"SELECT v, n FROM ({groups}) WHERE v IS NOT NULL AND NOT coalesce({unless}, false)"
        for batch in self._con.sql(wanted).to_arrow_table().to_batches(max_chunksize=100_000):
            yield from zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True)

    def _keep(self, table: pa.Table) -> None:
        self.size = table.num_rows
        self._con.register(self.name, table)


class Addresses(Lookup):
    """raw -> shortest public form, its /64, whether it is unreadable, whether it identifies no one."""

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, raw: Raw, noticed: Noticed, where: str) -> None:
        super().__init__(con, name, readings.text_of(raw), where)
        self.raw = raw
        self._noticed = noticed
        self._known = noticed.addresses
        self._any_bad = False

    def learn(self, relation: str) -> None:
        """Read every distinct address that is not plainly a public IPv4 one."""
        found = [(v, *self._read(v, n)) for v, n in self._distinct(relation, f"regexp_full_match(v, '{_PLAIN_V4}')")]
        columns = list(zip(*found, strict=True)) or [()] * 5
        types = (pa.string(), pa.string(), pa.string(), pa.bool_(), pa.bool_())
        arrays = [pa.array(c, t) for c, t in zip(columns, types, strict=True)]
        self._any_bad = any(columns[3])
        self._keep(pa.table(arrays, names=["raw", "text", "net", "bad", "no_one"]))

    def _read(self, value: str, rows: int) -> tuple[str | None, str | None, bool, bool]:
        if value in self._known:
            known = self._known[value]
        else:
            if len(self._known) >= _MOST_REMEMBERED:
                self._known.clear()
            known = self._known[value] = _address_or_fault(value)
        if isinstance(known, str):
            return None, None, True, False
        if known is None:
            self._notice(value, rows)
            return None, None, False, bool(value.strip())
        return known.text, known.net, False, False

    def _notice(self, value: str, rows: int) -> None:
        if not value.strip():
            return
        if self.where == EVERY_ROW:
            self._noticed.no_one += rows
        else:
            self._noticed.hubs.add(value)

    def cell(self, target: str) -> Cell:
        """`ip` and `ip_net`, or for an extra kind the one value that is its identifier."""
        text = readings.text_of(self.raw)
        known = f"{self.name}.raw IS NOT NULL"
        full = f"CASE WHEN {known} THEN {self.name}.text ELSE {text} END" if self.size else text
        net = f"{self.name}.net" if self.size else "NULL::VARCHAR"
        faults = ((f"{self.name}.bad", reason(self.raw, clean.NOT_AN_ADDRESS)),) if self._any_bad else ()
        if target == "ip":
            return Cell((("ip", full), ("ip_net", net)), faults)
        return Cell(((target, f"coalesce({net}, {full})"),), faults)

    def identifier(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        """For `value` of a table of identifiers: SQL of the value where the lookup knows it, NULL elsewhere; faults."""
        if not self.size:
            return "NULL", ()
        value = f"coalesce({self.name}.net, {self.name}.text, {self.name}.raw)"
        return value, ((f"{self.name}.bad", reason(self.raw, clean.NOT_AN_ADDRESS)),)


def _address_or_fault(value: str) -> Address | str | None:
    try:
        return clean.read_address(value)
    except Unreadable as fault:
        return str(fault)


class Times(Lookup):
    """raw -> instant or fault, of the texts that are not plain RFC 3339."""

    _FAULTS = (clean.NOT_A_TIME, clean.NO_ZONE, clean.OUT_OF_RANGE, clean.IN_A_GAP)

    def __init__(
        self, con: duckdb.DuckDBPyConnection, name: str, raw: Raw, zone: ZoneInfo | None, noticed: Noticed
    ) -> None:
        super().__init__(con, name, readings.text_of(raw))
        self.raw = raw
        self._zone = zone
        self._noticed = noticed
        self._fast = readings.fast_time(self._text, zone)
        self.prepared = f"{name}_fast"
        """The column that holds the instants of `fast`, where a relation was prepared with it."""

    def prepare(self) -> str:
        """SQL of the column that spares the same work in every later step."""
        sql, self._fast = f"{self._fast} AS {self.prepared}", f"r.{self.prepared}"
        return sql

    def learn(self, relation: str) -> None:
        """Read every distinct time that SQL leaves over."""
        unless = f"{readings.is_blank('v')}"
        found = [(v, *self._read(v, n)) for v, n in self._distinct(relation, unless, f"{self._fast} IS NULL")]
        columns = list(zip(*found, strict=True)) or [()] * 3
        arrays = [pa.array(c, t) for c, t in zip(columns, (pa.string(), pa.int64(), pa.int8()), strict=True)]
        self._keep(pa.table(arrays, names=["raw", "us", "why"]))

    def _read(self, value: str, rows: int) -> tuple[int | None, int | None]:
        try:
            instant = clean.read_time(value, self._zone)
        except Unreadable as fault:
            return None, self._FAULTS.index(str(fault))
        self._noticed.twice += rows if instant.twice else 0
        return instant.us, None

    def cell(self, target: str) -> Cell:
        """The instant."""
        faults = [readings.range_fault(self._fast, self.raw)]
        if not self.size:
            return Cell(((target, self._fast),), tuple(faults))
        value = f"coalesce(make_timestamptz({self.name}.us), {self._fast})"
        whys = ((f"{self.name}.why = {n}", reason(self.raw, phrase)) for n, phrase in enumerate(self._FAULTS))
        return Cell(((target, value),), (*faults, *whys))


class Tokens(Lookup):
    """raw values that look like card numbers; they never leave this table in memory. first: (file, line) of one."""

    REASON = "holds what looks like a card number"

    def __init__(self, con: duckdb.DuckDBPyConnection, name: str, raw: Raw, where: str, place: tuple[str, str]) -> None:
        super().__init__(con, name, readings.text_of(raw), where)
        self.raw = raw
        self._place = place
        self._hashes: list[NDArray[np.uint64]] = []
        self._cards: set[int] = set()
        self.first: tuple[int, int] | None = None

    def learn(self, relation: str) -> None:
        """Look at every distinct token."""
        text = f"SELECT DISTINCT {self._text} AS v FROM {relation} AS r WHERE {self.where}"
        distinct = f"SELECT v, hash(v) AS h, ({_MAY_BE_CARD}) AS may FROM ({text}) WHERE v > ' '"
        found: pa.Table = self._con.sql(distinct).to_arrow_table()
        self._hashes.append(found["h"].to_numpy())
        maybe = found.filter(found["may"])
        cards = [
            (v, h)
            for v, h in zip(maybe["v"].to_pylist(), maybe["h"].to_pylist(), strict=True)
            if clean.holds_card_number(v)
        ]
        self._cards.update(h for _, h in cards)
        self._keep(pa.table({"raw": pa.array([v for v, _ in cards], pa.string())}))
        if cards and self.first is None:
            file, line = self._place
            sql = f"SELECT {file}, {line} FROM {relation} AS r {self.join} WHERE {self.name}.raw IS NOT NULL"
            self.first = self._con.execute(f"{sql} ORDER BY 1, 2 LIMIT 1").fetchall()[0]

    def too_many(self) -> bool:
        """Whether more than a fifth of the distinct values look like card numbers."""
        if not self._cards:
            return False
        distinct = len(np.unique(np.concatenate(self._hashes)))
        return len(self._cards) > CARD_SHARE * distinct

    def faults(self) -> tuple[tuple[str, str], ...]:
        """A row with one is rejected."""
        return ((f"{self.name}.raw IS NOT NULL", reason(self.raw, self.REASON)),) if self.size else ()


class Proof:
    """Whether the values of a column are few and all clean; then they pass as they are."""

    _FEW = 10_000

    def __init__(self, con: duckdb.DuckDBPyConnection, cell: Cell, raw: Raw) -> None:
        self._con = con
        self._careful = cell
        self._raw = raw
        self._holds = False

    def learn(self, relation: str) -> None:
        """Look at the distinct values, if they are few."""
        ((_, value),) = self._careful.values
        fault = " OR ".join(f"coalesce({sql}, false)" for sql, _ in self._careful.faults)
        distinct = f"SELECT DISTINCT {self._raw.sql} FROM {relation} AS r LIMIT {self._FEW + 1}"
        name = self._raw.sql.removeprefix("r.")
        clean_ones = f"count(*) FILTER ({value} IS NOT DISTINCT FROM {self._raw.sql} AND NOT ({fault}))"
        found = self._con.execute(f"SELECT count(*), {clean_ones} FROM ({distinct}) AS r({name})").fetchall()
        self._holds = found[0][0] == found[0][1] <= self._FEW

    def cell(self) -> Cell:
        """The values as they are where they were found clean, else read with care."""
        ((target, _),) = self._careful.values
        return Cell(((target, self._raw.sql),)) if self._holds else self._careful
