"""Drafts of mapping files: what is recognised, what is left out and why, and that no value is ever in them."""

import csv
import io
import json
import random
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest import LoadOptions, LoadResult
from fraudgraph.ingest.recognise import Drafted, draft_mapping
from fraudgraph.ingest.recognise.looks import Look, column_of, shape_of
from fraudgraph.ingest.recognise.text import quoted

Write = Callable[[str, str | bytes], str]
Run = Callable[..., LoadResult]
Facts = Callable[..., list[tuple[Any, ...]]]


def draft(*files: str, **options: Any) -> Drafted:
    """A draft of these files."""
    return draft_mapping(files, LoadOptions(**options))


def calls(rows: int = 60, **more: Callable[[int], str]) -> str:
    """A CSV file of calls under names that are not ours, with further columns by row number."""
    made: dict[str, Callable[[int], str]] = {
        "CustomerID": lambda n: f"cust-{n % 7:04d}",
        "Event Timestamp": lambda n: f"2026-05-{1 + n % 28:02d} 10:11:{n % 60:02d}",
        "remoteAddr": lambda n: f"203.0.113.{n % 200}",
        "Card Token": lambda n: f"pm_{n % 9:05d}",
        "Result": lambda n: ("Success", "timeout", "Denied", "weird")[n % 4],
        "tokensIn": lambda n: str(n * 3),
        "visitor_id": lambda n: f"dev{n % 5:03d}",
        "Region": lambda n: ("emea", "apac")[n % 2],
        **more,
    }
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(made)
    writer.writerows([cell(n) for cell in made.values()] for n in range(rows))
    return out.getvalue()


def test_names_and_values_tell_columns_and_the_draft_loads_as_it_is(
    write: Write, run: Run, facts: Facts, tmp_path: Path
) -> None:
    """Other spellings, other words for outcomes, times without a zone; the rest is left out with its reason."""
    path = write("calls.csv", calls())
    made = draft(path)
    (file,) = made.files
    assert {one.target: one.column.name for one in (*file.read.found, *file.read.kinds)} == {
        "account_id": "CustomerID", "at": "Event Timestamp", "ip": "remoteAddr", "payment_instrument": "Card Token",
        "outcome": "Result", "input_tokens": "tokensIn", "device": "visitor_id",
    }  # fmt: skip
    document = tomllib.loads(made.text)
    assert document["exchanges"]["ignore"] == ["Region"]
    assert document["exchanges"]["zone"] == "UTC"
    assert document["exchanges"]["outcome"]["words"] == {
        "success": "served", "timeout": "error", "denied": "blocked", "weird": "",
    }  # fmt: skip
    assert made.checks == 2  # the zone, and the word that nobody knows
    mapping = tmp_path / "calls.toml"
    mapping.write_text(made.text)
    result = run(path, mapping=mapping)
    assert (result.load.tables["exchanges"].used, result.rejected) == (60, 0)
    assert facts("exchanges", "account_id, ip, outcome, input_tokens, kind_device")[0] == (
        "cust-0000", "203.0.113.0", "served", 0, "dev000",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["ndjson", "parquet"])
def test_objects_are_taken_apart(form: str, write: Write, run: Run, facts: Facts, tmp_path: Path) -> None:
    """Nested NDJSON and Parquet get their paths, and load by them."""
    rows = [
        {
            "ctx": {"user": {"id": f"u{n % 3}"}, "net": {"remoteIp": f"198.51.100.{n}"}},
            "ts": 1779090539 + n,
            "tags": ["a"],
        }
        for n in range(20)
    ]
    path = write("x.ndjson", "".join(json.dumps(row) + "\n" for row in rows))
    if form == "parquet":
        path = str(tmp_path / "x.parquet")
        parquet.write_table(pa.Table.from_pylist(rows), path)
    made = draft(path)
    document = tomllib.loads(made.text)["exchanges"]
    assert (document["account_id"], document["at"], document["ip"]) == ("ctx.user.id", "ts", "ctx.net.remoteIp")
    assert document["ignore"] == ["tags"]
    mapping = tmp_path / "x.toml"
    mapping.write_text(made.text)
    run(path, mapping=mapping)
    assert len(facts("exchanges", "account_id")) == 20


def test_files_of_several_tables_get_a_section_each(write: Write, run: Run, tmp_path: Path) -> None:
    """By their names, where one draft is of several files."""
    people = "id,Signup Date,Country,user_email\n" + "".join(
        f"c{n},2026-01-0{n},DE,a@example.org\n" for n in range(1, 9)
    )
    paid = "customer,card_fingerprint,charged_at,total,ccy\n" + "".join(
        f"c{n},fp{n % 2},2026-02-0{n}T00:00:00Z,{n}.50,EUR\n" for n in range(1, 9)
    )
    bans = "user,decision,time\n" + "".join(f"c{n},banned,2026-03-0{n}T00:00:00Z\n" for n in range(1, 9))
    paths = [write("people.csv", people), write("paid.csv", paid), write("bans[1].csv", bans)]
    made = draft(*paths)
    assert [file.read.table for file in made.files] == ["accounts", "payments", "actions"]
    document = tomllib.loads(made.text)
    assert document["payments"]["amount_minor"] == {"column": "total", "as": "major_units"}
    assert document["accounts"]["email_domain"] == {"column": "user_email", "as": "email"}
    mapping = tmp_path / "all.toml"
    mapping.write_text(made.text)
    result = run(paths, mapping=mapping)
    assert {name: rows.used for name, rows in result.load.tables.items()} == {
        "accounts": 8,
        "payments": 8,
        "actions": 8,
    }


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("exchanges", "account_id,at,ip,model,request_id"),
        ("payments", "account_id,payment_instrument,paid_at,outcome,amount_minor,currency"),
        ("accounts", "account_id,created_at,country,plan"),
        ("actions", "account_id,action,at,reason"),
        ("sightings", "account_id,kind,value,first_seen,count"),
        ("identifiers", "kind,value,network_type,prepaid"),
    ],
)
def test_our_own_tables_are_recognised_as_themselves(table: str, header: str, write: Write) -> None:
    """Nothing else fits better."""
    cells = {
        "account_id": "acct_{n}", "at": "2026-05-01T00:00:{n:02d}Z", "ip": "203.0.113.{n}", "model": "large",
        "request_id": "req_{n}", "payment_instrument": "pm_{n}", "paid_at": "2026-05-01T00:00:{n:02d}Z",
        "outcome": "ok", "amount_minor": "{n}00", "currency": "usd", "created_at": "2026-05-01T00:00:{n:02d}Z",
        "country": "DE", "plan": "pro", "action": "blocked", "reason": "abuse", "kind": "ip", "value": "198.51.100.{n}",
        "first_seen": "2026-05-01T00:00:{n:02d}Z", "count": "{n}", "network_type": "hosting", "prepaid": "true",
    }  # fmt: skip
    names = header.split(",")
    rows = "".join(",".join(cells[name].format(n=n) for name in names) + "\n" for n in range(10, 40))
    (file,) = draft(write("x.csv", f"{header}\n{rows}")).files
    assert file.read.table == table
    assert [one.target for one in file.read.found] == [one.column.name for one in file.read.found]
    assert {one.target for one in file.read.found} == set(names)
    assert (file.is_ours, file.preset) == (True, "")


def test_an_address_is_told_by_its_values_alone_and_said_to_be(write: Write) -> None:
    """What no name tells has to be checked."""
    text = "user,when_it_was,zzz\n" + "".join(f"u{n % 3},2026-05-01T00:00:{n:02d}Z,203.0.113.{n}\n" for n in range(30))
    made = draft(write("x.csv", text))
    lines = [line for line in made.text.splitlines() if "told by its values alone" in line]
    assert [line.split(" ", 1)[0] for line in lines] == ["at", "ip"]


def test_an_export_that_a_preset_reads_is_named(write: Write) -> None:
    """Also where nothing else is recognised of it."""
    row = {"request_id": "r1", "startTime": "2026-05-01 10:11:12", "user": "u1", "model": "m", "prompt_tokens": 1,
           "completion_tokens": 2, "status": "success", "spend": 0.1, "api_key": "88"}  # fmt: skip
    (file,) = draft(write("spend.ndjson", json.dumps(row) + "\n")).files
    assert file.preset == "litellm"
    attribute = {"key": "user.id", "value": {"stringValue": "u"}}
    span = {"spanId": "a", "startTimeUnixNano": "1785740000000000000", "name": "chat", "attributes": [
        attribute, {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
        {"key": "gen_ai.request.model", "value": {"stringValue": "m"}}]}  # fmt: skip
    with pytest.raises(FraudgraphError) as caught:
        draft(write("t.ndjson", json.dumps({"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}) + "\n"))
    assert "--preset otel" in caught.value.hint


# -------------------------------------------------------------------------------------------------- what is not shown


def test_card_numbers_are_never_shown_or_mapped(write: Write) -> None:
    """Neither whole nor in part, neither as a column of them nor a single one among tokens."""
    card = "4111 1111 1111 1111"
    text = calls(
        payment_method=lambda n: card if n % 2 else "5500-0000-0000-0004",
        card_id=lambda n: card if n == 3 else f"tok_{n:06d}",
    )
    made = draft(write("calls.csv", text))
    document = tomllib.loads(made.text)["exchanges"]
    assert "payment_method" in document["ignore"]
    assert '"payment_method",' in made.text
    assert "looks like card numbers: never loaded, never shown" in made.text
    assert "4111" not in made.text
    assert "9999 9999" not in made.text


@given(seed=st.integers(0, 2**32 - 1))
def test_no_value_is_in_a_draft(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the values are: what stands in the draft are names, forms, counts and words of outcomes."""
    draw = random.Random(seed)
    letters = "bcdfghjklmnpqrstvwxz"

    def word() -> str:
        return "".join(draw.choices(letters, k=8)) + str(draw.randrange(10**6, 10**7))

    values = [[word() for _ in range(6)] for _ in range(20)]
    header = "account_id,at,prompt,email,note,zz"
    rows = [
        f"{row[0]},2026-05-01T00:00:{n:02d}Z,{row[1]} {row[2]} asks,{row[4]}@x.{row[4]},{row[3]} {row[0]},{row[5]}"
        for n, row in enumerate(values)
    ]
    path = tmp_path_factory.mktemp("draft") / "x.csv"
    path.write_text("\n".join([header, *rows, ""]))
    made = draft(str(path)).text
    assert [value for row in values for value in row if value in made] == []


def test_shapes_keep_the_form_only() -> None:
    """Letters, digits and what may not stand in a comment are masked."""
    assert shape_of("pm_8Qd2Lk") == "aa_9Aa9Aa"
    assert shape_of("日本\u202e\x1b\"'#\\") == "aa??????"
    assert shape_of("x" * 100) == "a" * 20 + "..."


@given(st.text())
def test_any_name_is_a_string_of_toml(name: str) -> None:
    """Names of columns are hostile text."""
    text = quoted(name)
    assert tomllib.loads(f"x = {text}")["x"] == name
    assert text.isprintable()


def test_hostile_names_load_by_their_draft(write: Write, run: Run, tmp_path: Path) -> None:
    """Quotes, line breaks, right-to-left marks and brackets in names of columns and files."""
    names = ["account_id", "at", 'no"te\\', "\u202eeman", "[kinds]\n[hubs]", "a#b"]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([f"a{n}", f"2026-05-01T00:00:{n:02d}Z", f"x{n} y", "q", "w", "r"] for n in range(20))
    path = write("we'ird [1].csv", out.getvalue())
    made = draft(path)
    assert tomllib.loads(made.text)["exchanges"]["ignore"] == names[2:]
    mapping = tmp_path / "m.toml"
    mapping.write_text(made.text)
    assert run(path, mapping=mapping).load.tables["exchanges"].used == 20


# -------------------------------------------------------------------------------------------------- what does not work


def test_a_file_without_header_is_refused_without_its_first_row(write: Write) -> None:
    """Its first row must not be shown as names of columns."""
    with pytest.raises(FraudgraphError, match="seems to be a row") as caught:
        draft(write("x.csv", "acct_1,2026-05-01T00:00:00Z,203.0.113.7\nacct_2,2026-05-01T00:00:01Z,203.0.113.8\n"))
    assert "acct_1" not in str(caught.value)


def test_a_file_of_which_nothing_is_recognised_says_what_it_holds(write: Write) -> None:
    """Its columns with what they look like, and what is lacking."""
    with pytest.raises(FraudgraphError) as caught:
        draft(write("x.csv", "colour,weight\nred,1\nblue,2\n"))
    assert "looks like account_id" in caught.value.message
    assert '"colour": few words' in caught.value.message


def test_a_file_among_others_of_which_nothing_is_recognised_is_left_out_and_said(write: Write) -> None:
    """A folder holds more than exports."""
    made = draft(write("calls.csv", calls()), write("colours\u202e.csv", "colour,weight\nred,1\nblue,2\n"))
    assert [file.read.table for file in made.files] == ["exchanges"]
    assert ["left out" in note and "looks like account_id" in note for note in made.notes] == [True]
    assert made.text.isascii()
    assert tomllib.loads(made.text)["exchanges"]["account_id"] == "CustomerID"


@pytest.mark.parametrize("content", [b"", b"account_id,at\n", b"\n\n"])
def test_a_file_without_rows_is_an_error(content: bytes, write: Write) -> None:
    """There is nothing to look at."""
    with pytest.raises(FraudgraphError, match="no row to look at"):
        draft(write("x.csv", content))


def test_a_table_that_is_none(write: Write) -> None:
    """Is told as `load` tells it."""
    with pytest.raises(UsageError, match="is not a table"):
        draft(write("x.csv", calls()), table="calls")


@pytest.mark.parametrize(
    ("cells", "look"),
    [
        (["4111111111111111", "5500000000000004"], Look.CARDS),
        (["", None, "  "], Look.EMPTY),
        (["2026-05-01", "2026-05-02 10:00"], Look.LOCAL_TIMES),
        (["2026-05-01T00:00:00Z"] * 3, Look.TIMES),
        (["1779090539", "1779090540"], Look.SINCE_1970),
        (["2001:db8::1", "10.0.0.1, 203.0.113.7"], Look.ADDRESSES),
        (["a@b.example", "c@d.example"], Look.EMAILS),
        (['[{"role": "user", "content": "hello"}]'], Look.MESSAGES),
        (["{}", "[]"], Look.NESTED),
        (["1.50", "2,25"], Look.AMOUNTS),
        (["true", "F", "no"], Look.FLAGS),
        ([f"please sort this list {n} " * 5 for n in range(30)], Look.TEXT),
    ],
)
def test_looks(cells: list[str | None], look: Look) -> None:
    """What nearly all values of a column could be."""
    assert column_of("x", cells).look is look
