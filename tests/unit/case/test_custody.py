"""The custody chain finds whatever was done to it, as far as the last head that somebody kept."""

import hashlib
import json
import sqlite3
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.case import Case, CustodyRecord, verify_chain
from fraudgraph.case.custody import GENESIS, canonical, hash_of
from fraudgraph.case.schema import ddl

RECORDS = 6


def chain(length: int = RECORDS) -> list[CustodyRecord]:
    """A whole chain."""
    records: list[CustodyRecord] = []
    for seq in range(1, length + 1):
        previous = records[-1].hash if records else GENESIS
        detail = canonical({"n": seq, "text": "é\ud800", "deep": [1, None, {"b": 2, "a": 0.5}]})
        draft = CustodyRecord(seq, 1_000_000 + seq, "ann", "note", f"R-000{seq}", detail, previous, "")
        records.append(replace(draft, hash=hash_of(draft)))
    return records


def rehash(records: list[CustodyRecord]) -> list[CustodyRecord]:
    """What a careful forger would do: number and chain the records anew."""
    forged: list[CustodyRecord] = []
    for seq, record in enumerate(records, 1):
        draft = replace(record, seq=seq, previous=forged[-1].hash if forged else GENESIS)
        forged.append(replace(draft, hash=hash_of(draft)))
    return forged


def test_whole_chain_is_whole() -> None:
    """And tells its length and head; an empty one too."""
    records = chain()
    state = verify_chain(records, (3, records[2].hash))
    assert (state.records, state.whole, state.first_bad, state.head) == (RECORDS, True, None, records[-1].hash)
    assert (verify_chain([]).whole, verify_chain([]).head) == (True, GENESIS)


def test_hash_is_sha256_of_the_canonical_json() -> None:
    """Recomputed here with nothing but json and hashlib, as a stranger would."""
    record = chain()[2]
    content = {field.name: getattr(record, field.name) for field in fields(record) if field.name != "hash"}
    content["detail"] = json.loads(record.detail)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == record.hash


@given(st.integers(0, RECORDS - 1), st.sampled_from([field.name for field in fields(CustodyRecord)]), st.data())
def test_any_changed_field_is_found(at: int, name: str, data: st.DataObject) -> None:
    """Whatever is changed in a record, the first bad one is that record, or the one after it."""
    records = chain()
    old = getattr(records[at], name)
    if isinstance(old, int):
        new: object = old + data.draw(st.integers(-5, 5).filter(bool))
    else:
        where = data.draw(st.integers(0, len(old) - 1))
        letter = data.draw(st.characters(codec="utf-8").filter(lambda sign: sign != old[where]))
        new = old[:where] + letter + old[where + 1 :]
    records[at] = replace(records[at], **{name: new})  # type: ignore[arg-type]  # any field, any value
    state = verify_chain(records)
    assert not state.whole
    assert state.first_bad in (at + 1, at + 2)


@pytest.mark.parametrize("spelling", ['{"n": 1}', '{"n":1,"n":1}', '{"a":1,"n":1} ', "[", "NaN", "", "[" * 100_000])
def test_detail_has_one_spelling(spelling: str) -> None:
    """Spaces, doubled keys and broken JSON are changes like any other."""
    records = chain()
    records[1] = replace(records[1], detail=spelling)
    assert verify_chain(records).first_bad == 2


@pytest.mark.parametrize(
    ("order", "first_bad"),
    [
        ((1, 2, 3, 4, 5), 1),
        ((0, 2, 3, 4, 5), 2),
        ((0, 1, 3, 2, 4, 5), 3),
        ((0, 1, 1, 2, 3, 4, 5), 3),
        ((5, 4, 3, 2, 1, 0), 1),
    ],
    ids=["cut at the front", "cut inside", "reordered", "doubled", "reversed"],
)
def test_cut_reordered_and_doubled_records_are_found(order: tuple[int, ...], first_bad: int) -> None:
    """The first record that does not follow is named."""
    records = chain()
    assert verify_chain([records[at] for at in order]).first_bad == first_bad


def test_fork_is_found() -> None:
    """Two records after the same one: the second does not follow."""
    records = chain(3)
    draft = replace(records[2], subject="another")
    fork = replace(draft, hash=hash_of(draft))
    assert verify_chain([*records, fork]).first_bad == 4
    assert verify_chain([records[0], records[1], fork]).whole


def test_cut_tail_and_rewritten_chain_need_a_known_head() -> None:
    """Nothing inside the chain shows them; the head that somebody kept does."""
    records = chain()
    head = (RECORDS, records[-1].hash)
    assert verify_chain(records[:4]).whole
    assert verify_chain(records[:4], head).first_bad == 5
    forged = rehash([replace(records[0], actor="bob"), *records[1:]])
    assert verify_chain(forged).whole
    assert not verify_chain(forged, head).whole
    assert not verify_chain([], head).whole
    longer = [*records, replace(chain(RECORDS + 1)[-1])]
    assert verify_chain(longer, head).whole


def append(case: Case, count: int = 3) -> None:
    """Some records in the log of a real case."""
    for number in range(count):
        with case.transaction() as ledger:
            case.custody.append(ledger, "note", f"R-{number}", {"text": "x" * number})


def test_log_of_a_case_comes_back_and_verifies(case: Case) -> None:
    """Records, head and state agree."""
    append(case)
    records = list(case.custody.records())
    assert [record.action for record in records] == ["create", "note", "note", "note"]
    assert case.custody.head() == (4, records[-1].hash)
    assert case.custody.verify(case.custody.head()).whole
    assert verify_chain(records).head == records[-1].hash


def test_record_goes_with_its_transaction(case: Case) -> None:
    """Rolled back together; refused outside of one; refused where the detail is no JSON."""

    def append_and_fail() -> None:
        with case.transaction() as ledger:
            case.custody.append(ledger, "note", "x", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        append_and_fail()
    with pytest.raises(RuntimeError, match="transaction"):
        case.custody.append(case.ledger, "note", "x", {})
    with pytest.raises(ValueError, match="JSON"), case.transaction() as ledger:
        case.custody.append(ledger, "note", "x", {"n": float("nan")})
    assert case.custody.verify().records == 1


@pytest.mark.parametrize("sql", ["UPDATE custody SET actor = 'x' WHERE seq = 1", "DELETE FROM custody WHERE seq = 1"])
def test_our_own_statements_cannot_edit_the_log(case: Case, sql: str) -> None:
    """The ledger refuses to change or cut it."""
    append(case)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"), case.transaction() as ledger:
        ledger.execute(sql)
    assert case.custody.verify().records == 4


@pytest.mark.parametrize(
    ("sql", "first_bad"),
    [
        ("UPDATE custody SET actor = 'x' WHERE seq = 2", 2),
        ("DELETE FROM custody WHERE seq = 1", 1),
        ("DELETE FROM custody WHERE seq = 3", 3),
        ("UPDATE custody SET at_us = at_us + 1 WHERE seq = 4", 4),
    ],
)
def test_log_edited_in_the_file_is_found(case: Case, sql: str, first_bad: int) -> None:
    """Somebody with a database editor took the triggers away and put them back."""
    append(case)
    triggers = "CREATE TRIGGER" + ddl().split("CREATE TRIGGER", 1)[1].split("CREATE TABLE", 1)[0]
    editor = sqlite3.connect(case.path / "ledger.sqlite", isolation_level=None)
    editor.executescript(f"DROP TRIGGER custody_is_not_edited; DROP TRIGGER custody_is_not_cut; {sql}; {triggers}")
    editor.close()
    with Case.open(case.path) as reopened:
        state = reopened.custody.verify()
    assert (state.whole, state.first_bad) == (False, first_bad)
