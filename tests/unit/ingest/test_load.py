"""Files to facts, end to end: what is read, how it is typed, what is rejected, what is told."""

import csv
import gzip
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
import zstandard

from fraudgraph.case import Case, Reconciliation
from fraudgraph.errors import FraudgraphError, NotFound, UsageError
from fraudgraph.ingest import LoadOptions, LoadResult, load

Write = Callable[[str, str | bytes], str]
Run = Callable[..., LoadResult]
Facts = Callable[..., list[tuple[Any, ...]]]

EXCHANGES = "account_id,at,ip,outcome,input_tokens\n"
ROW = "a1,2026-05-01T10:00:00Z,203.0.113.7,served,12\n"


def test_csv_becomes_typed_facts(write: Write, run: Run, facts: Facts) -> None:
    """Ids stay text, times are instants, addresses are normalised, words are lower case, counts are numbers."""
    result = run(write("x.csv", EXCHANGES + "007,2026-05-01T12:00:00+02:00,[2001:DB8::9]:80,SERVED, 12.0 \n"))
    assert facts("exchanges", 'account_id, "at", ip, ip_net, outcome, input_tokens') == [
        ("007", "2026-05-01T10:00:00+00:00", "2001:db8::9", "2001:db8::/64", "served", 12)
    ]
    assert result.load.tables == {"exchanges": Reconciliation(1, 1)}


IDS = ["007", "1e5", "nan", "NULL", "123456789012345678901234567890", " x ", "true", "=1+1", "a,b", 'q"q', "None", "-0"]


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet"])
def test_ids_are_exact_text_in_every_format(kind: str, write: Write, run: Run, facts: Facts) -> None:
    """Leading zeros, exponents, words for nothing and long numbers are ids like any other."""
    count = len(IDS)
    table = pa.table({"account_id": IDS, "action": ["blocked"] * count, "at": ["2026-05-01T10:00:00Z"] * count})
    run(write(f"x.{kind}", as_file(table, kind)))
    assert facts("actions", "account_id") == [(value,) for value in sorted(IDS)]


def as_file(table: pa.Table, kind: str) -> bytes:
    """The table in a format."""
    out = io.BytesIO()
    if kind == "parquet":
        parquet.write_table(table, out)
    elif kind == "csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(table.column_names)
        writer.writerows(tuple(row.values()) for row in table.to_pylist())
        out.write(text.getvalue().encode())
    else:
        import json

        out.write("".join(json.dumps(row) + "\n" for row in table.to_pylist()).encode())
    return out.getvalue()


@pytest.mark.parametrize("blank", ["", "   ", "\t"])
def test_blank_is_absence_and_a_required_blank_rejects_the_row(
    blank: str, write: Write, run: Run, facts: Facts
) -> None:
    """An empty id is nobody's; a row without account is rejected, an address that is not there is simply not there."""
    rows = ROW * 3 + f'"{blank}",2026-05-01T10:00:00Z,,served,1\n' + f'b,2026-05-01T10:00:00Z,"{blank}",,\n'
    result = run(write("x.csv", EXCHANGES + rows), max_rejects=0.5)
    assert [(reason.reason, reason.first[-5:]) for reason in result.rejected_reasons] == [
        ('"account_id" is empty', "csv:5")
    ]
    assert ("b", None, None, None) in facts("exchanges", "account_id, ip, outcome, input_tokens")


FAULTS = [
    ("a,2026-05-01 10:00:00,,,", '"at" has no zone'),
    ("a,1601-01-01T00:00:00Z,,,", '"at" is before the year 2000 or after 2100'),
    ("a,soon,,,", '"at" is not a time'),
    ("a,,,,", '"at" is empty'),
    ("a,2026-05-01T10:00:00Z,010.0.0.1,,", '"ip" is not an address'),
    ("a,2026-05-01T10:00:00Z,,maybe,", '"outcome" is not one of served, blocked, refused, error'),
    ("a,2026-05-01T10:00:00Z,,,1.5", '"input_tokens" is not a whole number of 0 or more'),
    ("a,2026-05-01T10:00:00Z,,,-1", '"input_tokens" is not a whole number of 0 or more'),
    ("a,2026-05-01T10:00:00Z,,,1e3", '"input_tokens" is not a whole number of 0 or more'),
    ("a,2026-05-01T10:00:00Z,,,99999999999999999999", '"input_tokens" is not a whole number of 0 or more'),
    ("a,2026-05-01T10:00:00Z", "has not 5 columns as the header"),
    ("x" * 5000 + ",2026-05-01T10:00:00Z,,,", '"account_id" is longer than 4,096 bytes'),
]


def test_rejected_rows_say_why_and_where(write: Write, run: Run, case: Case) -> None:
    """Each has its line and reason, in the result and in the reject file; the sums close."""
    path = write("x.csv", EXCHANGES + "".join(ROW + row + "\n" for row, _ in FAULTS))
    result = run(path, max_rejects=0.5)
    first = {reason: 3 + 2 * at for at, (_, reason) in reversed(list(enumerate(FAULTS)))}
    assert {(r.reason, r.first) for r in result.rejected_reasons} == {(r, f"{path}:{n}") for r, n in first.items()}
    count = len(FAULTS)
    assert result.load.tables["exchanges"] == Reconciliation(2 * count, count, 0, 0, count)
    assert result.reject_file is not None
    assert result.reject_file.parent.parent == case.path
    written = list(csv.reader(result.reject_file.open(newline="")))
    assert [(int(c[2]), c[3]) for c in written[1:]] == [(3 + 2 * at, reason) for at, (_, reason) in enumerate(FAULTS)]
    assert oct(result.reject_file.stat().st_mode)[-3:] == "600"


def test_too_many_rejects_store_nothing(write: Write, run: Run, case: Case) -> None:
    """The counts and the first places are in the error; the case is as it was."""
    path = write("x.csv", EXCHANGES + ROW + "a,2026-05-01 10:00:00,,,\n")
    with pytest.raises(FraudgraphError, match="1 of 2 rows rejected, more than 1 %") as caught:
        run(path)
    assert f'1 "at" has no zone, first {path}:3' in caught.value.message
    assert caught.value.kept == "Nothing was loaded."
    assert (case.loads(), case.segments(), list(case.path.glob("rejects/*")), list(case.temporary.glob("load-*"))) == (
        (),
        (),
        [],
        [],
    )


def test_one_bad_file_stores_nothing_of_the_others(write: Write, run: Run, case: Case) -> None:
    """A load is all of its files or none."""
    good = write("a.csv", EXCHANGES + ROW)
    with pytest.raises(FraudgraphError):
        run([good, write("b.csv", "x,y\n1,2\n")])
    assert case.loads() == ()


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
@pytest.mark.parametrize("kind", ["csv", "tsv", "ndjson"])
def test_text_is_read_plain_and_packed(packing: str, kind: str, write: Write, run: Run, facts: Facts) -> None:
    """gzip of several members and zstd frames are files like any other."""
    text = {"csv": EXCHANGES + ROW, "tsv": (EXCHANGES + ROW).replace(",", "\t"),
            "ndjson": '{"account_id": "a1", "at": 1777629600, "ip": "203.0.113.7"}\n'}[kind].encode()  # fmt: skip
    packers: dict[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}
    pack = packers[packing]
    half = text.index(b"\n") // 2
    result = run(write(f"x.{kind}{packing}", pack(text[:half]) + pack(text[half:])))
    assert facts("exchanges", 'account_id, ip, "at"') == [("a1", "203.0.113.7", "2026-05-01T10:00:00+00:00")]
    assert result.load.files[0].format == kind + packing.replace(".", ".")


def test_parquet_types_are_read_exactly(write: Write, run: Run, facts: Facts) -> None:
    """Decimals of thirty digits, unsigned numbers, nanoseconds, zones: as they are."""
    import decimal

    rows = pa.table(
        {
            "account_id": pa.array([decimal.Decimal("123456789012345678901234567890")], pa.decimal128(38, 0)),
            "at": pa.array([1_777_629_600_123_456_789], pa.timestamp("ns", "Europe/Berlin")),
            "ip": pa.array(["203.0.113.7"]).dictionary_encode(),
            "session_id": pa.array([2**64 - 1], pa.uint64()),
            "request_id": pa.array([b"raw-bytes"], pa.binary()),
            "input_tokens": pa.array([7], pa.int8()),
            "output_tokens": pa.array([8.0], pa.float64()),
        }
    )
    run(write("x.parquet", as_file(rows, "parquet")))
    columns = 'account_id, "at", ip, session_id, request_id, input_tokens, output_tokens'
    assert facts("exchanges", columns) == [
        ("123456789012345678901234567890", "2026-05-01T10:00:00.123456+00:00", "203.0.113.7", "18446744073709551615",
         "raw-bytes", 7, 8)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("array", "reason"),
    [
        (pa.array([2.5**80]), '"account_id" is a number that may have lost digits'),
        (pa.array([b"\xff"], pa.binary()), '"account_id" is not UTF-8 text'),
    ],
)
def test_parquet_ids_that_lost_something_are_rejected(array: pa.Array, reason: str, write: Write, run: Run) -> None:
    """A float cannot say which id it was."""
    table = pa.table({"account_id": array, "action": ["x"], "at": ["2026-05-01T10:00:00Z"]})
    path = write("x.parquet", as_file(table, "parquet"))
    assert run(path, max_rejects=1).rejected_reasons == (("actions", 1, reason, f"{path}:1"),)


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([1_777_629_600]), "2026-05-01T10:00:00+00:00"),
        (pa.array([1_777_629_600_123]), "2026-05-01T10:00:00.123000+00:00"),
        (pa.array([1_777_629_600.25]), "2026-05-01T10:00:00.250000+00:00"),
        (pa.array([1_777_629_600_123_456_789]), "2026-05-01T10:00:00.123456+00:00"),
        (pa.array(["1777629600"]), "2026-05-01T10:00:00+00:00"),
        (pa.array([1_777_629_600_000], pa.timestamp("ms", "UTC")), "2026-05-01T10:00:00+00:00"),
    ],
)
def test_parquet_times_of_any_type_are_instants(
    array: pa.Array, expected: str, write: Write, run: Run, facts: Facts
) -> None:
    """Epochs as numbers or text, and timestamps with a zone."""
    table = pa.table({"account_id": ["a"], "action": ["x"], "at": array})
    run(write("x.parquet", as_file(table, "parquet")))
    assert facts("actions", '"at"') == [(expected,)]


def test_naive_parquet_times_need_a_zone_from_the_mapping(write: Write, run: Run, facts: Facts) -> None:
    """Without one the rows are rejected; with one summer time is minded."""
    when = pa.array([1_777_629_600_000_000], pa.timestamp("us"))
    path = write("x.parquet", as_file(pa.table({"account_id": ["a"], "action": ["x"], "at": when}), "parquet"))
    assert run(path, max_rejects=1).rejected_reasons[0].reason == '"at" has no zone'
    run(path, mapping=Path(write("m.toml", '[actions]\nzone = "Europe/Berlin"\n')))
    assert facts("actions", '"at"') == [("2026-05-01T08:00:00+00:00",)]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_local_times_agree_with_the_zone_database(kind: str, write: Write, run: Run, facts: Facts) -> None:
    """A year of hours in a zone with summer time: what came twice is the earlier, what was skipped is rejected."""
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    zone = ZoneInfo("America/New_York")
    hours = [datetime(2026, 1, 1) + timedelta(minutes=30 * n) for n in range(2 * 24 * 365)]  # noqa: DTZ001
    there = [h.replace(tzinfo=zone).astimezone(UTC) for h in hours]
    kept = [t.isoformat() for h, t in zip(hours, there, strict=True) if t.astimezone(zone).replace(tzinfo=None) == h]
    count = len(hours)
    at = pa.array(hours, pa.timestamp("us")) if kind == "parquet" else [h.strftime("%Y-%m-%d %H:%M:%S") for h in hours]
    table = pa.table({"account_id": ["a"] * count, "action": ["x"] * count, "at": at})
    mapping = Path(write("m.toml", '[actions]\nzone = "America/New_York"\n'))
    result = run(write(f"x.{kind}", as_file(table, kind)), mapping=mapping)
    assert facts("actions", '"at"') == [(text,) for text in sorted(kept)]
    assert [(r.rows, r.reason) for r in result.rejected_reasons] == [(2, '"at" is a local time that the clock skipped')]


def test_address_that_identifies_no_one_is_told_not_kept(write: Write, run: Run, facts: Facts) -> None:
    """A private address joins nobody; how many rows had one is a note of the load."""
    result = run(write("x.csv", EXCHANGES + ROW + ROW.replace("203.0.113.7", "10.0.0.1") * 2))
    assert facts("exchanges", "ip") == [("203.0.113.7",), (None,), (None,)]
    assert any(note.startswith("2 rows carry an address that identifies no one") for note in result.load.notes)


def test_sightings_are_cleaned_by_their_kind(write: Write, run: Run, facts: Facts, case: Case) -> None:
    """Addresses are normalised to what joins; those that identify no one stay, as hubs; other values are exact."""
    rows = "account_id,kind,value\na,ip,203.0.113.7:80\na,ip,2001:db8::1\na,ip,127.0.0.1\na,device,10.0.0.1\n"
    run(write("x.csv", rows))
    assert facts("sightings", "kind, value") == [
        ("device", "10.0.0.1"), ("ip", "127.0.0.1"), ("ip", "2001:db8::/64"), ("ip", "203.0.113.7"),
    ]  # fmt: skip
    assert [(hub.kind, hub.value, hub.set_by) for hub in case.hubs()] == [("ip", "127.0.0.1", "list")]


def test_columns_are_mapped_ignored_or_unknown(write: Write, run: Run) -> None:
    """Every source column is accounted for."""
    text = '[exchanges]\naccount_id = "Customer ID"\nat = "Created"\nignore = ["Notes"]\n'
    text += '[exchanges.kinds]\ndevice = "FP"\n'
    path = write("x.csv", "Customer ID,Created,Notes,FP,IP,weird\na,2026-05-01T10:00:00Z,n,d,,w\n")
    result = run(path, mapping=Path(write("m.toml", text)))
    assert {(c.source, c.disposition, c.target) for c in result.load.columns} == {
        ("Customer ID", "mapped", "account_id"), ("Created", "mapped", "at"), ("Notes", "ignored", None),
        ("FP", "mapped", "kind_device"), ("IP", "mapped", "ip"), ("weird", "unknown", None),
    }  # fmt: skip
    assert result.load.mapping_sha256 is not None


def test_extra_kinds_are_columns_of_the_facts(write: Write, run: Run, facts: Facts, case: Case) -> None:
    """An extra column is an identifier of the kind that the mapping declares; an address among them is read as one."""
    text = '[accounts.kinds]\ndevice = "fp"\nip = "signup"\n[kinds.device]\nfamily = "ownership"\nshow = "machine"\n'
    path = write("x.csv", "account_id,fp,signup\na,d1,203.0.113.7:1\nb,,2001:db8::1\n")
    run(path, mapping=Path(write("m.toml", text)))
    assert facts("accounts", "account_id, kind_device, kind_ip") == [
        ("a", "d1", "203.0.113.7"),
        ("b", None, "2001:db8::/64"),
    ]
    assert case.kinds()["device"].show == "machine"


def test_table_is_recognised_by_its_columns(write: Write, run: Run) -> None:
    """The table with most of the columns, all required ones among them."""
    folder = Path(write("all/accounts.csv", "account_id,country\na,BR\n")).parent
    write("all/x.csv", EXCHANGES + ROW)
    write("all/p.ndjson", '{"account_id": "a", "payment_instrument": "pm_1", "outcome": "ok"}\n')
    write("all/s.csv", "account_id,kind,value\na,device,d\n")
    write("all/deep/b.csv", "account_id,action,at\na,blocked,1777629600\n")
    write("all/i.csv", "kind,value,asn\nip,203.0.113.7,AS1\n")
    write("all/.hidden.csv", "nonsense\n")
    write("all/README.md", "nonsense\n")
    result = run(str(folder))
    assert sorted(result.load.tables) == ["accounts", "actions", "exchanges", "identifiers", "payments", "sightings"]
    assert any("README.md" in note for note in result.load.notes)
    assert not any("hidden" in note for note in result.load.notes)


def test_unrecognised_columns_are_listed_with_a_suggestion(write: Write, run: Run) -> None:
    """The error says what it found, and what a mapping could say."""
    with pytest.raises(
        FraudgraphError, match=r'no table has these columns\. Columns found: "acount_id", "when"'
    ) as caught:
        run(write("x.csv", "acount_id,when\n1,2\n"))
    assert '[accounts]  account_id = "acount_id"' in caught.value.hint
    with pytest.raises(FraudgraphError) as caught:
        run(write("y.csv", "Customer ID,Created,Notes\n1,2,3\n"))
    assert '[exchanges]  account_id = "Customer ID"  at = "Created"' in caught.value.hint


def test_same_file_named_twice_is_read_once(write: Write, run: Run, tmp_path: Path) -> None:
    """By whatever path."""
    path = Path(write("x.csv", EXCHANGES + ROW))
    (tmp_path / "link.csv").symlink_to(path)
    result = run([str(path), str(path.parent / ".." / "in" / "x.csv"), str(tmp_path / "link.csv")])
    assert result.load.tables["exchanges"].read == 1
    assert sum("is the same file as" in note for note in result.load.notes) == 2


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input_is_a_file(packed: bool, run: Run, facts: Facts) -> None:
    """`-` reads it, plain or packed."""
    data = (EXCHANGES + ROW).encode()
    result = run("-", stdin=io.BytesIO(gzip.compress(data) if packed else data))
    assert facts("exchanges", "account_id") == [("a1",)]
    assert result.load.files[0].path == "-"


def test_standard_input_may_be_ndjson(run: Run, facts: Facts) -> None:
    """As its first sign tells, or as the command says."""
    data = b'{"account_id": "a1", "at": 1777629600}\n'
    run("-", stdin=io.BytesIO(data))
    run("-", stdin=io.BytesIO(data.replace(b"a1", b"a2")), format="ndjson")
    assert facts("exchanges", "account_id") == [("a1",), ("a2",)]


@pytest.mark.parametrize("names", [["nothing.csv"], ["*.nothing"]])
def test_files_that_are_not_there_are_named(names: list[str], run: Run) -> None:
    """A name or a pattern without a file is an error, not an empty load."""
    with pytest.raises(NotFound, match="there is no file"):
        run(names)


def test_options_that_cannot_be_are_usage_errors(write: Write, run: Run) -> None:
    """A format, a table, a share that do not exist."""
    path = write("x.csv", EXCHANGES + ROW)
    for bad in ({"format": "xlsx"}, {"table": "rings"}, {"max_rejects": 2.0}):
        with pytest.raises(UsageError):
            run(path, **bad)


def test_empty_files_are_read_as_empty(write: Write, run: Run, case: Case) -> None:
    """A header alone is no row; nothing at all is said to be nothing."""
    result = run([write("x.csv", EXCHANGES), write("y.csv", EXCHANGES + ROW), write("z.csv", "")])
    assert result.load.tables["exchanges"] == Reconciliation(1, 1)
    assert any("z.csv" in note and "empty" in note for note in result.load.notes)


def test_load_is_in_the_custody_log_with_its_files(write: Write, run: Run, case: Case) -> None:
    """From the first load on, and the chain is whole."""
    import hashlib

    content = EXCHANGES + ROW
    result = run(write("x.csv", content))
    assert result.load.files[0].sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert [record.action for record in case.custody.records()] == ["create", "load"]
    assert case.custody.verify().whole


def test_facts_carry_the_file_and_line_they_came_from(write: Write, run: Run, case: Case) -> None:
    """Every fact can be traced to its row."""
    run([write("x.csv", EXCHANGES + "\n" + ROW), write("y.csv", EXCHANGES + ROW.replace("a1", "a2"))])
    with case.duckdb() as con:
        paths = [str(case.segment_path(segment)) for segment in case.segments()]
        rows = con.execute(
            "SELECT account_id, source_file, source_line FROM read_parquet(?) ORDER BY 1", [paths]
        ).fetchall()
    assert rows == [("a1", 0, 3), ("a2", 1, 2)]


class Heard:
    """A listener that writes down what it hears."""

    def __init__(self) -> None:
        self.said: list[tuple[Any, ...]] = []

    def stage(self, name: str, total: int | None, unit: str) -> None:
        """A stage starts."""
        self.said.append(("stage", name, total, unit))

    def advance(self, done: int, note: str = "") -> None:
        """So much is done."""
        self.said.append(("advance", done, note))

    def done(self, note: str = "") -> None:
        """The stage ended."""
        self.said.append(("done", note))


def test_progress_reaches_its_total(write: Write, case: Case) -> None:
    """Text is counted in bytes, Parquet in rows of a table, each to its end and with its files."""
    paths = [write("x.csv", EXCHANGES + ROW), write("y.csv", EXCHANGES + ROW)]
    rows = pa.table({"account_id": ["a", "b"], "action": ["x", "y"], "at": ["2026-05-01T10:00:00Z"] * 2})
    paths.append(write("z.parquet", as_file(rows, "parquet")))
    total = sum(Path(path).stat().st_size for path in paths[:2])
    heard = Heard()
    load(case, paths, LoadOptions(), heard)
    starts = [at for at, said in enumerate(heard.said) if said[0] == "stage"]
    text, actions = (heard.said[starts[at] : starts[at + 1]] for at in (0, 1))
    assert text[0] == ("stage", "text", total, "bytes")
    assert text[-2:] == [("advance", total, "2 of 2 files"), ("done", "2 files, 2 rows")]
    counts = [said[1] for said in text[1:-1]]
    assert counts == sorted(counts)
    assert actions == [
        ("stage", "actions", 2, "rows"), ("advance", 2, "1 of 1 file"), ("done", "1 file, 2 rows"),
    ]  # fmt: skip


def test_hostile_column_name_is_not_in_a_reason(write: Write, run: Run) -> None:
    """A reason names the column of the contract where the file's own name could act on a screen."""
    mapping = Path(write("m.toml", '[exchanges]\naccount_id = "a\\u001b[2J"\n'))
    result = run(write("x.csv", "a\x1b[2J,at\n,1777629600\n"), mapping=mapping, max_rejects=1)
    assert result.rejected_reasons[0].reason == '"account_id" is empty'


def test_parquet_files_of_one_schema_in_other_order_are_read_by_name(write: Write, run: Run, facts: Facts) -> None:
    """Files that are copied together may list their columns differently."""
    one = pa.table({"account_id": ["a"], "action": ["x"], "at": ["2026-05-01T10:00:00Z"]})
    run([write("1.parquet", as_file(one, "parquet")), write("2.parquet", as_file(one.select([2, 1, 0]), "parquet"))])
    assert facts("actions", "account_id, action") == [("a", "x")]


def test_rejects_of_files_copied_together_have_their_own_file_and_row(write: Write, run: Run) -> None:
    """Row numbers start anew in each file."""
    rows = {"account_id": ["a", "b", None], "action": ["x"] * 3, "at": ["2026-05-01T10:00:00Z"] * 3}
    table = pa.table(rows)
    paths = [write("1.parquet", as_file(table.slice(0, 2), "parquet")), write("2.parquet", as_file(table, "parquet"))]
    result = run(paths, max_rejects=0.5)
    assert result.rejected_reasons == (("actions", 1, '"account_id" is empty', f"{paths[1]}:3"),)
    assert result.load.tables["actions"] == Reconciliation(5, 2, 2, 0, 1)
