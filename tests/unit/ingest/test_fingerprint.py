"""The filter: what it passes loads as the prompts themselves would, and no prompt is in it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.ingest.fingerprint import Filtered, fingerprint

Write = Callable[[str, str | bytes], str]
FACTS = (
    'account_id, "at", ip, ip_net, payment_instrument, prompt_fingerprint, prompt_minhash, prompt_tokens,'
    " prompt_algorithm, prompt_key_id, model, input_tokens, output_tokens, outcome, session_id, request_id"
)
PROMPTS = [
    "Write a function number 12 that sorts 'these words' of https://example.com/a?b=1",
    "Write a function number 99 that sorts 'those words' of https://example.com/zzz",
    "Übersetze den Text 日本語 “bitte” genau",
    'a,b;c\n"quoted" and\ttabs, line\nbreaks in it',
    "",
    "   ",
]
HEADER = ("user", "time", "text", "addr", "tokens", "note", "req")


def rows(prompts: list[Any] = PROMPTS) -> list[tuple[Any, ...]]:
    """Calls with these prompts, under names that are not ours."""
    return [
        (f"acct_{n % 3}", f"2026-05-01T00:00:{n:02d}Z", prompt, f"203.0.113.{n}", n, "a secret note", f"r{n}")
        for n, prompt in enumerate(prompts)
    ]


MAPPING = (
    '[exchanges]\naccount_id = "user"\nat = "time"\nprompt = "text"\nip = "addr"\ninput_tokens = "tokens"\n'
    'request_id = "req"\nignore = ["note"]\n'
)


def as_csv(prompts: list[Any] = PROMPTS, delimiter: str = ",") -> str:
    """The calls as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([HEADER, *rows(prompts)])
    return out.getvalue()


def as_ndjson(prompts: list[Any] = PROMPTS) -> str:
    """The calls as NDJSON."""
    return "".join(json.dumps(dict(zip(HEADER, row, strict=True)), ensure_ascii=False) + "\n" for row in rows(prompts))


def as_parquet(path: Path) -> None:
    """The calls as Parquet."""
    parquet.write_table(pa.Table.from_pylist([dict(zip(HEADER, row, strict=True)) for row in rows()]), path)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """A file with a key."""
    path = tmp_path / "prompts.key"
    path.write_text("0123456789abcdef0123456789abcdef\n")
    return path


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    """A mapping file for the calls."""
    path = tmp_path / "calls.toml"
    path.write_text(MAPPING)
    return path


def facts_of(folder: Path, file: str, **options: Any) -> list[tuple[Any, ...]]:
    """The facts of a file in a case of its own, without where they came from."""
    with Case.create_or_open(folder) as case:
        load(case, [file], LoadOptions(**options))
        with case.duckdb() as con:
            return con.execute(f"SELECT {FACTS} FROM {case.relation('exchanges')} ORDER BY ALL").fetchall()


def passed(source: str, out: Path, **options: Any) -> Filtered:
    """Run the filter."""
    with out.open("wb") as file:
        return fingerprint(source, LoadOptions(**options), file)


@pytest.mark.parametrize("form", ["csv", "tsv", "ndjson", "parquet"])
def test_what_passes_loads_as_the_prompts_would(
    form: str, tmp_path: Path, write: Write, key: Path, mapping: Path
) -> None:
    """The same facts in every column, in every format; the key may then be anywhere else."""
    source = str(tmp_path / f"calls.{form}")
    if form == "parquet":
        as_parquet(Path(source))
    else:
        text = as_ndjson() if form == "ndjson" else as_csv(delimiter="\t" if form == "tsv" else ",")
        Path(source).write_text(text)
    clean = tmp_path / f"clean.{form}"
    result = passed(source, clean, key_file=key, mapping=mapping)
    assert (result.rows, result.prompts, result.held_back) == (6, 4, ("note",))
    whole = facts_of(tmp_path / "raw", source, key_file=key, mapping=mapping)
    assert facts_of(tmp_path / "clean", str(clean), mapping=mapping) == whole
    assert len({row[5] for row in whole}) == 4  # two prompts are of one template, two are none
    content = clean.read_bytes()
    assert [word for word in (b"function", b"setze", b"secret", b"quoted") if word in content] == []


def test_presets_pass_too(tmp_path: Path, write: Write, key: Path) -> None:
    """LiteLLM, where a column of the log has the name of one of ours, and OpenTelemetry, where rows lie in lists."""
    asked = [{"role": "user", "content": PROMPTS[0]}, {"role": "assistant", "content": "an answer"}]
    spend = {"request_id": "r1", "user": "u1", "startTime": "2026-05-01 10:00:00", "prompt_tokens": 7, "model": "m",
             "completion_tokens": 9, "messages": asked, "response": {"content": "an answer"}, "status": "success",
             "requester_ip_address": "203.0.113.7"}  # fmt: skip
    attributes = {"user.id": "u1", "gen_ai.operation.name": "chat", "gen_ai.input.messages": json.dumps(asked)}
    pairs = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
    spans = [{"spanId": "a", "startTimeUnixNano": "1785740000000000000", "attributes": pairs},
             {"spanId": "b", "startTimeUnixNano": "1785740000000000000", "attributes": []}]  # fmt: skip
    lines = {"litellm": spend, "otel": {"resourceSpans": [{"scopeSpans": [{"spans": spans}]}]}}
    for preset, line in lines.items():
        source = write(f"{preset}.ndjson", json.dumps(line) + "\n")
        clean = tmp_path / f"clean-{preset}.ndjson"
        result = passed(source, clean, key_file=key, preset=preset)
        assert (result.rows, result.prompts) == (1, 1)
        whole = facts_of(tmp_path / f"raw-{preset}", source, key_file=key, preset=preset)
        assert facts_of(tmp_path / f"case-{preset}", str(clean), preset=preset) == whole
        assert whole[0][5] is not None
        assert "answer" not in clean.read_text()
        assert "function" not in clean.read_text()


def test_standard_input(tmp_path: Path, key: Path, mapping: Path) -> None:
    """As a filter between two programs."""
    out = io.BytesIO()
    stdin = io.BytesIO(as_csv().encode())
    fingerprint("-", LoadOptions(key_file=key, mapping=mapping, stdin=stdin), out)
    header = out.getvalue().decode().splitlines()[0]
    assert (
        header
        == "user,time,addr,tokens,req,prompt_fingerprint,prompt_minhash,prompt_tokens,prompt_algorithm,prompt_key_id"
    )


def test_rows_that_cannot_be_read_do_not_pass(tmp_path: Path, write: Write, key: Path, mapping: Path) -> None:
    """A row with a cell too many might hold a prompt where none is expected; it is counted, not shown."""
    text = as_csv(PROMPTS[:2]) + 'acct_9,2026-05-01T00:00:09Z,secret prompt,1.2.3.4,5,6,r9,"one more"\n'
    clean = tmp_path / "clean.csv"
    result = passed(write("calls.csv", text), clean, key_file=key, mapping=mapping)
    assert result.rows == 2
    assert dict(result.rejected) == {"has not 7 columns as the header": 1}
    assert "secret prompt" not in clean.read_text()


def test_columns_that_a_load_does_not_read_are_held_back(tmp_path: Path, write: Write, key: Path) -> None:
    """Nobody knows what is in them; answers often are."""
    text = "account_id,at,prompt,completion\na,2026-05-01T00:00:00Z,write me four words,the answer\n"
    clean = tmp_path / "clean.csv"
    result = passed(write("x.csv", text), clean, key_file=key)
    assert result.held_back == ("completion",)
    assert "the answer" not in clean.read_text()


def test_card_numbers_do_not_pass(tmp_path: Path, write: Write, key: Path) -> None:
    """A single one stays behind with its row; a column of them stops the filter, as it stops a load."""
    tokens = [*(f"tok_{n}" for n in range(9)), "4111 1111 1111 1111", ""]
    text = "account_id,at,prompt,payment_instrument\n" + "".join(
        f"a,2026-05-01T00:00:00Z,write me four words,{token}\n" for token in tokens
    )
    clean = tmp_path / "clean.csv"
    result = passed(write("x.csv", text), clean, key_file=key)
    assert (result.rows, dict(result.rejected)) == (
        10, {'"payment_instrument" holds what looks like a card number': 1},
    )  # fmt: skip
    assert "4111" not in clean.read_text()
    with pytest.raises(FraudgraphError, match="holds what looks like a card number") as caught:
        passed(write("y.csv", text.replace("tok_", "5500 0000 0000 0004 ")), clean, key_file=key)
    assert "5500" not in str(caught.value)
    assert "5500" not in clean.read_text()


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("account_id,at,ip", "has no column of prompts"),
        ("account_id,at,prompt,prompt_fingerprint", "has fingerprints already"),
    ],
)
def test_a_file_without_prompts_is_refused(header: str, message: str, tmp_path: Path, write: Write, key: Path) -> None:
    """Rather than being passed on as if it had been cleaned."""
    cells = ",".join(["a", "2026-05-01T00:00:00Z", "x", "tpl_1"][: header.count(",") + 1])
    with pytest.raises(FraudgraphError, match=message):
        passed(write("x.csv", f"{header}\n{cells}\n"), tmp_path / "clean.csv", key_file=key)


def test_a_name_that_is_taken_is_told(tmp_path: Path, write: Write, key: Path) -> None:
    """Two columns of one name could not be told apart afterwards."""
    mapping = tmp_path / "m.toml"
    mapping.write_text('[exchanges]\ninput_tokens = "prompt_tokens"\n')
    path = write("x.csv", "account_id,at,prompt,prompt_tokens\na,2026-05-01T00:00:00Z,write me four words,3\n")
    with pytest.raises(FraudgraphError) as caught:
        passed(path, tmp_path / "clean.csv", key_file=key, mapping=mapping)
    assert 'prompt_tokens = "template_tokens"' in caught.value.hint


def test_keys_that_are_none(tmp_path: Path, write: Write) -> None:
    """A key is asked for, and has to be one."""
    path = write("x.csv", as_csv())
    with pytest.raises(UsageError, match="need a key"):
        passed(path, tmp_path / "clean.csv")
    short = tmp_path / "short.key"
    short.write_text("secret\n")
    with pytest.raises(FraudgraphError, match="a key has 16 to 4096 bytes"):
        passed(path, tmp_path / "clean.csv", key_file=short)
