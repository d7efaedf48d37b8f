"""`forget` in the case: what is gone from facts, ledger, rejected rows and cache, and what stays as it was."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from fraudgraph.case import Case, judgements, notes, said
from fraudgraph.case.forgetting import finish_all, forget, plan
from fraudgraph.case.forgotten import Target, begin, last_unreproducible, tombstones
from fraudgraph.case.judgements import Draft
from fraudgraph.errors import CaseLocked, FraudgraphError, UsageError
from fraudgraph.graph.embedded import EmbeddedGraph, cache
from fraudgraph.investigate.desk import desk
from fraudgraph.model.judgement import About, Said, Subject
from fraudgraph.model.rings import Tier
from fraudgraph.model.tables import TABLES
from tests.contract.facts import Facts, fill
from tests.contract.worlds import at, exchange
from tests.unit.investigate.conftest import a_member, a_ring, write_sweep

ANNA, BERT = "acct_anna_0001", "acct_bert_0002"
CARD, ADDRESS = "pm_card_000001", "203.0.113.77"


def row(account: str, day: float, **cells: Any) -> dict[str, Any]:
    """An exchange that a later load can correct."""
    return dict(exchange(account, day, request_id=f"{account}-{day}", **cells))


FIRST = Facts(
    accounts=({"account_id": ANNA, "country": "BR"}, {"account_id": BERT, "country": "ID"}),
    exchanges=[
        row(ANNA, 0, ip=ADDRESS, payment_instrument=CARD),
        row(BERT, 1, ip=ADDRESS, payment_instrument=CARD, kind_referrer=ANNA),
        row(ANNA, 2, ip="192.0.2.1"),
        row(BERT, 3, ip="192.0.2.2", prompt_fingerprint="tpl_1"),
        row("acct_carl_0003", 4, ip=ADDRESS),
    ],
    payments=[{"account_id": BERT, "payment_instrument": CARD, "paid_at": at(1)}],
    sightings=[{"account_id": BERT, "kind": "ip", "value": ADDRESS, "first_seen": at(1)}],
    actions=[{"account_id": BERT, "action": "blocked", "at": at(5), "reason": f"like {ANNA}, {CARD}; not {ANNA}x"}],
    identifiers=[{"kind": "ip", "value": ADDRESS, "asn": "AS64500"}],
)
SECOND = Facts(
    exchanges=[row(BERT, 1, ip="198.51.100.1"), row(BERT, 3, ip="198.51.100.2"), row(ANNA, 2, ip="198.51.100.3")],
    replaced=(("exchanges", 0, 1), ("exchanges", 0, 3), ("exchanges", 0, 2)),
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """Two loads, the second corrects rows of the first; a sweep, words of people, and a cache."""
    with fill(tmp_path / "case", [FIRST, SECOND]) as case:
        members = [a_member(name, 1, Tier.CORE, 20) for name in (ANNA, BERT)]
        write_sweep(case, [a_ring(1, 1, 2)], members)
        with case.transaction() as ledger:
            ledger.execute("INSERT INTO ring_identifiers VALUES (1, 1, 'ip', ?, 3, 2, 9)", (ADDRESS,))
            ledger.execute("INSERT INTO ring_identifiers VALUES (1, 1, 'ip', ?, 3, 2, 9)", (f"{ADDRESS}@2026-05-01",))
        member, ring = About(Subject.MEMBER, ANNA), About(Subject.RING, "R-0001")
        hub = About(Subject.IDENTIFIER, f"ip:{ADDRESS}")
        judgements.record(
            case, [Draft(member, Said.BENIGN, f"{ANNA} called"), Draft(ring, Said.UNSURE, f"is {ANNA} in it?")]
        )
        judgements.record(case, [Draft(hub, Said.HUB, f"{ADDRESS} is an office")])
        notes.add(case, member, "spoke to her")
        notes.add(case, ring, f"{ANNA} and {ANNA}x, {ADDRESS}")
        (case.path / "rejects").mkdir(mode=0o700)
        lines = ["table,file,line,reason,account_id,value", f"exchanges,x.csv,7,at has no zone,{ANNA},{ADDRESS}", ""]
        (case.path / "rejects" / "rejects-L-0001.csv").write_text("\n".join(lines))
        ledger_row = "UPDATE loads SET reject_file = 'rejects/rejects-L-0001.csv' WHERE load_id = 1"
        with case.transaction() as ledger:
            ledger.execute(ledger_row)
        EmbeddedGraph(case).population(desk(case).view)
        yield case


def facts(case: Case, table: str) -> list[tuple[Any, ...]]:
    """Every live row, replaced ones left out, in a fixed order."""
    with case.duckdb() as con:
        rows = con.execute(f"SELECT * FROM {case.relation(table)}").fetchall()
    return sorted(rows, key=str)


def everything(folder: Path) -> str:
    """Every text in every file of the case: cells of Parquet decoded, pages and log of the ledger as they lie there."""
    texts = []
    for path in sorted(folder.rglob("*")):
        texts.append(path.name)
        if path.suffix == ".parquet":
            with duckdb.connect() as con:
                texts.append(str(con.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()))
                texts.append(str(con.execute("SELECT * FROM parquet_metadata(?)", [str(path)]).fetchall()))
        if path.is_file():
            texts.append(path.read_bytes().decode("latin-1"))
    return "\n".join(texts)


def test_an_account_is_in_no_byte_afterwards(case: Case) -> None:
    """Nor in pages that the ledger does not use any more; what only looks like it stays."""
    assert ANNA in everything(case.path).replace(f"{ANNA}x", "")
    forget(case, Target("account", ANNA), "erasure request 7")
    assert ANNA not in everything(case.path).replace(f"{ANNA}x", "")
    assert f"{ANNA}x" in everything(case.path)
    assert BERT in everything(case.path)


def test_an_identifier_is_in_no_byte_afterwards(case: Case) -> None:
    """Its eras neither; the accounts that had it stay."""
    forget(case, Target("ip", ADDRESS), "erasure request 8")
    assert ADDRESS not in everything(case.path)
    assert len(facts(case, "exchanges")) == 5


def test_all_rows_of_an_account_go_and_no_other(case: Case) -> None:
    """Corrected rows stay replaced, and only those: their numbers moved with the rows before them."""
    before = {table: facts(case, table) for table in TABLES}
    forget(case, Target("account", ANNA), "x")
    for table in TABLES:
        expected = [tuple(None if cell == ANNA else cell for cell in row) for row in before[table] if row[0] != ANNA]
        found = facts(case, table)
        if table == "actions":
            expected = [(*row[:3], f"like [forgotten], {CARD}; not {ANNA}x") for row in expected]
        assert found == sorted(expected, key=str)


def test_rows_that_lose_an_identifier_stay_where_something_is_left(case: Case) -> None:
    """An exchange took place whatever paid for it; a payment with nothing is none."""
    result = forget(case, Target("payment_instrument", CARD), "x").touched
    assert {table: rest for table, *rest in result.facts} == {
        "exchanges": [0, 2],
        "payments": [1, 0],
        "actions": [0, 1],
    }
    assert len(facts(case, "exchanges")) == 5
    assert facts(case, "payments") == []


def test_a_load_goes_whole_and_what_it_replaced_counts_again(case: Case) -> None:
    """As if it had never been; its record stays."""
    with case.duckdb() as con:
        first = con.execute(f"SELECT request_id, ip FROM {case.relation('exchanges')} ORDER BY 1").fetchall()
    assert (f"{BERT}-1", "198.51.100.1") in first
    forget(case, Target("load", "L-0002"), "wrong export")
    with case.duckdb() as con:
        again = con.execute(f"SELECT request_id, ip FROM {case.relation('exchanges')} ORDER BY 1").fetchall()
    assert again == sorted((one["request_id"], one["ip"]) for one in FIRST.exchanges)
    assert [load.load_id for load in case.loads()] == [1, 2]
    assert {segment.load_id for segment in case.segments()} == {1}


def test_the_load_that_was_corrected_can_go_too(case: Case) -> None:
    """The corrections stay as facts of their own."""
    forget(case, Target("load", "L-0001"), "wrong export")
    assert len(facts(case, "exchanges")) == 3
    assert not list((case.path / "rejects").iterdir())
    assert case.check_segments() == ()


def test_old_and_new_hashes_stand_in_the_custody_log(case: Case) -> None:
    """The chain is whole, every segment is what the ledger says, and the log names nobody."""
    before = {segment.sha256 for segment in case.segments()}
    forget(case, Target("account", ANNA), "erasure request 7")
    after = {segment.sha256 for segment in case.segments()}
    begun, done = list(case.custody.records())[-2:]
    assert (begun.action, done.action, done.subject) == ("forget", "forgotten", "F-0001")
    changed = json.loads(done.detail)["segments"]
    assert {old for _, old, _, _ in changed} == before - after
    assert {new for _, _, new, _ in changed if new} == after - before
    assert case.custody.verify().whole
    assert case.check_segments() == ()
    assert ANNA not in begun.detail + done.detail


def test_judgements_and_notes_on_it_keep_their_numbers_only(case: Case) -> None:
    """What people said of others stays, without the name."""
    forget(case, Target("account", ANNA), "x")
    assert said.standing(case.ledger, Subject.MEMBER) == {}
    assert said.standing(case.ledger, Subject.RING)["R-0001"].reason == "is [forgotten] in it?"
    (note,) = notes.of(case.ledger, About(Subject.RING, "R-0001"))
    assert note.text == f"[forgotten] and {ANNA}x, {ADDRESS}"
    with pytest.raises(UsageError, match="J-0001 is on something that was forgotten"):
        judgements.retract(case, 1, "x")
    (made,) = judgements.record(case, [Draft(About(Subject.RING, "R-0001"), Said.BENIGN, "x")])
    assert made.judgement_id == 4


def test_a_forgotten_hub_is_none(case: Case) -> None:
    """Nobody can say what it was."""
    forget(case, Target("ip", ADDRESS), "x")
    assert case.hubs() == ()


def test_a_trial_says_what_would_be_touched_and_touches_nothing(case: Case) -> None:
    """The same figures as when it is done."""
    before = {path: path.read_bytes() for path in case.path.rglob("*") if path.is_file() and "-shm" not in path.name}
    tried = plan(case, Target("account", ANNA))
    assert {path: path.read_bytes() for path in before} == before
    done = forget(case, Target("account", ANNA), "x").touched
    assert (tried.facts, tried.words, tried.rejects) == (done.facts, done.words, done.rejects)
    assert dict(done.words) == {"membership": 1, "judgement": 1, "note": 1, "text that named it": 2}
    assert (done.rejects, done.last_sweep) == (1, 1)


def test_a_short_name_is_forgotten_where_it_is_meant_only(tmp_path: Path) -> None:
    """Account 7 is not card 7, and not every 7 in a sentence."""
    rows = [exchange("7", 1, ip="192.0.2.1"), exchange("8", 1, payment_instrument="7")]
    actions = [{"account_id": "8", "action": "blocked", "at": at(2), "reason": "ticket 7"}]
    with fill(tmp_path / "case", [Facts(exchanges=rows, actions=actions)]) as case:
        forget(case, Target("account", "7"), "x")
        with case.duckdb() as con:
            sql = f"SELECT account_id, payment_instrument FROM {case.relation('exchanges')}"
            assert con.execute(sql).fetchall() == [("8", "7")]
            assert con.execute(f"SELECT reason FROM {case.relation('actions')}").fetchall() == [("ticket 7",)]


def test_names_that_want_to_be_code_are_forgotten_as_text(tmp_path: Path) -> None:
    """Quotes, patterns, line breaks and zeroes of any alphabet."""
    name = "a'); DROP--.*[\\d]\n\u202e%_ \U0001f600\""
    texts = [exchange(name, 1, ip="192.0.2.1"), exchange("other", 1, ip="192.0.2.1", kind_referrer=name)]
    actions = [{"account_id": "other", "action": "x", "at": at(2), "reason": f"see {name} {name}."}]
    with fill(tmp_path / "case", [Facts(exchanges=texts, actions=actions)]) as case:
        judgements.record(case, [Draft(About(Subject.MEMBER, "other"), Said.BENIGN, f"knows {name}!")])
        forget(case, Target("account", name), "x")
        found = everything(case.path)
        assert name not in found
        assert repr(name) not in found
        assert json.dumps(name)[1:-1] not in found
        with case.duckdb() as con:
            (reason,) = con.execute(f"SELECT reason FROM {case.relation('actions')}").fetchone() or ("",)
        assert reason == "see [forgotten] [forgotten]."


def test_a_reason_that_names_it_is_refused(case: Case) -> None:
    """The reason is kept for ever."""
    before = case.custody.head()
    with pytest.raises(UsageError, match="names what is to be forgotten"):
        forget(case, Target("account", ANNA), f"{ANNA} asked us to")
    assert case.custody.head() == before


def test_what_the_custody_log_names_is_told(case: Case) -> None:
    """A file that was named after the account: the log is never changed, and whoever forgets must know."""
    with case.transaction() as ledger:
        record = case.custody.append(ledger, "load", "L-0003", {"files": [[f"exports/{ANNA}.csv"]]})
    done = forget(case, Target("account", ANNA), "x").touched
    assert done.named_by == (record.seq,)
    assert case.custody.verify().whole


def test_sweeps_before_are_marked(case: Case) -> None:
    """Up to the last one; a later one can be made again."""
    assert last_unreproducible(case.ledger) == 0
    forget(case, Target("account", ANNA), "x")
    assert last_unreproducible(case.ledger) == 1


def test_what_was_begun_is_done_at_the_next_opening(case: Case) -> None:
    """The tombstone has the name until then, and no longer."""
    with case.transaction() as ledger:
        begin(ledger, "me", Target("account", ANNA), "x")
    path = case.path
    case.close()
    with Case.open(path) as again:
        assert [done.target for done in again.finished] == [Target("account", ANNA)]
        assert [(stone.target, stone.done_us is None) for stone in tombstones(again.ledger)] == [(None, False)]
    assert ANNA not in everything(path).replace(f"{ANNA}x", "")
    with Case.open(path) as again:
        assert again.finished == ()


def test_an_opening_waits_for_nobody(case: Case) -> None:
    """While another process writes, the case is read as it is."""
    with case.transaction() as ledger:
        begin(ledger, "me", Target("account", ANNA), "x")
    with Case.open(case.path) as other, other.writing("sweep"):
        pass
    with case.transaction() as ledger:
        begin(ledger, "me", Target("account", BERT), "x")
    with case.writing("sweep"), Case.open(case.path) as reader:
        assert reader.finished == ()
        assert len(tombstones(reader.ledger, unfinished=True)) == 1
    assert len(finish_all(case)) == 1


def test_a_reader_of_the_log_only_delays_the_end(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is gone but old pages; the error says so, and the next opening removes them."""
    monkeypatch.setattr("fraudgraph.case.ledger._BUSY_MS", 50)
    path = case.path
    case.close()
    reader = sqlite3.connect(path / "ledger.sqlite", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM members").fetchone()
    with Case.open(path) as again, pytest.raises(CaseLocked, match="F-0001: another command reads"):
        forget(again, Target("account", ANNA), "x")
    reader.close()
    with Case.open(path) as again:
        assert [done.target for done in again.finished] == [None]
    assert ANNA not in everything(path).replace(f"{ANNA}x", "")


def test_a_cache_that_is_made_meanwhile_does_not_survive(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that read the old segments must not publish what it made of them."""
    view = desk(case).view
    publish = cache._publish

    def forget_first(draft: Path, folder: Path) -> None:
        with Case.open(case.path) as other:
            forget(other, Target("account", ANNA), "x")
        draft.parent.mkdir(exist_ok=True)
        publish(draft, folder)

    for entry in case.cache.iterdir():
        shutil.rmtree(entry)
    monkeypatch.setattr(cache, "_publish", forget_first)
    with pytest.raises(FraudgraphError):
        EmbeddedGraph(case).population(view)
    assert ANNA not in everything(case.path).replace(f"{ANNA}x", "")
