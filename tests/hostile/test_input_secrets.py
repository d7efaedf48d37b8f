"""Card numbers and keys in the input: they leave no trace (EVIDENCE.md section 3: 14, 19, 20)."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest import LoadOptions, LoadResult, load

CARD = "4556737586899855"
DRESSED = [
    "4556737586899855",
    "4556 7375 8689 9855",
    "4556-7375-8689-9855",
    "٤٥٥٦٧٣٧٥٨٦٨٩٩٨٥٥",
    "４５５６７３７５８６８９９８５５",
    "4556737586899855|12|27",
]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A new, empty case."""
    with Case.create_or_open(tmp_path / "case") as opened:
        yield opened


def as_file(folder: Path, kind: str, columns: dict[str, list[str]]) -> str:
    """A file of these columns."""
    path = folder / f"x.{kind}"
    table = pa.table(columns)
    if kind == "parquet":
        out = io.BytesIO()
        parquet.write_table(table, out)
        path.write_bytes(out.getvalue())
    elif kind == "ndjson":
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in table.to_pylist()))
    else:
        rows = [list(columns), *(list(row.values()) for row in table.to_pylist())]
        path.write_text("\n".join(",".join(row) for row in rows) + "\n")
    return str(path)


def no_trace(case: Case, *said: str) -> None:
    """No dress of the card number is in any byte of the case, nor in what was said."""
    plain = {text.encode() for text in DRESSED} | {CARD[:12].encode(), CARD[-12:].encode()}
    texts = [text.encode() for text in said]
    texts += [path.read_bytes() for path in case.path.rglob("*") if path.is_file()]
    assert not [dress for dress in plain for text in texts if dress in text]


def explained(error: BaseException) -> str:
    """An error with its causes, as a log would show it."""
    import traceback

    return "".join(traceback.format_exception(error))


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet"])
def test_column_of_card_numbers_stops_the_load(kind: str, case: Case, tmp_path: Path) -> None:
    """File, line and column are named; the value is nowhere, not even in a traceback."""
    tokens = ["pm_1", "pm_2", DRESSED[1], "pm_3", DRESSED[0]]
    path = as_file(tmp_path, kind, {"account_id": list("abcde"), "payment_instrument": tokens})
    with pytest.raises(FraudgraphError) as caught:
        load(case, [path])
    place = 3 if kind != "csv" else 4
    assert caught.value.message == f'{path}:{place}: column "payment_instrument" holds what looks like a card number'
    assert "not shown, logged or kept" in caught.value.kept
    assert case.loads() == ()
    no_trace(case, explained(caught.value), caught.value.hint)


@pytest.mark.parametrize("kind", ["csv", "ndjson", "parquet"])
@pytest.mark.parametrize("dress", DRESSED)
def test_single_card_numbers_are_rejected_rows(kind: str, dress: str, case: Case, tmp_path: Path) -> None:
    """A card number among tokens is a mistake of a row: its line is told, its value is not."""
    tokens = [f"pm_{n}" for n in range(20)] + [dress]
    path = as_file(tmp_path, kind, {"account_id": ["a"] * 21, "payment_instrument": tokens})
    result: LoadResult = load(case, [path], LoadOptions(max_rejects=0.1))
    assert result.rejected_reasons == (
        (
            "payments",
            1,
            '"payment_instrument" holds what looks like a card number',
            f"{path}:{22 if kind == 'csv' else 21}",
        ),
    )
    no_trace(case, repr(result))


def test_card_numbers_in_sightings_are_seen(case: Case, tmp_path: Path) -> None:
    """Where the kind of a row is a payment instrument, its value is a token; in other kinds digits are digits."""
    rows = {
        "account_id": ["a"] * 8,
        "kind": ["device"] * 2 + ["payment_instrument"] * 6,
        "value": ["4111111111111111", "x"] + [f"pm_{n}" for n in range(5)] + [CARD],
    }
    result = load(case, [as_file(tmp_path, "csv", rows)], LoadOptions(max_rejects=0.2))
    assert result.load.tables["sightings"].rejected == 1
    no_trace(case, repr(result))


def test_numeric_tokens_can_be_allowed_and_that_is_recorded(case: Case, tmp_path: Path) -> None:
    """Some processors' tokens are numbers: the person who says so is in the custody log."""
    path = as_file(tmp_path, "csv", {"account_id": ["a"], "payment_instrument": [CARD]})
    load(case, [path], LoadOptions(numeric_tokens=True))
    records = [record for record in case.custody.records() if record.action == "load"]
    assert "--numeric-tokens" in json.dumps([record.detail for record in records])


def test_card_number_in_the_wrong_column_is_withheld_from_the_reject_file(case: Case, tmp_path: Path) -> None:
    """A row whose cells slipped shows a card number where a time should be."""
    path = tmp_path / "x.csv"
    path.write_text(f"account_id,at,ip\na,{CARD},\n{DRESSED[1]},soon,\nb,2026-05-01T10:00:00Z,{DRESSED[2]}\n")
    result = load(case, [str(path)], LoadOptions(max_rejects=1))
    assert result.load.tables["exchanges"].rejected == 3
    no_trace(case, repr(result))


def test_card_numbers_and_keys_in_prompts_join_nobody(case: Case, tmp_path: Path) -> None:
    """Two prompts that differ only in the secret have one template, and the secret is nowhere."""
    prompts = [f"Please charge the card {text} now for me" for text in DRESSED[:3]] + [
        "Use sk-ant-REDACTED for this call"
    ]
    path = as_file(
        tmp_path, "ndjson", {"account_id": list("abcd"), "at": ["2026-05-01T10:00:00Z"] * 4, "prompt": prompts}
    )
    result = load(case, [path])
    with case.duckdb() as con:
        found = con.execute(
            f"SELECT count(DISTINCT prompt_fingerprint) FROM {case.relation('exchanges')} WHERE account_id < 'd'"
        )
        assert found.fetchall() == [(1,)]
    no_trace(case, repr(result))
    for file in case.path.rglob("*"):
        assert not file.is_file() or b"sk-ant-REDACTED" not in file.read_bytes()


def test_failed_load_with_prompts_leaves_nothing(case: Case, tmp_path: Path) -> None:
    """Also when the load stops half way."""
    good = as_file(
        tmp_path, "ndjson", {"account_id": ["a"], "at": ["2026-05-01T10:00:00Z"], "prompt": ["wombat walrus"]}
    )
    bad = tmp_path / "y.csv"
    bad.write_text("nonsense\n1\n")
    with pytest.raises(FraudgraphError):
        load(case, [good, str(bad)])
    for file in case.path.rglob("*"):
        assert not file.is_file() or b"wombat" not in file.read_bytes()
