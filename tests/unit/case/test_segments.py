"""Segments: adopted once, seen when committed, never changed."""

import os
import sqlite3
from pathlib import Path

import pytest

from fraudgraph.case import Case, Load, Reconciliation, SegmentFault, fact_columns
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.tables import TABLES

from .conftest import Store, write_segment


def rows(case: Case, table: str, columns: str = "account_id") -> list[tuple[object, ...]]:
    """All live rows of a table, in order."""
    with case.duckdb() as con:
        return con.execute(f"SELECT {columns} FROM {case.relation(table)} ORDER BY ALL").fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_empty_table_has_every_column_in_its_type(case: Case, table: str) -> None:
    """Before any load a relation answers with no rows and the columns of the contract."""
    with case.duckdb() as con:
        described = con.execute(f"DESCRIBE SELECT * FROM {case.relation(table)}").fetchall()
        types = {row[0]: row[1].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for row in described}
        assert types == fact_columns(table)
        assert con.execute(f"SELECT count(*) FROM {case.relation(table)}").fetchone() == (0,)


def test_prompt_is_no_fact_and_a_network_is_one() -> None:
    """The text of a prompt has no column; the /64 has one."""
    assert "prompt" not in fact_columns("exchanges")
    assert fact_columns("exchanges")["ip_net"] == "VARCHAR"


def test_columns_that_a_file_lacked_are_typed_nulls(store: Store, case: Case) -> None:
    """Loads with different columns are one relation, extra kinds included."""
    store(
        {"exchanges": "SELECT 'a' AS account_id, TIMESTAMPTZ '2026-01-01 00:00:00+00' AS \"at\", 'd1' AS kind_device"}
    )
    store({"exchanges": "SELECT 'b' AS account_id, 7::BIGINT AS input_tokens, 'p' AS \"kind_a b\"\"c\""})
    found = rows(case, "exchanges", 'account_id, input_tokens, kind_device, "kind_a b""c", model')
    assert found == [("a", None, "d1", None, None), ("b", 7, None, "p", None)]
    with case.duckdb() as con:
        described = con.execute(f"DESCRIBE SELECT * FROM {case.relation('exchanges')}").fetchall()
    assert [row[0] for row in described] == [*fact_columns("exchanges"), 'kind_a b"c', "kind_device"]


def test_replaced_rows_are_left_out_and_stay_on_disk(store: Store, case: Case) -> None:
    """Only the rows named in the pseudo-table vanish from the relation; the segment is as it was."""
    first = store({"actions": "SELECT 'a' || i AS account_id FROM range(4) t(i) ORDER BY i"}).segments[0]
    other = store({"actions": "SELECT 'a1' AS account_id"}).segments[0]
    assert rows(case, "actions") == [("a0",), ("a1",), ("a1",), ("a2",), ("a3",)]
    gone = f"SELECT '{first.sha256}' AS segment, unnest([0::BIGINT, 1, 3]) AS row"
    store({"actions": "SELECT 'n' AS account_id, 'later' AS reason", "superseded": gone})
    assert rows(case, "actions", "account_id, reason") == [("a1", None), ("a2", None), ("n", "later")]
    assert case.check_segments() == ()
    assert {other, first} <= set(case.segments("actions"))


def test_a_second_correction_adds_to_the_first(store: Store, case: Case) -> None:
    """Rows replaced by different loads are all left out."""
    first = store({"actions": "SELECT 'a' || i AS account_id FROM range(3) t(i) ORDER BY i"}).segments[0]
    for row in (0, 2):
        store({"superseded": f"SELECT '{first.sha256}' AS segment, {row}::BIGINT AS row"})
    assert rows(case, "actions") == [("a1",)]


def test_replacing_rows_of_an_unknown_segment_fails_the_load(case: Case) -> None:
    """A mark that points nowhere is not stored."""
    with case.writing("load"):
        segment = write_segment(case, "superseded", f"SELECT '{'ab' * 32}' AS segment, 0::BIGINT AS row", 1)
        with pytest.raises(sqlite3.IntegrityError):
            case.commit_load(Load(1, 0, (), {}, segments=(segment,)))
    assert case.loads() == ()
    assert case.segments() == ()


def test_facts_are_seen_only_after_the_commit(case: Case) -> None:
    """Adopted but not committed: no reader sees them."""
    with case.writing("load"):
        segment = write_segment(case, "actions", "SELECT 'a' AS account_id", 1)
        assert case.segment_path(segment).is_file()
        assert case.segments() == ()
        assert rows(case, "actions") == []
        case.commit_load(Load(1, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,)))
        assert case.segments("actions") == (segment,)
        assert case.segments("payments") == ()
    assert rows(case, "actions") == [("a",)]


def test_adopting_the_same_bytes_twice_is_one_segment(case: Case) -> None:
    """The name is the content."""
    with case.writing("load"):
        hashes = []
        for _ in range(2):
            draft = case.temporary / "draft"
            draft.write_bytes(b"the same bytes")
            hashes.append(case.adopt("actions", draft))
            assert not draft.exists()
        assert hashes[0] == hashes[1]
        assert len(os.listdir(case.facts / "actions")) == 1


def test_segment_of_an_earlier_load_is_refused(store: Store, case: Case) -> None:
    """A row that came back must not fall under the mark that replaced it before."""
    load = store({"actions": "SELECT 'a' AS account_id"})
    with case.writing("load"), pytest.raises(FraudgraphError, match="already in the case"):
        case.commit_load(Load(2, 0, (), {"actions": Reconciliation(1, 1)}, segments=load.segments))
    assert len(case.loads()) == 1


@pytest.mark.parametrize("table", ["", "../keys", "nothing", "facts/actions"])
def test_adopt_knows_the_tables_only(case: Case, tmp_path: Path, table: str) -> None:
    """A name that is no table cannot become a path."""
    draft = tmp_path / "draft"
    draft.write_bytes(b"x")
    with case.writing("load"), pytest.raises(ValueError, match="no table"):
        case.adopt(table, draft)


def test_adopt_of_an_absent_file_is_a_plain_error(case: Case) -> None:
    """No traceback, and the file is named."""
    with case.writing("load"), pytest.raises(FraudgraphError, match=r"gone\.parquet"):
        case.adopt("actions", case.temporary / "gone.parquet")


def test_load_whose_segment_is_not_there_is_not_stored(case: Case) -> None:
    """A segment that vanished, or has another size, before the commit fails the load."""
    with case.writing("load"):
        segment = write_segment(case, "actions", "SELECT 'a' AS account_id", 1)
        with case.segment_path(segment).open("ab") as file:
            file.write(b"more")
        for _ in range(2):
            with pytest.raises(FraudgraphError, match="not written whole"):
                case.commit_load(Load(1, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,)))
            case.segment_path(segment).unlink(missing_ok=True)
    assert case.loads() == ()


def test_check_finds_missing_altered_and_extra_segments(store: Store, case: Case) -> None:
    """One flipped bit is enough; a link in the place of a segment is not the segment."""
    assert case.check_segments() == ()
    kept, flipped, missing, linked = (store({"actions": f"SELECT 'a{i}' AS account_id"}).segments[0] for i in range(4))
    path = case.segment_path(flipped)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    case.segment_path(missing).unlink()
    target = case.path / "elsewhere"
    case.segment_path(linked).rename(target)
    case.segment_path(linked).symlink_to(target)
    extra = "ee" * 32
    (case.facts / "actions" / f"{extra}.parquet").write_bytes(b"x")
    expected = {(flipped.sha256, "altered"), (missing.sha256, "missing"), (linked.sha256, "altered"), (extra, "extra")}
    found = case.check_segments()
    assert {(fault.sha256, fault.problem) for fault in found} == expected
    assert SegmentFault("actions", kept.sha256, "altered") not in found


def test_leftover_segments_go_when_the_next_writer_begins(store: Store, case: Case) -> None:
    """Only files that are named like segments and that no load refers to; a stranger's file stays."""
    kept = store({"actions": "SELECT 'a' AS account_id"}).segments[0]
    leftover = case.facts / "actions" / f"{'ee' * 32}.parquet"
    stranger = case.facts / "actions" / "README"
    for path in (leftover, stranger):
        path.write_bytes(b"x")
    with case.writing("load"):
        assert not leftover.exists()
        assert stranger.exists()
        assert case.segment_path(kept).exists()


def test_relation_reads_a_case_whose_path_looks_like_a_pattern(tmp_path: Path) -> None:
    """Quotes and glob signs in the folder's name are only signs, also beside a folder that the pattern would match."""
    for name in ("c[ab]*?'q\"", "ca'q"):
        with Case.create_or_open(tmp_path / name) as case, case.writing("load"):
            segment = write_segment(case, "actions", f"SELECT {len(name)}::VARCHAR AS account_id", 1)
            case.commit_load(Load(1, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,)))
            assert rows(case, "actions") == [(str(len(name)),)]
