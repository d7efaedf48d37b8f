"""How each column is read, as SQL over a raw column: its values, and the conditions under which a row is rejected.

Every expression agrees with `fraudgraph.model.clean`; values that SQL cannot read exactly are looked up in tables that
Python filled from the distinct ones (`distinct.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fraudgraph.model import clean
from fraudgraph.model.tables import Reading

ID_BYTES = 4096
TEXT_BYTES = 65_536
MINHASH_BYTES = 512
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_. ()/#%+-]{1,60}")
_BLANK = "e' \\t\\r\\n\\v\\f'"
_SIGNED = r"\s*[+-]?[0-9]{1,19}(\.0*)?\s*"
RFC3339 = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})"
_LOCAL = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
_LONGEST_Z = len("2026-06-05T23:58:40.123456Z")
_EPOCH = r"[0-9]{9,19}"
INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT"}
)
_FIT = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
"""Types of which every value fits in 64 bits with a sign."""
FLOATS = frozenset({"FLOAT", "DOUBLE"})
NAIVE = frozenset({"TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S", "DATE"})
AWARE = frozenset({"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ", "TIMESTAMP_TZ_NS", "TIMESTAMPTZ_NS"})


def shown_name(source: str, otherwise: str) -> str:
    """A column's name for a reason: names come from files, and reasons go to screens."""
    return source if _PLAIN_NAME.fullmatch(source) else otherwise


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw column: SQL that names it, its DuckDB type, its name in the file, and the column of the facts it gives."""

    sql: str
    type: str
    source: str
    target: str = ""

    @property
    def label(self) -> str:
        """The name to show."""
        return shown_name(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a raw column gives. values: (fact column, SQL); faults: (SQL condition, reason), the first one counts.

    absent: SQL condition that there is no value, where that is cheaper than asking whether the value is NULL; keep: SQL
    condition that there is a value and no fault, where that is cheaper than asking one by one.
    """

    values: tuple[tuple[str, str], ...]
    faults: tuple[tuple[str, str], ...] = ()
    absent: str = ""
    keep: str = ""


def text_of(raw: Raw) -> str:
    """SQL of the exact text of a raw column of any plain type."""
    if raw.type == "VARCHAR":
        return raw.sql
    if raw.type in FLOATS:
        whole = f"{raw.sql} = trunc({raw.sql}) AND abs({raw.sql}) < 9007199254740992"
        return f"CASE WHEN {whole} THEN CAST(CAST({raw.sql} AS BIGINT) AS VARCHAR) ELSE CAST({raw.sql} AS VARCHAR) END"
    if raw.type == "BLOB":
        return f"try(decode({raw.sql}))"
    return f"CAST({raw.sql} AS VARCHAR)"


def is_blank(text: str) -> str:
    """SQL condition: nothing but white space. What sorts after `!` cannot be blank, and most text does."""
    return f"(CASE WHEN {text} > '!' THEN false ELSE trim({text}, {_BLANK}) = '' END)"


def trimmed(text: str) -> str:
    """SQL of the text without white space around it; trimming is dear, so most text only shows that it needs none."""
    return f"(CASE WHEN {text} > '!' AND {text}[-1] > '!' THEN {text} ELSE trim({text}, {_BLANK}) END)"


def not_blank(text: str) -> str:
    """SQL of the text itself, NULL where it is blank."""
    return f"(CASE WHEN {is_blank(text)} THEN NULL ELSE {text} END)"


def reason(raw: Raw, phrase: str) -> str:
    """The sentence that a rejected row gets."""
    return f'"{raw.label}" {phrase}'


def read_id(target: str, raw: Raw) -> Cell:
    """Exact text; blank is absence."""
    text = text_of(raw)
    faults = [(f"strlen({text}) > {ID_BYTES}", reason(raw, f"is longer than {ID_BYTES:,} bytes"))]
    if raw.type in FLOATS:
        lossy = f"{raw.sql} IS NOT NULL AND NOT ({raw.sql} = trunc({raw.sql}) AND abs({raw.sql}) < 9007199254740992)"
        faults.append((lossy, reason(raw, "is a number that may have lost digits")))
    if raw.type == "BLOB":
        faults.append((f"{raw.sql} IS NOT NULL AND {text} IS NULL", reason(raw, "is not UTF-8 text")))
    absent = f"coalesce({is_blank(text)}, true)"
    return Cell(((target, not_blank(text)),), tuple(faults), absent)


def read_text(target: str, raw: Raw) -> Cell:
    """Text without white space around it."""
    text = text_of(raw)
    fault = (f"strlen({text}) > {TEXT_BYTES}", reason(raw, f"is longer than {TEXT_BYTES:,} bytes"))
    return Cell(((target, f"nullif({trimmed(text)}, '')"),), (fault,))


def read_word(target: str, raw: Raw, choices: Sequence[str]) -> Cell:
    """One of the choices, in any case."""
    word = f"nullif(lower({trimmed(text_of(raw))}), '')"
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return Cell(((target, word),), ((f"{word} NOT IN ({listed})", reason(raw, f"is not one of {', '.join(choices)}")),))


def read_flag(target: str, raw: Raw) -> Cell:
    """true or false, yes or no, 1 or 0."""
    if raw.type == "BOOLEAN":
        return Cell(((target, raw.sql),))
    word = f"lower({trimmed(text_of(raw))})"
    yes, no = "('true', 't', 'yes', 'y', '1')", "('false', 'f', 'no', 'n', '0')"
    value = f"CASE WHEN {word} IN {yes} THEN true WHEN {word} IN {no} THEN false END"
    return Cell(
        ((target, value),), ((f"{word} <> '' AND ({value}) IS NULL", reason(raw, "is neither true nor false")),)
    )


def whole_number(raw: Raw) -> str:
    """SQL of a whole number that fits in 64 bits, NULL for anything else. Most are written as we would write them."""
    if raw.type in _FIT:
        return f"CAST({raw.sql} AS BIGINT)"
    if raw.type in INTEGERS:
        return f"try_cast({raw.sql} AS BIGINT)"
    text = text_of(raw)
    plain = f"try_cast({text} AS BIGINT)"
    digits = f"split_part(trim({text}, {_BLANK}), '.', 1)"
    other = f"WHEN regexp_full_match({text}, '{_SIGNED}') THEN try_cast({digits} AS BIGINT)"
    return f"(CASE WHEN CAST({plain} AS VARCHAR) = {text} THEN {plain} {other} END)"


def read_number(target: str, raw: Raw, signed: bool, value: str) -> Cell:
    """A whole number. value: SQL of `whole_number`, or of a column that holds it."""
    why = reason(raw, "is not a whole number" if signed else "is not a whole number of 0 or more")
    faults = []
    if raw.type not in _FIT:
        there = "true" if raw.type in INTEGERS else f"NOT {is_blank(text_of(raw))}"
        faults.append((f"{value} IS NULL AND {raw.sql} IS NOT NULL AND {there}", why))
    if not signed and not raw.type.startswith("U"):
        faults.append((f"{value} < 0", why))
    return Cell(((target, value),), tuple(faults))


def read_minhash(target: str, raw: Raw) -> Cell:
    """512 bytes: as they are, or in hexadecimal."""
    if raw.type == "BLOB":
        return Cell(
            ((target, raw.sql),),
            ((f"octet_length({raw.sql}) <> {MINHASH_BYTES}", reason(raw, f"has not {MINHASH_BYTES} bytes")),),
        )
    hexadecimal = f"(strlen({raw.sql}) = {2 * MINHASH_BYTES} AND regexp_full_match({raw.sql}, '[0-9a-fA-F]*'))"
    value = f"CASE WHEN {hexadecimal} THEN unhex({raw.sql}) END"
    wrong = f"NOT {is_blank(raw.sql)} AND NOT {hexadecimal}"
    return Cell(((target, value),), ((wrong, reason(raw, f"is not {MINHASH_BYTES} bytes in hexadecimal")),))


def read_typed_time(target: str, raw: Raw, zone: ZoneInfo | None) -> Cell:
    """A time column that Parquet already types; a naive one needs a zone, as text does."""
    if raw.type in NAIVE and zone is None:
        return Cell(((target, "NULL::TIMESTAMPTZ"),), ((f"{raw.sql} IS NOT NULL", reason(raw, clean.NO_ZONE)),))
    cut = f"epoch_ns({raw.sql}) // 1000"  # a cast would round nanoseconds
    if raw.type in AWARE:
        value = f"make_timestamptz({cut})" if raw.type.endswith("_NS") else raw.sql
    else:
        value = in_zone(f"make_timestamp({cut})" if raw.type.endswith("_NS") else f"CAST({raw.sql} AS TIMESTAMP)", zone)
    faults = [range_fault(f"({value})", raw)]
    if raw.type in NAIVE and zone is not None and zone.key != "UTC":
        faults.append((f"{raw.sql} IS NOT NULL AND ({value}) IS NULL", reason(raw, clean.IN_A_GAP)))
    keep = f"{value} >= make_timestamptz({clean.FIRST_US}) AND {value} < make_timestamptz({clean.END_US})"
    return Cell(((target, value),), tuple(faults), keep=keep)


def in_zone(local: str, zone: ZoneInfo | None) -> str:
    """SQL of the instant of a local time: the earlier of two, NULL for one that the clock skipped."""
    if zone is None or zone.key == "UTC":
        return f"timezone('UTC', {local})"
    name = zone.key
    moment = f"timezone('{name}', {local})"
    earlier = (f"{moment} - INTERVAL {minutes} MINUTE" for minutes in (120, 60, 30))
    tries = " ".join(f"WHEN timezone('{name}', {sql}) = {local} THEN {sql}" for sql in (*earlier, moment))
    return f"(CASE {tries} END)"


def read_epoch(target: str, raw: Raw) -> Cell:
    """A number column: seconds, milli-, micro- or nanoseconds since 1970 by magnitude."""
    value = _epoch(f"CAST({raw.sql} AS {'HUGEINT' if raw.type in INTEGERS else 'DOUBLE'})", raw.type in INTEGERS)
    return Cell(((target, value),), ((f"{raw.sql} IS NOT NULL AND {value} IS NULL", reason(raw, clean.OUT_OF_RANGE)),))


def fast_time(text: str, zone: ZoneInfo | None) -> str:
    """SQL of the instants that need no second look: RFC 3339, whole epochs, and local times where the zone is UTC."""
    shapes = " OR ".join(f"{text} LIKE '____-__-__{sign}__:__:__%Z'" for sign in "T ")
    branches = [
        f"WHEN strlen({text}) <= {_LONGEST_Z} AND ({shapes}) THEN try_cast({text} AS TIMESTAMPTZ)",
        f"WHEN regexp_full_match({text}, '{RFC3339}') THEN try_cast({text} AS TIMESTAMPTZ)",
    ]
    if zone is not None and zone.key == "UTC":
        branches.append(f"WHEN regexp_full_match({text}, '{_LOCAL}') THEN try_cast({text} AS TIMESTAMPTZ)")
    epoch = _epoch(f"try_cast({text} AS HUGEINT)", True)
    branches.append(f"WHEN regexp_full_match({text}, '{_EPOCH}') THEN {epoch}")
    return f"(CASE {' '.join(branches)} END)"


def _epoch(number: str, whole: bool) -> str:
    """SQL of the instant that a number stands for."""
    first, end = clean.FIRST_US // 10**6, clean.END_US // 10**6
    steps = ((1, "* 1000000"), (10**3, "* 1000"), (10**6, "* 1"), (10**9, "// 1000" if whole else "/ 1000"))
    cases = " ".join(
        f"WHEN {number} >= {first * unit} AND {number} < {end * unit}"
        f" THEN make_timestamptz(CAST({'' if whole else 'round'}({number} {to_us}) AS BIGINT))"
        for unit, to_us in steps
    )
    return f"(CASE {cases} END)"


def range_fault(value: str, raw: Raw) -> tuple[str, str]:
    """The fault of an instant before 2000 or after 2100."""
    first, end = f"make_timestamptz({clean.FIRST_US})", f"make_timestamptz({clean.END_US})"
    return f"{value} < {first} OR {value} >= {end}", reason(raw, clean.OUT_OF_RANGE)


PLAIN_READERS = {Reading.ID: read_id, Reading.TEXT: read_text, Reading.FLAG: read_flag, Reading.MINHASH: read_minhash}
