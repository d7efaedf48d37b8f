"""Files that lie, overflow or try to be something else (EVIDENCE.md section 3: 1, 3, 9, 10, 11, 12, 13)."""

import gzip
import io
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import zstandard

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError, NotFound
from fraudgraph.ingest import LoadOptions, LoadResult, load

HEADER = "account_id,at,session_id\n"
WHEN = "2026-05-01T10:00:00Z"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new, empty case."""
    with Case.create_or_open(tmp_path / "case") as opened:
        yield opened


@pytest.fixture
def run(case: Case) -> Callable[..., LoadResult]:
    """run(*files, **options): load them."""
    return lambda *files, **options: load(case, [str(file) for file in files], LoadOptions(**options))


def exchanges(case: Case, columns: str) -> list[tuple[Any, ...]]:
    """Facts of exchanges."""
    with case.duckdb() as con:
        return con.execute(f"SELECT {columns} FROM {case.relation('exchanges')} ORDER BY ALL").fetchall()


NAMES = [
    "we*ird?.csv", "[ab].csv", "it's \"quoted\".csv", "a;b$(touch x).csv", "s3:__bucket.csv", "-rf.csv",
    "sp ace\ttab.csv",
    "esc\x1b[2J.csv", "ünïcødé\u202e.csv", "%s{0}.csv", "'); DROP TABLE x; --.csv", "new\nline.csv",
]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_file_names_are_names_and_nothing_else(kind: str, case: Case, tmp_path: Path) -> None:
    """Patterns, quotes, dashes, escapes and SQL in a name open exactly that file."""
    folder = tmp_path / "in"
    folder.mkdir()
    paths = []
    for number, name in enumerate(NAMES):
        path = folder / name.replace(".csv", f".{kind}")
        table = pa.table({"account_id": [f"a{number}"], "at": [WHEN]})
        if kind == "parquet":
            parquet.write_table(table, path)
        else:
            path.write_text(f"account_id,at\na{number},{WHEN}\n")
        paths.append(str(path))
    decoy = folder / f"weXirdY.{kind}"
    decoy.write_text("nonsense")
    result = load(case, paths)
    assert [row[0] for row in exchanges(case, "account_id")] == sorted(f"a{n}" for n in range(len(NAMES)))
    assert [file.path for file in result.load.files] == paths


def test_name_that_starts_with_a_dash_is_a_file(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it is named without its folder; only `-` alone is standard input."""
    (tmp_path / "--table").write_text(HEADER + f"a,{WHEN},\n")
    monkeypatch.chdir(tmp_path)
    load(case, ["--table"])
    assert exchanges(case, "account_id") == [("a",)]


def test_pattern_matches_where_no_file_has_its_name(case: Case, tmp_path: Path) -> None:
    """A pattern is a pattern only then."""
    (tmp_path / "x-1.csv").write_text(HEADER + f"a,{WHEN},\n")
    (tmp_path / "x-2.csv").write_text(HEADER + f"b,{WHEN},\n")
    load(case, [str(tmp_path / "x-*.csv")])
    assert len(exchanges(case, "account_id")) == 2


@pytest.mark.parametrize(
    "value",
    ["\x1b[2J\x1b]8;;http://x\x07", "a\x00b", "\x7f\x9b31m", "\u202egnp.exe", "a\u200bb", "=HYPERLINK(\"x\")",
     "@SUM(1)", "[red]x[/]",
     "]]>&lt;", "'; DROP TABLE facts; --", "</script>", "\u2028", "é", "e\u0301", "аdmin", "🙂" * 20],
)  # fmt: skip
def test_ids_keep_every_sign(value: str, run: Callable[..., LoadResult], case: Case, tmp_path: Path) -> None:
    """The raw value is the identity: no sign is dropped, folded or run."""
    path = tmp_path / "x.csv"
    quoted = value.replace('"', '""')
    path.write_bytes(f'{HEADER}"{quoted}",{WHEN},\n'.encode())
    run(path)
    assert exchanges(case, "account_id") == [(value,)]


def test_reject_file_is_inert(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """What a spreadsheet or a terminal would run, in an id or in a name, arrives as text."""
    path = tmp_path / "=cmd|'calc'!A0.csv"
    path.write_text(HEADER + f"=1+1,soon,\n@x,soon,\n\x1b[2Jy,soon,\nok,{WHEN},\n")
    result = run(path, max_rejects=1)
    assert result.reject_file is not None
    text = result.reject_file.read_text()
    assert "\x1b" not in text
    import csv

    for row in csv.reader(io.StringIO(text)):
        assert not any(cell[:1] in tuple("=+-@\t\r") for cell in row)


def test_giant_row_stops_the_load_in_bounded_memory(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """A line of 300 MB (packed: a few hundred KB) is refused with its place, not read whole."""
    import resource

    path = tmp_path / "x.csv.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(f"{HEADER}a,{WHEN},\nb,{WHEN},".encode())
        for _ in range(300):
            file.write(b"x" * (1 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FraudgraphError, match=r"x\.csv\.gz:3: a row of more than 16 MB"):
        run(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250 * 1024
    plain = tmp_path / "x.ndjson"
    plain.write_bytes(b'{"account_id": "a", "at": 1777629600}\n{"account_id": "' + b"x" * (17 << 20))
    with pytest.raises(FraudgraphError, match=r"x\.ndjson:2: a row of more than 16 MB"):
        run(plain)


def test_giant_id_rejects_its_row(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """An id of 10 MB is no id; the row goes, its text goes nowhere."""
    path = tmp_path / "x.csv"
    path.write_text(HEADER + f"{'x' * (10 << 20)},{WHEN},\n" + f"a,{WHEN},\n" * 2)
    result = run(path, max_rejects=0.5)
    assert result.rejected_reasons[0].reason == '"account_id" is longer than 4,096 bytes'
    assert result.reject_file is not None
    assert result.reject_file.stat().st_size < 1000


@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_bomb_is_not_unpacked(
    packing: str, run: Callable[..., LoadResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that unpacks to more than 500 times its size stops, at a bound that is lowered here to be quick."""
    from fraudgraph.ingest import streams

    monkeypatch.setattr(streams, "_RATIO_COUNTS_FROM", 4 << 20)
    content = (HEADER + f"a,{WHEN},\n").encode() + b"\n" * (16 << 20)
    path = tmp_path / f"x.csv.{packing}"
    path.write_bytes(gzip.compress(content) if packing == "gz" else zstandard.compress(content))
    with pytest.raises(FraudgraphError, match="unpacks to more than 500 times its size"):
        run(path)


def test_zstd_window_of_two_gigabytes_is_refused(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """The frame asks for memory before it gives a byte."""
    packer = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(window_log=31, enable_ldm=True)
    )
    path = tmp_path / "x.csv.zst"
    with path.open("wb") as file, packer.stream_writer(file) as stream:
        stream.write((HEADER + f"a,{WHEN},\n").encode())
    with pytest.raises(FraudgraphError, match="cannot be read to its end"):
        run(path)


@pytest.mark.parametrize("cut", [10, 30, 60])
def test_packed_file_that_was_cut_off_stores_nothing(
    cut: int, run: Callable[..., LoadResult], case: Case, tmp_path: Path
) -> None:
    """Half a download is not a smaller file."""
    path = tmp_path / "x.csv.gz"
    path.write_bytes(gzip.compress((HEADER + f"a,{WHEN},\n" * 1000).encode())[:cut])
    with pytest.raises(FraudgraphError, match="cannot be read to its end"):
        run(path)
    assert case.loads() == ()


def test_two_thousand_columns_are_read(run: Callable[..., LoadResult], case: Case, tmp_path: Path) -> None:
    """Wide exports are clumsy, not wrong; a header of more than 10,000 columns is refused."""
    names = [f"extra_{n}" for n in range(2000)]
    path = tmp_path / "x.csv"
    path.write_text(",".join(["account_id", "at", *names]) + "\n" + ",".join(["a", WHEN, *names]) + "\n")
    result = run(path)
    assert sum(column.disposition == "unknown" for column in result.load.columns) == 2000
    wide = tmp_path / "wide.csv"
    wide.write_text(",".join(["account_id", "at", *(f"x{n}" for n in range(10_001))]) + "\n")
    with pytest.raises(FraudgraphError, match="at most 10,000"):
        run(wide)
    keys = tmp_path / "keys.ndjson"
    keys.write_text("".join(f'{{"account_id": "a", "at": 1777629600, "k{n}": 1}}\n' for n in range(10_100)))
    with pytest.raises(FraudgraphError, match="more than 10,000 keys"):
        run(keys)


def damaged(path: Path, kind: str) -> None:
    """A Parquet file with something wrong in it."""
    out = io.BytesIO()
    parquet.write_table(pa.table({"account_id": [f"a{n}" * 9 for n in range(5000)], "at": [WHEN] * 5000}), out)
    data = bytearray(out.getvalue())
    if kind == "cut":
        data = data[: len(data) // 2]
    elif kind == "footer":
        data[-8:-4] = b"\xff\xff\xff\x7f"
    elif kind == "pages":
        data[200:2000] = os.urandom(1800)
    elif kind == "magic":
        data = bytearray(b"PAR1" + b"\x00" * 100)
    path.write_bytes(data)


@pytest.mark.parametrize("kind", ["cut", "footer", "pages", "magic"])
def test_damaged_parquet_is_an_error_not_a_crash(
    kind: str, run: Callable[..., LoadResult], case: Case, tmp_path: Path
) -> None:
    """Wherever the damage is, nothing is stored and nothing of the file is quoted."""
    path = tmp_path / "x.parquet"
    damaged(path, kind)
    with pytest.raises(FraudgraphError) as caught:
        run(path)
    assert caught.value.kept == "Nothing was loaded."
    assert (case.loads(), case.segments(), list(case.temporary.glob("load-*"))) == ((), (), [])


def test_parquet_with_lists_where_values_belong_is_refused(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """The column is named; lists in columns that nobody uses do no harm."""
    path = tmp_path / "x.parquet"
    parquet.write_table(pa.table({"account_id": [["a"]], "at": [WHEN]}), path)
    with pytest.raises(FraudgraphError, match='column "account_id" holds lists or structures'):
        run(path)
    parquet.write_table(pa.table({"account_id": ["a"], "at": [WHEN], "tags": [["x"]], "s": [{"a": 1}]}), path)
    assert run(path).load.tables["exchanges"].used == 1


def test_named_parquet_that_is_none_is_said_so(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """A name is a claim; the bytes decide, both ways."""
    (tmp_path / "x.parquet").write_text(HEADER)
    with pytest.raises(FraudgraphError, match="is not Parquet"):
        run(tmp_path / "x.parquet")
    parquet.write_table(pa.table({"account_id": ["a"], "at": [WHEN]}), tmp_path / "x.csv")
    assert run(tmp_path / "x.csv").load.files[0].format == "parquet"


def test_devices_are_refused_and_pipes_are_read(run: Callable[..., LoadResult], case: Case, tmp_path: Path) -> None:
    """/dev/zero never ends; a pipe from another program does."""
    with pytest.raises(FraudgraphError, match="is a device"):
        run("/dev/zero")
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(HEADER + f"a,{WHEN},\n"))
    writer.start()
    run(pipe)
    writer.join()
    assert exchanges(case, "account_id") == [("a",)]


def test_folder_with_a_pipe_and_a_loop_is_read_to_its_end(
    run: Callable[..., LoadResult], case: Case, tmp_path: Path
) -> None:
    """What is no regular file is left out, and a linked folder is not entered."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "x.csv").write_text(HEADER + f"a,{WHEN},\n")
    os.mkfifo(folder / "pipe.csv")
    (folder / "loop").symlink_to(folder)
    assert run(folder).load.tables["exchanges"].read == 1


def test_unreadable_file_is_named(run: Callable[..., LoadResult], tmp_path: Path) -> None:
    """A link that leads nowhere."""
    (tmp_path / "x.csv").symlink_to(tmp_path / "gone.csv")
    with pytest.raises(FraudgraphError, match=r"x\.csv: cannot be read"):
        run(tmp_path / "x.csv")
    with pytest.raises(NotFound):
        run(tmp_path / "nothing.csv")


def test_header_of_hostile_names_is_shown_not_run(run: Callable[..., LoadResult], case: Case, tmp_path: Path) -> None:
    """Quotes, brackets and SQL in column names are names."""
    names = ['a"b', "x'); DROP TABLE y; --", "{0}", "r.c0", "line", "file_row_number", "filename"]
    table = pa.table({"account_id": ["a"], "at": [WHEN]} | {name: ["v"] for name in names[:5]})
    parquet.write_table(table, tmp_path / "x.parquet")
    (tmp_path / "x.csv").write_text("account_id,at,line,file_row_number,filename,chunk\nb," + WHEN + ",1,2,3,4\n")
    result = run(tmp_path / "x.parquet", tmp_path / "x.csv")
    assert exchanges(case, "account_id") == [("a",), ("b",)]
    assert {column.source for column in result.load.columns} >= set(names) - {"r.c0"} | {"chunk"} - {"chunk"}
