"""A case is made, opened, written by one and read by many."""

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from fraudgraph import config
from fraudgraph.case import Case, Hub, Load, LoadedColumn, LoadedFile, Reconciliation
from fraudgraph.errors import CaseLocked, FraudgraphError, NotFound, UsageError
from fraudgraph.model.kinds import Family, Forgeability, Kind

from .conftest import Store


def test_open_of_an_absent_case_says_how_to_make_one(tmp_path: Path) -> None:
    """NotFound with the command to run, and no folder appears."""
    with pytest.raises(NotFound) as caught:
        Case.open(tmp_path / "none")
    assert "fraudgraph load" in caught.value.hint
    assert not (tmp_path / "none").exists()


def test_nobody_else_can_read_a_case(store: Store, case: Case) -> None:
    """Folders are 0700 and files 0600, whatever the umask, while it is open and with facts and a key in it."""
    before = os.umask(0o000)
    try:
        case.keys.current()
        store({"actions": "SELECT 'a' AS account_id"})
    finally:
        os.umask(before)
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in (case.path, *case.path.rglob("*"))}
    assert {path: mode for path, mode in found.items() if mode != (0o700 if path.is_dir() else 0o600)} == {}
    assert len(found) > 10


def test_create_refuses_a_folder_with_other_things_in_it(tmp_path: Path) -> None:
    """`--case ~` must not turn a home into a case."""
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match=r"letter\.txt"):
        Case.create_or_open(tmp_path)
    assert os.listdir(tmp_path) == ["letter.txt"]


def test_create_refuses_a_file(tmp_path: Path) -> None:
    """A file in the place of the folder is named."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="not a folder"):
        Case.create_or_open(tmp_path / "file")


def test_create_takes_an_empty_folder_and_makes_missing_parents(tmp_path: Path) -> None:
    """Both are what `mkdir -p` users expect; the second opening finds the same case."""
    (tmp_path / "empty").mkdir(mode=0o755)
    for path in (tmp_path / "empty", tmp_path / "a" / "b" / "case"):
        with Case.create_or_open(path) as made:
            name = made.case_id
        with Case.create_or_open(path) as again:
            assert again.case_id == name
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_a_case_is_born_with_a_custody_record(case: Case) -> None:
    """The chain starts with who made the case."""
    (record,) = case.custody.records()
    assert (record.seq, record.action, record.actor) == (1, "create", case.config.actor)
    assert case.case_id in record.detail


def test_load_comes_back_as_it_was_stored(store: Store, case: Case) -> None:
    """Every field of a load survives the ledger, its kinds and hubs in the case."""
    device = Kind("device", Family.OWNERSHIP, "machine", Forgeability.PHONE, "phone", 12, True, "lent")
    stored = store(
        {"payments": "SELECT 'a' AS account_id, 'tok' AS payment_instrument"},
        files=(LoadedFile("in/p.csv.gz", "ab" * 32, 71, "csv.gz", "payments", 3),),
        tables={"payments": Reconciliation(6, 1, 2, 1, 2)},
        columns=(LoadedColumn("payments", "Token", "mapped", "payment_instrument"),),
        mapping_sha256="cd" * 32,
        key_id="0123456789ab",
        reject_file="rejects-L-0001.csv",
        kinds=(device,),
        hubs=(Hub("ip", "198.51.100.9", "carrier", "mapping"),),
        notes=("payments have no id",),
    )
    (back,) = case.loads()
    assert back.hubs == ()
    assert (back.files, back.tables, back.columns) == (stored.files, stored.tables, stored.columns)
    assert (back.mapping_sha256, back.key_id, back.reject_file) == (
        stored.mapping_sha256,
        stored.key_id,
        stored.reject_file,
    )
    assert (back.kinds, back.notes, back.segments, back.at_us) == (
        stored.kinds,
        stored.notes,
        stored.segments,
        stored.at_us,
    )
    assert case.hubs() == stored.hubs
    assert case.kinds()["device"] == device
    assert case.kinds()["ip"].family is Family.NETWORK


def test_file_name_that_is_not_text_is_kept_readable(store: Store, case: Case) -> None:
    """A byte that is not UTF-8 (a lone surrogate in Python) neither fails the load nor is lost."""
    store({}, files=(LoadedFile("caf\udce9.csv", "00" * 32, 1, "csv", "accounts", 0),))
    assert case.loads()[0].files[0].path == "caf\\udce9.csv"
    assert case.custody.verify().whole


def test_every_load_leaves_a_custody_record(store: Store, case: Case) -> None:
    """One record a load, in the same transaction."""
    store({"actions": "SELECT 'a' AS account_id"})
    store({"actions": "SELECT 'b' AS account_id"})
    assert [(r.action, r.subject) for r in case.custody.records(2)] == [("load", "L-0001"), ("load", "L-0002")]


def test_custody_log_holds_no_identifier_of_a_person(store: Store, case: Case) -> None:
    """It can never forget, so the values of hubs are hashed; another value gives another hash."""
    for value in ("198.51.100.77", "198.51.100.78"):
        store({}, hubs=(Hub("ip", value, "carrier", "mapping"),))
    details = [record.detail for record in case.custody.records(2)]
    assert not any("198.51.100" in detail for detail in details)
    assert len({detail.split('"hubs_sha256":')[1] for detail in details}) == 2


@pytest.mark.parametrize(
    "rows", [Reconciliation(5, 4), Reconciliation(1, 2, rejected=-1), Reconciliation(0, 0, duplicate=1)]
)
def test_load_whose_rows_do_not_add_up_is_not_stored(case: Case, rows: Reconciliation) -> None:
    """read = used + duplicate + superseded + rejected, or nothing."""
    with case.writing("load"), pytest.raises(FraudgraphError, match="do not add up"):
        case.commit_load(Load(1, 0, (), {"actions": rows}))
    assert case.loads() == ()
    assert case.custody.verify().records == 1


def test_load_under_a_used_id_is_not_stored(store: Store, case: Case) -> None:
    """Two loads never get one id."""
    store({})
    with case.writing("load"), pytest.raises(RuntimeError, match="not the next"):
        case.commit_load(Load(1, 0, (), {}))
    assert len(case.loads()) == 1


def test_facts_are_written_under_the_lock_only(case: Case, tmp_path: Path) -> None:
    """A caller who forgot the lock is told so before anything moves."""
    draft = tmp_path / "draft"
    draft.write_bytes(b"x")
    with pytest.raises(RuntimeError, match="writing"):
        case.adopt("actions", draft)
    with pytest.raises(RuntimeError, match="writing"):
        case.commit_load(Load(1, 0, (), {}))
    assert draft.exists()


def test_transaction_keeps_all_or_nothing(case: Case) -> None:
    """What was written before an error is gone after it."""
    case.set_setting("colour", {"deep": ["red", 1]})

    def change_and_fail() -> None:
        with case.transaction():
            case.set_setting("colour", "blue")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert case.settings("colour") == {"deep": ["red", 1]}
    assert case.settings("absent", 7) == 7


def test_ledger_cannot_be_written_outside_a_transaction(case: Case) -> None:
    """A statement that forgot the transaction fails instead of committing alone."""
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        case.ledger.execute("DELETE FROM settings")
    with case.transaction():
        pass
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        case.ledger.execute("DELETE FROM settings")


def test_ledger_is_durable_and_strict(case: Case) -> None:
    """WAL with FULL sync and foreign keys, on every table STRICT."""
    pragmas = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    assert [case.ledger.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas] == ["wal", 2, 1, 0]
    tables = case.ledger.execute("PRAGMA table_list").fetchall()
    assert {row[1] for row in tables if not row[5] and not row[1].startswith("sqlite_")} == set()


def test_readers_work_while_a_writer_is_in_a_transaction(store: Store, case: Case) -> None:
    """They see the state before it, and after it the state after it."""
    store({"actions": "SELECT 'a' AS account_id"})
    with Case.open(case.path) as reader, case.writing("load"), case.transaction():
        case.set_setting("half", 1)
        assert reader.settings("half") is None
        assert len(reader.loads()) == 1
        with reader.duckdb() as con:
            assert con.execute(f"SELECT account_id FROM {reader.relation('actions')}").fetchall() == [("a",)]
        inner = reader
        assert inner.custody.verify().whole
    with Case.open(case.path) as reader:
        assert reader.settings("half") == 1


def test_second_writer_is_told_who_writes(case: Case) -> None:
    """What, which process, since when; and the lock is free again afterwards."""
    with Case.open(case.path) as other:
        with (
            case.writing("sweep"),
            pytest.raises(CaseLocked, match=rf"`sweep` \(process {os.getpid()}\) since 20\d\d-") as caught,
        ):
            other.writing("load").__enter__()
        assert caught.value.exit_code == 5
        with other.writing("load"), other.writing("load"):
            pass


def test_lock_is_free_after_an_error_inside(case: Case) -> None:
    """An exception gives the lock back."""
    with pytest.raises(ZeroDivisionError), case.writing("load"):
        raise ZeroDivisionError
    with Case.open(case.path) as other, other.writing("load"):
        pass


def test_duckdb_follows_the_settings_and_spills_inside_the_case(tmp_path: Path) -> None:
    """Threads, memory, UTC; two connections never share a spill folder; the folder goes when the case closes."""
    chosen = config.settings({"threads": 1, "memory": "100MB"})
    with Case.create_or_open(tmp_path / "case", chosen) as case:
        with case.duckdb() as con, case.duckdb() as second:
            names = ("threads", "memory_limit", "TimeZone", "temp_directory")
            threads, memory, zone, spill = (con.execute(f"SELECT current_setting('{n}')").fetchone() for n in names)
            assert (threads, memory, zone) == ((1,), ("95.3 MiB",), ("UTC",))
            assert spill is not None
            assert Path(spill[0]).is_relative_to(case.temporary)
            assert second.execute("SELECT current_setting('temp_directory')").fetchone() != spill
        assert len(list(case.temporary.iterdir())) == 1
    assert list(case.temporary.iterdir()) == []


def test_writer_sweeps_what_the_dead_left_but_not_what_readers_use(case: Case) -> None:
    """Drafts and spill folders without an owner go; a living reader's spill folder stays."""
    (case.temporary / "draft.parquet").write_bytes(b"half")
    (case.temporary / "spill-dead").mkdir()
    (case.temporary / "spill-dead" / "alive").write_bytes(b"")
    with Case.open(case.path) as reader, reader.duckdb():
        (alive,) = set(case.temporary.glob("spill-*")) - {case.temporary / "spill-dead"}
        with case.writing("load"):
            assert list(case.temporary.iterdir()) == [alive]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, ValueError])
def test_failed_writer_takes_its_litter_away(store: Store, case: Case, failure: type[BaseException]) -> None:
    """A segment that was laid down and not committed goes at once; those that were committed stay."""
    store({"actions": "SELECT 'a' AS account_id"})
    with pytest.raises(failure), case.writing("load"):  # noqa: PT012 - the failure comes after the segment
        draft = case.temporary / "draft.parquet"
        draft.write_bytes(b"never committed")
        case.adopt("actions", draft)
        (case.temporary / "half").write_bytes(b"")
        raise failure
    assert case.check_segments() == ()
    assert list(case.temporary.glob("half")) == []
    assert len(case.segments()) == 1


def test_writer_removes_reject_files_that_no_load_names(store: Store, case: Case) -> None:
    """A load was killed between its reject file and the ledger; the next of that number may have rejected nothing."""
    (case.path / "rejects").mkdir()
    for name in ("rejects-L-0001.csv", "rejects-L-0002.csv", "of-a-person.txt"):
        (case.path / "rejects" / name).write_bytes(b"rows")
    with case.writing("load"):
        assert {file.name for file in (case.path / "rejects").iterdir()} == {"of-a-person.txt"}
    store({"actions": "SELECT 'a' AS account_id"}, reject_file="rejects/rejects-L-0001.csv")
    (case.path / "rejects" / "rejects-L-0001.csv").write_bytes(b"rows")
    with case.writing("load"):
        assert (case.path / "rejects" / "rejects-L-0001.csv").exists()


def test_cache_and_empty_folders_may_be_deleted(store: Store, case: Case) -> None:
    """The next writer makes them again."""
    case.cache.rmdir()
    case.temporary.rmdir()
    with case.duckdb():
        pass
    store({"actions": "SELECT 'a' AS account_id"})
    assert case.cache.is_dir()
    assert case.check_segments() == ()


def test_case_is_found_through_a_link_and_after_a_change_of_folder(
    store: Store, case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--case link` and a relative path name the same case, wherever the process goes later."""
    store({"actions": "SELECT 'a' AS account_id"})
    (tmp_path / "link").symlink_to(case.path)
    monkeypatch.chdir(tmp_path)
    with Case.open("link") as linked, Case.open("case") as relative:
        monkeypatch.chdir("/")
        assert linked.path == relative.path == case.path.resolve()
        assert relative.check_segments() == ()
