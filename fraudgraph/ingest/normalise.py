"""One file's rows as SQL: facts, and for a row that cannot be one the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import duckdb

from fraudgraph.case.facts import quoted
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest import readings
from fraudgraph.ingest.layout import Assigned, Layout, reading_of_kind
from fraudgraph.ingest.lookups import EVERY_ROW, Addresses, Lookup, Noticed, Proof, Times, Tokens
from fraudgraph.ingest.readings import Cell, Raw, reason
from fraudgraph.model.kinds import Kind
from fraudgraph.model.tables import Reading

_NUMBERS = (Reading.COUNT, Reading.MONEY)
_NUMERIC = readings.INTEGERS | readings.FLOATS


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is rejected. sql: condition; shown: SQL of the text to show beside the reason, or NULL."""

    sql: str
    reason: str
    shown: str


@dataclass(frozen=True, slots=True)
class Params:
    """What shapes the reading.

    kinds: the case's and the mapping's; line, file: SQL of the line and file number; prove: columns of few values are
    looked at once, so that clean ones need no care row by row.
    """

    layout: Layout
    raws: Mapping[str, Raw]
    kinds: Mapping[str, Kind]
    numeric_tokens: bool
    line: str
    file: str
    prove: bool = False


class Normaliser:
    """Turns a relation of raw columns, aliased `r`, into facts. `learn` sees each relation before its SQL is used."""

    def __init__(self, con: duckdb.DuckDBPyConnection, params: Params, noticed: Noticed) -> None:
        self._con = con
        self._p = params
        self._noticed = noticed
        self._addresses: dict[str, Addresses] = {}
        self._times: dict[str, Times] = {}
        self._tokens: dict[str, Tokens] = {}
        self._proofs: dict[str, Proof] = {}
        self._numbers: dict[str, str] = {}
        self.by_row = "kind" in params.layout.targets and "value" in params.layout.targets
        for number, column in enumerate(params.layout.assigned):
            self._prepare(f"look{number}", column)

    def _prepare(self, name: str, column: Assigned) -> None:
        raw = self._p.raws.get(column.target)
        if raw is None:
            return
        by_value = self.by_row and column.target == "value"
        if column.reading is Reading.IP or by_value:
            where = self._where(Reading.IP) if by_value else EVERY_ROW
            self._addresses[column.target] = Addresses(self._con, f"{name}_ip", raw, self._noticed, where)
        if (column.reading is Reading.TOKEN or by_value) and not self._p.numeric_tokens:
            where = self._where(Reading.TOKEN) if by_value else EVERY_ROW
            self._tokens[column.target] = Tokens(self._con, f"{name}_token", raw, where, (self._p.file, self._p.line))
        if self._p.prove and column.reading in (Reading.WORD, Reading.TEXT) and raw.type == "VARCHAR":
            self._proofs[column.target] = Proof(self._con, self._plain_cell(column, raw), raw)
        if column.reading is Reading.TIME and _is_text(raw):
            self._times[column.target] = Times(self._con, name, raw, self._p.layout.zone, self._noticed)

    def _where(self, reading: Reading) -> str:
        """SQL condition: the row's own column `kind` names a kind that is read so."""
        names = {*self._p.kinds, "ip", "payment_instrument", "payment_attempt"}
        chosen = sorted(name for name in names if reading_of_kind(name, self._p.kinds) is reading)
        kind = f"trim({readings.text_of(self._p.raws['kind'])})"
        return f"{kind} IN ({', '.join(_literal(name) for name in chosen)})"

    def prepared(self, relation: str) -> str:
        """SELECT of a relation with columns that spare work in `learn` and `facts`; to be asked for once."""
        more = [times.prepare() for times in self._times.values()]
        for number, column in enumerate(self._p.layout.assigned):
            raw = self._p.raws.get(column.target)
            if raw is not None and column.reading in _NUMBERS:
                more.append(f"{readings.whole_number(raw)} AS number{number}")
                self._numbers[column.target] = f"r.number{number}"
        return f"SELECT {', '.join(['r.*', *more])} FROM {relation} AS r"

    def learn(self, relation: str) -> None:
        """Read the distinct values that SQL cannot."""
        learners: tuple[Lookup | Proof, ...] = (*self._lookups(), *self._proofs.values())
        for learner in learners:
            learner.learn(relation)

    def refuse_cards(self, names: Mapping[int, str]) -> None:
        """Stop the load where a payment column is one of card numbers; the value is never named. names: of files."""
        for tokens in self._tokens.values():
            if tokens.first is not None and tokens.too_many():
                file, line = tokens.first
                raise FraudgraphError(
                    f'{names[file]}:{line}: column "{tokens.raw.label}" {Tokens.REASON}',
                    kept="Nothing was loaded. The value is not shown, logged or kept.",
                    hint="export processor tokens instead, or map another column with --mapping; if these are tokens"
                    " all the same: --numeric-tokens",
                )

    def columns(self) -> tuple[str, ...]:
        """Columns of the facts, in their order."""
        return tuple(name for cell in self.cells() for name, _ in cell.values)

    def facts(self, relation: str) -> str:
        """SELECT of the facts of the rows that have no fault, with the file and line of each."""
        values = [f"{sql} AS {quoted(name)}" for cell in self.cells() for name, sql in cell.values]
        values += [f"CAST({self._p.file} AS INTEGER) AS source_file", f"{self._p.line} AS source_line"]
        where = " AND ".join(f"({condition})" for condition in self._kept()) or "true"
        return f"SELECT {', '.join(values)} FROM {relation} AS r {self._joins()} WHERE {where}"

    def _kept(self) -> Iterator[str]:
        """Conditions that hold together exactly where no fault does."""
        for column in self._p.layout.assigned:
            raw = self._p.raws.get(column.target)
            keep = self._cell(column, raw).keep if raw is not None and column.required else ""
            if keep and column.target not in self._tokens:
                yield keep
            else:
                yield from (f"({fault.sql}) IS NOT TRUE" for fault in self._faults_in(column))

    def rejects(self, relation: str) -> str:
        """SELECT (file, line, number of the fault, account_id, text to show) of the rows that have one."""
        faults = self.faults()
        number = " ".join(f"WHEN {fault.sql} THEN {at}" for at, fault in enumerate(faults))
        shown = " ".join(f"WHEN {at} THEN {fault.shown}" for at, fault in enumerate(faults))
        account = self._p.raws.get("account_id")
        who = readings.text_of(account) if account else "NULL"
        inner = f"SELECT *, (CASE {number} END) AS fault_number FROM {relation} AS r {self._joins()}"
        return (
            f"SELECT {self._p.file}, {self._p.line}, fault_number, left({who}, 200),"
            f" left(CASE fault_number {shown} END, 200)"
            f" FROM ({inner}) AS r WHERE fault_number IS NOT NULL ORDER BY 1, 2"
        )

    def faults(self) -> list[Fault]:
        """All faults, in the order of the columns."""
        return [fault for column in self._p.layout.assigned for fault in self._faults_in(column)]

    def _faults_in(self, column: Assigned) -> Iterator[Fault]:
        raw = self._p.raws.get(column.target)
        if raw is not None:
            yield from self._faults_of(column, raw)
        elif column.required:
            yield Fault("true", f'"{column.target}" is empty', "NULL")

    def _faults_of(self, column: Assigned, raw: Raw) -> Iterator[Fault]:
        shown = "NULL" if column.reading in (Reading.TOKEN, Reading.MINHASH) else readings.text_of(raw)
        cell = self._cell(column, raw)
        tokens = self._tokens.get(column.target)
        for sql, why in tokens.faults() if tokens else ():
            yield Fault(sql, why, "NULL")
        for sql, why in cell.faults:
            yield Fault(sql, why, shown)
        if column.required:
            yield Fault(cell.absent or f"({cell.values[0][1]}) IS NULL", reason(raw, "is empty"), "NULL")

    def cells(self) -> Iterator[Cell]:
        """What each column gives, in the order of the facts."""
        for column in self._p.layout.assigned:
            raw = self._p.raws.get(column.target)
            if raw is not None:
                yield self._cell(column, raw)

    def _cell(self, column: Assigned, raw: Raw) -> Cell:
        if self.by_row and column.target == "value":
            return self._identifier(raw)
        if column.target in self._addresses:
            return self._addresses[column.target].cell(column.target)
        if column.target in self._proofs:
            return self._proofs[column.target].cell()
        if column.reading is Reading.TIME:
            return self._time(column.target, raw)
        return self._plain_cell(column, raw)

    def _plain_cell(self, column: Assigned, raw: Raw) -> Cell:
        if column.reading is Reading.WORD:
            return readings.read_word(column.target, raw, column.choices)
        if column.reading in _NUMBERS:
            value = self._numbers.get(column.target) or readings.whole_number(raw)
            return readings.read_number(column.target, raw, column.reading is Reading.MONEY, value)
        return readings.PLAIN_READERS.get(column.reading, readings.read_id)(column.target, raw)

    def _time(self, target: str, raw: Raw) -> Cell:
        if target in self._times:
            return self._times[target].cell(target)
        if raw.type in _NUMERIC or raw.type.startswith("DECIMAL"):
            return readings.read_epoch(target, raw)
        return readings.read_typed_time(target, raw, self._p.layout.zone)

    def _identifier(self, raw: Raw) -> Cell:
        plain = readings.read_id("value", raw)
        value, faults = self._addresses["value"].identifier()
        return Cell((("value", f"coalesce({value}, {plain.values[0][1]})"),), (*faults, *plain.faults))

    def _lookups(self) -> tuple[Lookup, ...]:
        return (*self._addresses.values(), *self._times.values(), *self._tokens.values())

    def _joins(self) -> str:
        return " ".join(lookup.join for lookup in self._lookups())


def _is_text(raw: Raw) -> bool:
    return raw.type in ("VARCHAR", "BLOB")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
