"""CSV and NDJSON: cells exact, lines exact, broken rows told apart."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest import csv_rows, json_rows, streams
from fraudgraph.ingest.csv_rows import CsvRows
from fraudgraph.ingest.json_rows import JsonRows
from fraudgraph.ingest.sources import Format, Packing, Source
from fraudgraph.ingest.streams import TextStream

Read = tuple[tuple[str, ...], list[tuple[int, list[str | None]]], list[int]]


def source(format_: Format = Format.CSV) -> Source:
    """A source of that name."""
    return Source("a.csv", None, format_, Packing.PLAIN, 0)


def read_csv(data: bytes, wanted: list[str] | None = None) -> Read:
    """(columns, (line, cells) of each row, lines of broken rows)."""
    rows = CsvRows(TextStream(source(), io.BytesIO(data)))
    return collect(rows, wanted or list(rows.columns))


def read_json(data: bytes, wanted: list[str]) -> Read:
    """The same of NDJSON."""
    return collect(JsonRows(TextStream(source(Format.NDJSON), io.BytesIO(data))), wanted)


def collect(rows: CsvRows | JsonRows, wanted: list[str]) -> Read:
    """All batches together."""
    good: list[tuple[int, list[str | None]]] = []
    broken: list[int] = []
    for batch in rows.batches(wanted):
        table = batch.rows
        names = [name for name in table.column_names if name != "line"]
        cells = [table[name].to_pylist() for name in names]
        good += [(line, [c[at] for c in cells]) for at, line in enumerate(table["line"].to_pylist())]
        broken += [row.line for row in batch.broken]
    return rows.columns, good, broken


def test_lines_are_exact_over_quoted_line_breaks_and_blank_lines() -> None:
    """A row's line is where it starts in the file, whatever came before it."""
    data = b'a,b\r\n1,"x\r\ny ""z"""\r\n\r\n2,3\r\n"4",5'
    assert read_csv(data) == (("a", "b"), [(2, ["1", 'x\r\ny "z"']), (5, ["2", "3"]), (6, ["4", "5"])], [])


def test_quotes_inside_a_cell_are_text() -> None:
    """5" disk opens nothing."""
    assert read_csv(b'a,b\n1,5" disk\n2,"q"\n')[1] == [(2, ["1", '5" disk']), (3, ["2", "q"])]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_byte_order_mark_is_no_part_of_the_header(mark: bytes) -> None:
    """Excel writes one."""
    assert read_csv(mark + b"a,b\n1,2\n")[0] == ("a", "b")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_with_its_mark_is_read(encoding: str) -> None:
    """Unicode text as spreadsheets save it."""
    text = "a\tb\n\u00e9\t2\n"
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert read_csv(mark + text.encode(encoding))[1] == [(2, ["\u00e9", "2"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_what_splits_the_header(delimiter: str) -> None:
    """Comma, semicolon, tab or bar."""
    data = f"a{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n"
    assert read_csv(data.encode())[0] == ("a", "b", "c")


def test_ragged_rows_are_broken_and_the_rest_stays_exact() -> None:
    """Too few and too many cells: that row, by its line, and no other."""
    data = b"a,b\n1,2\n3\n4,5,6\n\n7,8\n"
    assert read_csv(data) == (("a", "b"), [(2, ["1", "2"]), (6, ["7", "8"])], [3, 4])


def test_bytes_that_are_no_utf8_break_their_row_only() -> None:
    """Latin-1 in one row."""
    assert read_csv(b"a,b\n1,\xe9\n2,ok\n") == (("a", "b"), [(3, ["2", "ok"])], [2])


def test_carriage_return_inside_a_cell_breaks_its_row_only() -> None:
    """A cell that would overwrite the line on a terminal."""
    assert read_csv(b"a,b\n1,x\ry\n2,ok\n") == (("a", "b"), [(3, ["2", "ok"])], [2])


def test_lines_that_end_in_carriage_returns_are_lines() -> None:
    """The line ends of old Macs."""
    assert read_csv(b"a,b\r1,2\r3,4\r")[1] == [(2, ["1", "2"]), (3, ["3", "4"])]


def test_quote_that_never_closes_stops_the_load_at_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would swallow the rest of the file as one cell."""
    with pytest.raises(FraudgraphError, match=r"a\.csv:3: a quote that is never closed"):
        read_csv(b'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    monkeypatch.setattr(csv_rows, "LONGEST_ROW", 64)
    monkeypatch.setattr(csv_rows, "CHUNK_BYTES", 128)
    monkeypatch.setattr(streams, "_HEAD_BYTES", 128)
    with pytest.raises(FraudgraphError, match=r"a\.csv:3: a row of more than"):
        read_csv(b'a,b\n1,2\n"' + b"x\n" * 1000)


def test_two_columns_of_one_name_are_refused() -> None:
    """Which of them is meant, nobody can say."""
    with pytest.raises(FraudgraphError, match='two columns are called "a"'):
        read_csv(b"a,b,a\n1,2,3\n")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=6)


@given(
    st.lists(st.tuples(CELL, CELL), max_size=20),
    st.integers(8, 64),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_what_a_csv_writer_wrote_comes_back_whatever_the_chunks(
    rows: list[tuple[str, str]], chunk: int, quoting: int
) -> None:
    """Any cells, split anywhere: the cells come back, each on the line where the writer stood."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]  # one of the constants
    writer.writerow(["a", "b"])
    expected = []
    for row in rows:
        expected.append((out.getvalue().count("\n") + 1, list(row)))
        writer.writerow(row)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_rows, "CHUNK_BYTES", chunk)
        patch.setattr(streams, "_HEAD_BYTES", chunk)
        assert read_csv(out.getvalue().encode()) == (("a", "b"), expected, [])


def test_json_numbers_are_the_text_that_stands_there() -> None:
    """Thirty digits, exponents, trailing zeros, true: nothing is rounded or renamed."""
    row = '{"a": 123456789012345678901234567890, "b": 1e5, "c": 1.10, "d": true, "e": null, "f": "007"}'
    wanted = ["a", "b", "c", "d", "e", "f", "g"]
    cells = ["123456789012345678901234567890", "1e5", "1.10", "true", None, "007", None]
    assert read_json(row.encode() + b"\n", wanted)[1] == [(1, cells)]


def test_json_keys_that_appear_late_are_seen() -> None:
    """A column may first come in the last row."""
    data = b"".join(b'{"a": %d}\n' % n for n in range(5000)) + b'{"a": 1, "late": "x"}\n'
    columns, rows, _ = read_json(data, ["a", "late"])
    assert columns == ("a", "late")
    assert rows[-1] == (5001, ["1", "x"])


@pytest.mark.parametrize(
    "line",
    [
        b"[1]",
        b"{",
        b'{"a": {"b": 1}}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b"7",
        b"[" * 100_000,
        b'"x"',
    ],
)
def test_json_that_is_no_plain_object_breaks_its_row_only(line: bytes) -> None:
    """Lists, halves, nesting, a key twice, bad text, deep brackets: that row, by its line."""
    _, rows, broken = read_json(b'{"a": 0}\n' + line + b'\n\n{"a": 2}', ["a"])
    assert (rows, broken) == ([(1, ["0"]), (4, ["2"])], [2])


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.one_of(st.none(), CELL), max_size=3), max_size=30),
    st.integers(1, 64),
)
def test_what_a_json_writer_wrote_comes_back_whatever_the_chunks(rows: list[dict[str, str | None]], chunk: int) -> None:
    """Any objects, split anywhere."""
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    expected = [(number, [row.get(name) for name in "abc"]) for number, row in enumerate(rows, 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_rows, "CHUNK_BYTES", 2 * chunk)
        patch.setattr(streams, "_HEAD_BYTES", chunk)
        assert read_json(data, list("abc"))[1] == expected


def test_hash_is_of_the_bytes_on_disk(tmp_path: Path) -> None:
    """Whatever the text becomes on the way."""
    import gzip
    import hashlib

    packed = gzip.compress(b"\xef\xbb\xbfa,b\n1,2\n")
    stream = TextStream(Source("a.csv.gz", None, Format.CSV, Packing.GZIP, 0), io.BytesIO(packed + b""))
    assert [cells for _, cells in collect(CsvRows(stream), ["a", "b"])[1]] == [["1", "2"]]
    stream.drain()
    assert stream.raw.sha256.hexdigest() == hashlib.sha256(packed).hexdigest()
