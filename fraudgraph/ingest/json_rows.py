"""NDJSON as Arrow tables of text: numbers exactly as they are written, columns wherever they first appear."""

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.batches import Batch, Broken
from fraudgraph.ingest.layout import MOST_COLUMNS
from fraudgraph.ingest.paths import Paths
from fraudgraph.ingest.readings import shown_name
from fraudgraph.ingest.streams import CHUNK_BYTES, LONGEST_ROW, TextStream

_NOTHING = "Nothing was loaded."
_NOT_JSON = "is not a JSON object"
_NESTED = "holds a JSON object or list where one value belongs"
_SAMPLE = 1000
_TEXT = {str, type(None)}


class JsonRows:
    """The rows of one NDJSON file. columns: keys seen so far; 1,000 rows are looked at before the layout is chosen.

    nested: columns whose lists and objects are read as their JSON text. Where one line holds several rows they are
    numbered like the rows of Parquet, else by their lines.
    """

    def __init__(self, stream: TextStream, paths: Paths | None = None, nested: frozenset[str] = frozenset()) -> None:
        self._stream = stream
        self._paths = paths or Paths()
        self._as_is = self._paths.none
        self._before = 0
        self.nested = nested
        self._keys: dict[str, None] = {}
        for found in islice(first_objects(stream.peek()), _SAMPLE):
            if isinstance(found, dict):
                for row in self._paths.rows_in(found):
                    self._keys.update(dict.fromkeys(row))

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys seen so far, in order of appearance."""
        return tuple(self._keys)

    def batches(self, wanted: Sequence[str]) -> Iterator[Batch]:
        """Tables with the columns `line` and c0, c1, ... in the order of `wanted`."""
        held, first, at_end = b"", 1, False
        while not at_end:
            more = self._stream.read(CHUNK_BYTES // 2)
            at_end = not more
            lines = (held + more).split(b"\n")
            held = b"" if at_end else lines.pop()
            if len(held) > LONGEST_ROW:
                where = f"{self._stream.source.given}:{first + len(lines)}"
                raise FraudgraphError(f"{where}: a row of more than {LONGEST_ROW >> 20} MB", kept=_NOTHING)
            if at_end and lines and not lines[-1]:
                lines.pop()
            yield self._batch(lines, first, wanted)
            first += len(lines)

    def _batch(self, lines: Sequence[bytes], first: int, wanted: Sequence[str]) -> Batch:
        objects: list[dict[str, Any]] = []
        numbers: list[int] = []
        broken: list[Broken] = []
        for number, found in self._numbered(lines, first):
            if isinstance(found, str):
                broken.append(Broken(number, found))
            else:
                objects.append(found)
                numbers.append(number)
        self._notice_keys(objects)
        columns, nested = self._columns(objects, wanted)
        if nested:
            broken = sorted([*broken, *(Broken(numbers[at], reason) for at, reason in nested.items())])
        table = pa.table({"line": pa.array(numbers, pa.int64()), **columns})
        if nested:
            table = table.filter(pa.array([at not in nested for at in range(len(numbers))]))
        return Batch(table, tuple(broken), self._stream.raw.count)

    def _numbered(self, lines: Sequence[bytes], first: int) -> Iterator[tuple[int, dict[str, Any] | str]]:
        """Each row, or why there is none, with its line (with its number where a line may hold several)."""
        for number, line in enumerate(lines, first):
            if not line or line.isspace():
                continue
            found = _object(line)
            if self._as_is or isinstance(found, str):
                self._before += 1
                yield self._before if self._paths.lists else number, found
                continue
            for row in self._paths.rows_in(found):
                self._before += 1
                yield self._before if self._paths.lists else number, row

    def _notice_keys(self, objects: Sequence[dict[str, Any]]) -> None:
        before = None
        for found in objects:
            if found.keys() != before:
                before = found.keys()
                self._keys.update(dict.fromkeys(found))
        if len(self._keys) > MOST_COLUMNS:
            raise FraudgraphError(f"{self._stream.source.given}: more than {MOST_COLUMNS:,} keys", kept=_NOTHING)

    def _columns(
        self, objects: Sequence[dict[str, Any]], wanted: Sequence[str]
    ) -> tuple[dict[str, pa.Array], dict[int, str]]:
        """(c0, c1, ... as text, why a row cannot be read by its place)."""
        columns: dict[str, pa.Array] = {}
        nested: dict[int, str] = {}
        for at, name in enumerate(wanted):
            if name not in self._keys:
                columns[f"c{at}"] = pa.nulls(len(objects), pa.string())
                continue
            values = [found.get(name) for found in objects]
            if not set(map(type, values)) <= _TEXT:
                values = [self._text(name, value, place, nested) for place, value in enumerate(values)]
            columns[f"c{at}"] = pa.array(values, pa.string())
        return columns, nested

    def _text(self, name: str, value: Any, place: int, nested: dict[int, str]) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if name in self.nested:
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        nested.setdefault(place, f'"{shown_name(name, "a column")}" {_NESTED}')
        return None


def first_objects(head: bytes) -> Iterator[dict[str, Any] | str]:
    """What stands on the first lines of a file, one after the other."""
    return map(_object, head.split(b"\n"))


def _object(line: bytes) -> dict[str, Any] | str:
    """The object on a line, or why there is none."""
    try:
        found = _DECODE(line.decode("utf-8"))
    except UnicodeDecodeError:
        return "is not UTF-8 text"
    except _TwiceError:
        return "names a key twice"
    except (ValueError, RecursionError):
        return _NOT_JSON
    if b"\\" in line and not _is_text(found):
        return "holds half a character (a surrogate alone)"
    return found if isinstance(found, dict) else _NOT_JSON


def _is_text(found: object) -> bool:
    try:
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


class _TwiceError(Exception):
    """A key stands twice in one object: which of the two values counts, nobody can say."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _TwiceError
    return found


def _refuse_constant(text: str) -> str:
    """NaN and Infinity are no JSON; as ids they are the text that stands there."""
    return text


_DECODE = json.JSONDecoder(
    parse_float=str, parse_int=str, parse_constant=_refuse_constant, object_pairs_hook=_unique
).decode
