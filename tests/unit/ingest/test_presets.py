"""Presets: exports as their makers document them, read without a mapping file of one's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.ingest import LoadResult
from fraudgraph.ingest.presets import preset_names, read_preset

Write = Callable[[str, str | bytes], str]
Loader = Callable[..., LoadResult]
Facts = Callable[..., list[tuple[Any, ...]]]

STRIPE_HEADER = (
    "id,Description,Seller Message,Created (UTC),Amount,Amount Refunded,Currency,Converted Amount,"
    "Converted Amount Refunded,Fee,Tax,Converted Currency,Mode,Status,Statement Descriptor,Customer ID,"
    "Customer Description,Customer Email,Captured,Card ID,Card Last4,Card Brand,Card Funding,Card Exp Month,"
    "Card Exp Year,Card Name,Card Address Line1,Card Address Line2,Card Address City,Card Address State,"
    "Card Address Country,Card Address Zip,Card Issue Country,Card Fingerprint,Card CVC Status,Card AVS Zip Status,"
    "Card AVS Line1 Status,Card Tokenization Method,Disputed Amount,Dispute Status,Dispute Reason,"
    "Dispute Date (UTC),Dispute Evidence Due (UTC),Invoice ID,Payment Source Type,Destination,Transfer,"
    "Interchange Costs,Merchant Service Charge,Transfer Group,PaymentIntent ID,user_id (metadata)"
)


def stripe_row(**cells: str) -> str:
    """A row of payments.csv with these cells (spaces as `_`) and the rest empty."""
    given = {name.replace("_", " "): value for name, value in cells.items()}
    names = {name: name.replace(" (UTC)", "").replace(" (metadata)", "") for name in STRIPE_HEADER.split(",")}
    row = [given.get(name, given.get(plain, given.get(plain.replace("_", " "), ""))) for name, plain in names.items()]
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in row)


def span(attributes: dict[str, Any], span_id: str) -> dict[str, Any]:
    """A span as OTLP writes it in JSON."""
    pairs = [{"key": key, "value": {"stringValue": value}} for key, value in attributes.items()]
    return {"traceId": "5b8e", "spanId": span_id, "startTimeUnixNano": "1785740000123456789", "attributes": pairs}


def otlp(*spans: dict[str, Any]) -> str:
    """One line of the Collector's file exporter."""
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "gateway"}}]}
    return json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [{"scope": {}, "spans": list(spans)}]}]})


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_a_mapping_file_that_reads(name: str) -> None:
    """What ships is accepted by the reader of mapping files."""
    assert read_preset(name).sections


def test_stripe_payments_of_the_dashboard(write: Write, run: Loader, facts: Facts) -> None:
    """Cards by fingerprint, amounts in minor units of their currency, status and dispute in our words."""
    rows = [
        stripe_row(Created="2026-05-01 10:11", Amount="20.00", Currency="usd", Status="Paid", Customer_ID="cus_1",
                   Card_ID="card_1", Card_Fingerprint="fpA"),
        stripe_row(Created="2026-05-01 10:12:13", Amount="1,99", Currency="eur", Status="Failed", Customer_ID="cus_2",
                   Card_ID="card_2", Card_Fingerprint="fpA"),
        stripe_row(Created="2026-05-01 10:13", Amount="500", Currency="jpy", Status="Paid", Customer_ID="cus_3",
                   Card_ID="card_3", Card_Fingerprint="fpB", Dispute_Status="needs_response"),
        stripe_row(Created="2026-05-01 10:14", Amount="1.234", Currency="kwd", Status="Partially refunded",
                   Customer_ID="cus_4", Card_ID="card_4"),
    ]  # fmt: skip
    result = run(write("payments.csv", "\n".join([STRIPE_HEADER, *rows, ""])), preset="stripe")
    assert facts("payments", "account_id, payment_instrument, paid_at, outcome, amount_minor, currency") == [
        ("cus_1", "fpA", "2026-05-01T10:11:00+00:00", "ok", 2000, "usd"),
        ("cus_2", "fpA", "2026-05-01T10:12:13+00:00", "declined", 199, "eur"),
        ("cus_3", "fpB", "2026-05-01T10:13:00+00:00", "disputed", 500, "jpy"),
        ("cus_4", "card_4", "2026-05-01T10:14:00+00:00", "refunded", 1234, "kwd"),
    ]
    assert {column.disposition for column in result.load.columns} == {"mapped", "ignored"}


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1,234.50", "usd"), ("12.345", "usd"), ("1.5", "jpy"), ("20.00 USD", "usd"), ("$5", "usd")],
)
def test_an_amount_that_is_not_exact_rejects_its_row(amount: str, currency: str, write: Write, run: Loader) -> None:
    """Rather than being rounded or guessed."""
    row = stripe_row(Created="2026-05-01 10:11", Amount=amount, Currency=currency, Status="Paid", Customer_ID="cus_1",
                     Card_Fingerprint="fpA")  # fmt: skip
    with pytest.raises(FraudgraphError, match='1 "Amount" is not a whole number'):
        run(write("payments.csv", f"{STRIPE_HEADER}\n{row}\n"), preset="stripe")


def test_a_status_that_the_preset_does_not_know_rejects_its_row(write: Write, run: Loader) -> None:
    """A new word of Stripe's is told, not read as something."""
    row = stripe_row(Created="2026-05-01 10:11", Amount="5.00", Currency="usd", Status="Reversed", Customer_ID="cus_1",
                     Card_Fingerprint="fpA")  # fmt: skip
    with pytest.raises(FraudgraphError, match='"Dispute Status or Status" is not one of ok, declined'):
        run(write("payments.csv", f"{STRIPE_HEADER}\n{row}\n"), preset="stripe")


def test_cards_of_stripe_payments_are_identifiers_with_attributes(write: Write, run: Loader, facts: Facts) -> None:
    """The same file read as the other table; payments without a card are of something else, and counted so."""
    rows = [
        stripe_row(Created="2026-05-01 10:11", Customer_ID="c1", Card_Funding="prepaid", Card_Issue_Country="US",
                   Card_Fingerprint="fpA"),
        stripe_row(Created="2026-05-02 10:11", Customer_ID="c2", Card_Funding="prepaid", Card_Issue_Country="US",
                   Card_Fingerprint="fpA"),
        stripe_row(Created="2026-05-01 10:14", Customer_ID="c3", PaymentIntent_ID="pi_1"),
    ]  # fmt: skip
    result = run(write("payments.csv", "\n".join([STRIPE_HEADER, *rows, ""])), preset="stripe", table="identifiers")
    assert facts("identifiers", "kind, value, prepaid, country, source") == [
        ("payment_instrument", "fpA", True, "US", "stripe")
    ]
    rows_of = result.load.tables["identifiers"]
    assert (rows_of.read, rows_of.used, rows_of.duplicate) == (2, 1, 1)
    assert any("1 row is of something else" in note for note in result.load.notes)


def test_stripe_account_in_metadata(write: Write, run: Loader, facts: Facts) -> None:
    """`--account` reads the platform's own id from where it stands, and another load says so by another mapping."""
    row = stripe_row(Created="2026-05-01 10:11", Amount="5.00", Currency="usd", Status="Paid", Customer_ID="cus_1",
                     Card_Fingerprint="fpA", user_id="acct_7")  # fmt: skip
    result = run(write("payments.csv", f"{STRIPE_HEADER}\n{row}\n"), preset="stripe", account="user_id (metadata)")
    assert facts("payments", "account_id") == [("acct_7",)]
    assert result.load.mapping_sha256 != read_preset("stripe").sha256


def test_stripe_charges_of_the_api(write: Write, run: Loader, facts: Facts) -> None:
    """A page of a list and a single charge, side by side; seconds since 1970, minor units, nested fingerprints."""
    charge: dict[str, Any] = {
        "id": "ch_1", "object": "charge", "amount": 1099, "created": 1779090539, "currency": "usd",
        "customer": "cus_1", "disputed": False, "refunded": False, "status": "succeeded", "payment_method": "pm_1",
        "payment_method_details": {"card": {"fingerprint": "fpA", "funding": "credit"}, "type": "card"},
    }  # fmt: skip
    debit = charge | {
        "id": "ch_2", "customer": "cus_2", "disputed": True, "payment_method": "pm_2",
        "payment_method_details": {"sepa_debit": {"fingerprint": "sepaX"}, "type": "sepa_debit"},
    }  # fmt: skip
    alone = charge | {"id": "ch_3", "customer": "cus_3", "refunded": True, "payment_method_details": None}
    page = {"object": "list", "data": [charge, debit], "has_more": False}
    run(write("charges.ndjson", f"{json.dumps(page)}\n{json.dumps(alone)}\n"), preset="stripe")
    assert facts("payments", "account_id, payment_instrument, paid_at, outcome, amount_minor") == [
        ("cus_1", "fpA", "2026-05-18T07:48:59+00:00", "ok", 1099),
        ("cus_2", "sepaX", "2026-05-18T07:48:59+00:00", "disputed", 1099),
        ("cus_3", "pm_1", "2026-05-18T07:48:59+00:00", "refunded", 1099),
    ]


LITELLM = {
    "request_id": "r1", "call_type": "acompletion", "api_key": "88dc", "spend": 0.01, "total_tokens": 30,
    "prompt_tokens": 20, "completion_tokens": 10, "startTime": "2026-05-01 10:11:12.345",
    "endTime": "2026-05-01 10:11:13", "model": "gpt-5-2026", "model_group": "gpt-5", "user": "u1", "metadata": {},
    "end_user": "tenant-9", "requester_ip_address": "203.0.113.7", "messages": {}, "response": {}, "session_id": "s1",
    "status": "success", "proxy_server_request": {},
}  # fmt: skip


def test_litellm_spend_logs(write: Write, run: Loader, facts: Facts) -> None:
    """Prompts from messages or from the kept request, none where the proxy keeps none; times are UTC."""
    asked = [{"role": "user", "content": "Write a sorting function in Python, number 12"}]
    other = [{"role": "user", "content": "Write a sorting function in Python, number 99"}]
    rows = [
        LITELLM | {"messages": asked},
        LITELLM | {"request_id": "r2", "user": "u2", "status": "failure", "model_group": "",
                   "proxy_server_request": {"messages": other}},
        LITELLM | {"request_id": "r3", "user": "u3"},
    ]  # fmt: skip
    run(write("spend.ndjson", "".join(json.dumps(row) + "\n" for row in rows)), preset="litellm")
    found = facts("exchanges", 'account_id, "at", ip, model, input_tokens, output_tokens, outcome, prompt_fingerprint')
    prompts = [row[-1] for row in found]
    assert [row[:-1] for row in found] == [
        ("u1", "2026-05-01T10:11:12.345000+00:00", "203.0.113.7", "gpt-5", 20, 10, "served"),
        ("u2", "2026-05-01T10:11:12.345000+00:00", "203.0.113.7", "gpt-5-2026", 20, 10, "error"),
        ("u3", "2026-05-01T10:11:12.345000+00:00", "203.0.113.7", "gpt-5", 20, 10, "served"),
    ]
    assert prompts[0] == prompts[1] is not None
    assert prompts[2] is None


def test_litellm_customers_of_one_key(write: Write, run: Loader, facts: Facts) -> None:
    """`--account end_user` reads the customers of a proxy."""
    run(write("spend.ndjson", json.dumps(LITELLM) + "\n"), preset="litellm", account="end_user")
    assert facts("exchanges", "account_id") == [("tenant-9",)]


OCSF = [
    {"class_uid": 6003, "time": 1779090539123, "actor": {"user": {"uid": "u1", "name": "Jo"}, "session": {"uid": "s1"}},
     "src_endpoint": {"ip": "203.0.113.7"}, "metadata": {"uid": "e1"}, "status_id": 1, "device": {"uid": "d1"}},
    {"class_uid": 3002, "time": 1779090539124, "user": {"uid": "u1"}, "src_endpoint": {"ip": "203.0.113.7"},
     "metadata": {"uid": "e2"}, "status_id": 1},
    {"class_uid": 3002, "time": 1779090539125, "user": {"uid": "u2"}, "src_endpoint": {"ip": "203.0.113.7"},
     "metadata": {"uid": "e3"}, "status_id": 2},
    {"class_uid": 6003, "time": 1779090539126, "actor": {"user": {"name": "u3"}}, "src_endpoint": {"ip": "2001:db8::1"},
     "metadata": {"uid": "e4"}, "status_id": 1, "action_id": 2},
]  # fmt: skip


@pytest.mark.parametrize("form", ["ndjson", "parquet"])
def test_ocsf_events(form: str, tmp_path: Path, write: Write, run: Loader, facts: Facts) -> None:
    """Each table takes its class and counts the others; sign-ins that failed place nobody anywhere."""
    path = write("events.ndjson", "".join(json.dumps(event) + "\n" for event in OCSF))
    if form == "parquet":
        path = str(tmp_path / "events.parquet")
        parquet.write_table(pa.Table.from_pylist(OCSF, schema=_SCHEMA), path)
    result = run(path, preset="ocsf")
    assert (result.load.tables["exchanges"].read, result.rejected) == (2, 0)
    assert any("2 rows are of something else" in note for note in result.load.notes)
    run(path, preset="ocsf", table="sightings")
    assert facts("exchanges", 'account_id, "at", ip, outcome, session_id, request_id, kind_device') == [
        ("u1", "2026-05-18T07:48:59.123000+00:00", "203.0.113.7", "served", "s1", "e1", "d1"),
        ("u3", "2026-05-18T07:48:59.126000+00:00", "2001:db8::1", "blocked", None, "e4", None),
    ]
    assert facts("sightings", "account_id, kind, value") == [("u1", "ip", "203.0.113.7")]


_ENDPOINT = pa.struct([("ip", pa.string())])
_UID = pa.struct([("uid", pa.string())])
_USER = pa.struct([("uid", pa.string()), ("name", pa.string())])
_SCHEMA = pa.schema(
    {
        "class_uid": pa.int32(), "time": pa.int64(), "actor": pa.struct([("user", _USER), ("session", _UID)]),
        "user": _USER, "src_endpoint": _ENDPOINT, "metadata": _UID, "status_id": pa.int32(), "action_id": pa.int32(),
        "device": _UID,
    }
)  # fmt: skip


def test_otel_spans(write: Write, run: Loader, facts: Facts) -> None:
    """Many spans a line, attributes as keys and values; spans of other operations are left out and counted."""
    asked = json.dumps([{"role": "user", "parts": [{"type": "text", "content": "Explain item 5 of this list to me"}]}])
    chat = {"gen_ai.operation.name": "chat", "user.id": "u1", "client.address": "203.0.113.9",
            "gen_ai.request.model": "gpt-5", "gen_ai.usage.input_tokens": "42",
            "gen_ai.input.messages": asked}  # fmt: skip
    lines = [
        otlp(span(chat, "aa"), span({"http.method": "GET"}, "ab")),
        json.dumps({"span_id": "ac", "start_time": "2026-05-01T10:11:12Z", "status": {"status_code": "ERROR"},
                    "attributes": {"gen_ai.operation.name": "chat", "enduser.id": "u2"}}),
    ]  # fmt: skip
    result = run(write("traces.jsonl", "\n".join(lines)), preset="otel", format="ndjson")
    found = facts("exchanges", 'account_id, "at", ip, model, input_tokens, outcome, request_id, prompt_fingerprint')
    assert [row[:-1] for row in found] == [
        ("u1", "2026-08-03T06:53:20.123456+00:00", "203.0.113.9", "gpt-5", 42, "served", "aa"),
        ("u2", "2026-05-01T10:11:12+00:00", None, None, None, "error", "ac"),
    ]
    assert found[0][-1] is not None
    assert any("1 row is of something else" in note for note in result.load.notes)


# ------------------------------------------------------------------------------------------------- mistakes, attacks


def test_a_preset_that_is_none_is_named_with_a_near_one(write: Write, run: Loader) -> None:
    """And never read from the disk: a path is no preset."""
    path = write("payments.csv", STRIPE_HEADER)
    with pytest.raises(UsageError) as caught:
        run(path, preset="strpe")
    assert caught.value.hint == "did you mean stripe?"
    with pytest.raises(UsageError, match="is not a preset"):
        run(path, preset="../../../etc/passwd")


def test_words_that_do_not_go_together(write: Write, run: Loader, tmp_path: Path) -> None:
    """One mapping at a time; an account column belongs to a preset."""
    path = write("payments.csv", STRIPE_HEADER)
    with pytest.raises(UsageError, match="not both"):
        run(path, preset="stripe", mapping=tmp_path / "m.toml")
    with pytest.raises(UsageError, match="--account goes with --preset"):
        run(path, account="x")


def test_a_file_without_what_the_preset_needs_says_what_is_missing(write: Write, run: Loader) -> None:
    """The columns that it looked for, and those that are there."""
    with pytest.raises(FraudgraphError) as caught:
        run(write("payments.csv", "Amount,Currency\n1,usd\n"), preset="stripe")
    assert '"Customer ID"' in caught.value.message
    assert '"Amount", "Currency"' in caught.value.message


def test_a_preset_file_in_another_encoding(write: Write, run: Loader, facts: Facts) -> None:
    """UTF-16 with its mark, as Excel saves it, is the same rows; Latin-1 is refused with its line."""
    row = stripe_row(Created="2026-05-01 10:11", Amount="5.00", Currency="usd", Status="Paid", Customer_ID="cüs_1",
                     Card_Fingerprint="fpA")  # fmt: skip
    text = f"{STRIPE_HEADER}\n{row}\n"
    run(write("utf16.csv", text.encode("utf-16")), preset="stripe")
    assert facts("payments", "account_id") == [("cüs_1",)]
    with pytest.raises(FraudgraphError, match="is not UTF-8 text, first"):
        run(write("latin.csv", text.encode("latin-1")), preset="stripe")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"resourceSpans": [3]}', "holds what is no object in the list"),
        ('{"resourceSpans": [{"scopeSpans": [{"spans": [null]}]}]}', "holds what is no object in the list"),
        ('{"attributes": {"user.id": "a"}, "attributes.user.id": "b"}', "names a key twice"),
        ('{"attributes": {"gen_ai.operation.name": "chat", "user.id": {"a": 1}}}', "object or list where one value"),
        ("[1]", "is not a JSON object"),
    ],
)
def test_nested_data_of_odd_shape_rejects_its_row(line: str, reason: str, write: Write, run: Loader) -> None:
    """Nothing is guessed of it, and the rest is read."""
    good = otlp(span({"gen_ai.operation.name": "chat", "user.id": "u1"}, "aa"))
    result = run(write("t.ndjson", f"{good}\n{line}\n"), preset="otel", max_rejects=1.0)
    assert result.load.tables["exchanges"].used == 1
    assert [one.reason for one in result.rejected_reasons if reason in one.reason]
    assert result.rejected_reasons[0].first.endswith("t.ndjson:2")


def test_keys_without_end_do_not_fill_the_memory(write: Write, run: Loader) -> None:
    """Objects that nobody asked for are one column each; those asked for have a limit."""
    many = {f"k{number}": number for number in range(20_000)}
    row = LITELLM | {"metadata": many}
    run(write("spend.ndjson", json.dumps(row) + "\n"), preset="litellm")
    attributes = many | {"gen_ai.operation.name": "chat", "user.id": "u"}
    with pytest.raises(FraudgraphError, match="10,000"):
        run(write("t.ndjson", json.dumps({"attributes": attributes}) + "\n"), preset="otel")


def test_a_card_number_where_a_preset_looks_for_a_token_stops_the_load(write: Write, run: Loader) -> None:
    """Also in a column that several source columns make; the value is not said."""
    row = stripe_row(Created="2026-05-01 10:11", Amount="5.00", Currency="usd", Status="Paid", Customer_ID="cus_1",
                     Card_ID="4111 1111 1111 1111")  # fmt: skip
    with pytest.raises(FraudgraphError, match="holds what looks like a card number") as caught:
        run(write("payments.csv", f"{STRIPE_HEADER}\n{row}\n"), preset="stripe")
    assert "4111" not in str(caught.value)
