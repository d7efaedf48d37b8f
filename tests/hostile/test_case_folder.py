"""Folders that are not what they seem: newer, foreign, crafted, linked, damaged, read-only, full."""

import errno
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub, Load, Reconciliation, Segment
from fraudgraph.case.schema import APPLICATION_ID, VERSION
from fraudgraph.errors import Exit, FraudgraphError, StoreVersion


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The folder of a closed case with one load."""
    folder = tmp_path / "case"
    with Case.create_or_open(folder) as case:
        load_something(case)
    return folder


def load_something(case: Case, hubs: tuple[Hub, ...] = ()) -> None:
    """One load with one segment."""
    with case.writing("load"):
        number = case.next_load_id()
        draft = case.temporary / "draft"
        with case.duckdb() as con:
            con.execute(f"COPY (SELECT 'a{number}' AS account_id) TO '{draft}' (FORMAT parquet)")
        size = draft.stat().st_size
        segment = Segment(case.adopt("actions", draft), "actions", number, 1, size, None, None, ("account_id",))
        case.commit_load(Load(number, 0, (), {"actions": Reconciliation(1, 1)}, segments=(segment,), hubs=hubs))


def content_of(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def edit(folder: Path, script: str) -> None:
    """Change the ledger as another program would."""
    editor = sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)
    editor.executescript(script)
    editor.close()


@pytest.mark.parametrize("version", [VERSION + 1, 99, 2**31 - 1])
def test_newer_case_is_refused_and_not_touched(path: Path, version: int) -> None:
    """Exit 7, both versions named, not one byte or file different."""
    edit(path, f"PRAGMA user_version = {version}")
    before = content_of(path)
    for opening in (Case.open, Case.create_or_open):
        with pytest.raises(StoreVersion, match=f"version {version}.* version {VERSION}") as caught:
            opening(path)
        assert caught.value.exit_code is Exit.STORE_VERSION
        assert "upgrade" in caught.value.hint
    assert content_of(path) == before


def test_newer_version_in_the_log_only_is_refused_and_not_moved_into_the_file(path: Path, tmp_path: Path) -> None:
    """A newer program that was killed left its version in the log; the ledger and the log stay as they are."""
    copy = tmp_path / "copy"
    editor = sqlite3.connect(path / "ledger.sqlite", isolation_level=None)
    editor.execute("PRAGMA wal_autocheckpoint = 0")
    editor.execute(f"PRAGMA user_version = {VERSION + 1}")
    shutil.copytree(path, copy)
    editor.close()
    before = content_of(copy)
    assert "ledger.sqlite-wal" in before
    with pytest.raises(StoreVersion, match=f"version {VERSION + 1}"):
        Case.open(copy)
    after = content_of(copy)
    assert {name: after[name] for name in ("ledger.sqlite", "ledger.sqlite-wal")} == {
        name: before[name] for name in ("ledger.sqlite", "ledger.sqlite-wal")
    }


FOREIGN: dict[str, bytes | str] = {
    "another program's database": "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('x')",
    "database with our version only": f"CREATE TABLE t (x); PRAGMA user_version = {VERSION}",
    "our number without a version": f"CREATE TABLE t (x); PRAGMA application_id = {APPLICATION_ID}",
    "our numbers, other tables": (
        f"CREATE TABLE t (x); PRAGMA user_version = {VERSION}; PRAGMA application_id = {APPLICATION_ID}"
    ),
    "text": b"dear diary\n" * 50,
    "nothing": b"",
    "only the magic": b"SQLite format 3\0",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_file_is_refused_and_not_touched(tmp_path: Path, name: str) -> None:
    """Exit 7 for whatever else lies under the ledger's name."""
    content = FOREIGN[name]
    if isinstance(content, bytes):
        (tmp_path / "ledger.sqlite").write_bytes(content)
    else:
        edit(tmp_path, content)
    before = content_of(tmp_path)
    for opening in (Case.open, Case.create_or_open):
        with pytest.raises(StoreVersion) as caught:
            opening(tmp_path)
        assert caught.value.exit_code is Exit.STORE_VERSION
        assert caught.value.hint
    assert content_of(tmp_path) == before


@pytest.mark.parametrize(
    "crafted",
    [
        "CREATE TRIGGER t AFTER INSERT ON loads BEGIN DELETE FROM hubs; END",
        "CREATE VIEW extra AS SELECT * FROM loads",
        "CREATE TABLE extra (x)",
        "DROP TABLE notes",
        "DROP TRIGGER custody_is_not_cut",
        "ALTER TABLE notes ADD COLUMN more TEXT",
        "DROP TABLE hubs; CREATE VIEW hubs AS SELECT 'ip' AS kind, 'x' AS value, 'r' AS reason, 's' AS set_by",
    ],
)
def test_ledger_with_other_tables_is_refused(path: Path, crafted: str) -> None:
    """A half-migrated ledger, or one with a trigger or view slipped in, runs none of it."""
    edit(path, crafted)
    with pytest.raises(StoreVersion, match="does not have the tables"):
        Case.open(path)


def test_truncated_ledger_is_a_plain_error(path: Path) -> None:
    """Half of the file: no traceback, and a way out."""
    content = (path / "ledger.sqlite").read_bytes()
    for size in (len(content) // 2, 4096, 100):
        (path / "ledger.sqlite").write_bytes(content[:size])
        with pytest.raises(FraudgraphError) as caught:
            Case.open(path)
        assert "backup" in caught.value.hint


def test_damage_anywhere_in_the_ledger_is_a_plain_error_or_harmless(path: Path) -> None:
    """Each page in turn overwritten with noise: every view answers, or says that the ledger is damaged."""
    content = (path / "ledger.sqlite").read_bytes()
    damaged = 0
    for page in range(1, len(content) // 4096):
        noise = hashlib.sha256(str(page).encode()).digest() * 128
        (path / "ledger.sqlite").write_bytes(content[: page * 4096] + noise + content[(page + 1) * 4096 :])
        try:
            with Case.open(path) as case:
                case.loads(), case.kinds(), case.hubs(), case.segments(), case.settings("x"), case.custody.verify()
        except FraudgraphError as error:
            damaged += "damaged" in error.message and "backup" in error.hint
    assert damaged >= 5


@pytest.mark.parametrize("name", ["ledger.sqlite", "facts", "tmp", "keys", "cache", "lock", "ledger.sqlite-wal"])
def test_link_inside_a_case_is_refused(path: Path, tmp_path: Path, name: str) -> None:
    """Neither reading nor cleaning up ever leaves the folder."""
    outside = tmp_path / "outside"
    if (path / name).exists():
        shutil.move(path / name, outside)
    (path / name).symlink_to(outside)
    with pytest.raises(FraudgraphError, match="symbolic link"):
        Case.open(path)


@pytest.mark.parametrize("name", ["ledger.sqlite", "lock"])
def test_pipe_in_the_place_of_a_file_does_not_hang(path: Path, name: str) -> None:
    """Opening a FIFO would wait for ever."""
    (path / name).unlink()
    os.mkfifo(path / name)
    with pytest.raises(FraudgraphError, match="neither a file nor a folder"):
        Case.open(path)


def test_cleaning_up_never_follows_a_link(path: Path, tmp_path: Path) -> None:
    """A link that appears after opening: the link goes (tmp/) or is left alone (facts/), what it points to stays."""
    outside = tmp_path / "outside"
    outside.mkdir()
    precious = outside / f"{'ab' * 32}.parquet"
    precious.write_bytes(b"precious")
    (path / "tmp" / "link").symlink_to(outside)
    (path / "facts" / "payments").symlink_to(outside)
    with Case.open(path) as case:
        with case.writing("load"):
            pass
        assert precious.exists()
        assert not (path / "tmp" / "link").is_symlink()
        with case.writing("load"):
            draft = case.temporary / "draft"
            draft.write_bytes(b"x")
            with pytest.raises(FraudgraphError, match="symbolic link"):
                case.adopt("payments", draft)
    assert os.listdir(outside) == [precious.name]


def test_missing_facts_folder_is_told_by_the_check(path: Path) -> None:
    """The ledger opens; the check names every segment that is gone."""
    shutil.rmtree(path / "facts")
    with Case.open(path) as case:
        assert [fault.problem for fault in case.check_segments()] == ["missing"]


READS_ONLY = """
import os, sys
import duckdb
from fraudgraph import config
from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError

settings = config.settings({"actor": "x"}, {"HOME": "/"})
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with Case.open(sys.argv[1], settings) as case:
    with case.duckdb() as con:
        print(con.execute(f"SELECT account_id FROM {case.relation('actions')}").fetchall())
    print(len(case.loads()), case.custody.verify().whole, case.check_segments())
    for write in (lambda: case.writing("load").__enter__(), lambda: case.set_setting("a", 1)):
        try:
            write()
        except FraudgraphError as error:
            print("refused", bool(error.hint))
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user can reach (pytest's own are private)."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for found in (folder, *folder.rglob("*")):
        found.chmod(0o700)
    shutil.rmtree(folder)


def test_case_on_a_read_only_disk_can_be_read(path: Path, open_folder: Path) -> None:
    """All views work, writing is refused with a plain error; nothing is written."""
    case = open_folder / "case"
    shutil.move(path, case)
    for found in (case, *case.rglob("*")):
        if os.getuid() == 0:
            os.chown(found, 65534, 65534)
        found.chmod(0o500 if found.is_dir() else 0o400)
    before = content_of(case)
    done = subprocess.run(
        [sys.executable, "-c", READS_ONLY, case], capture_output=True, text=True, timeout=60, check=False, cwd="/"
    )
    assert done.stdout.splitlines() == ["[('a1',)]", "1 True ()", "refused True", "refused True"], done.stderr
    assert content_of(case) == before


FULL = """
import resource, sys
from fraudgraph.case import Case, Hub, Load
from fraudgraph.errors import FraudgraphError

with Case.open(sys.argv[1]) as case, case.writing("load"):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    hubs = tuple(Hub("ip", str(n), "r" * 200, "s") for n in range(3000))
    for write in (lambda: case.commit_load(Load(2, 0, (), {}, hubs=hubs)), lambda: case.keys.current()):
        try:
            write()
            print("stored")
        except FraudgraphError as error:
            print("refused", error.exit_code, error.kept, bool(error.hint))
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    print(len(case.loads()), len(case.hubs()), case.keys.ids())
    print(case.commit_load(Load(2, 0, (), {}, hubs=hubs)))
"""


def test_full_disk_keeps_what_was_there(path: Path) -> None:
    """A load that does not fit is refused whole, a key is not half written, and with room both work again."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, path, "10"], capture_output=True, text=True, timeout=60, check=False
    )
    refused = "refused 1 Nothing was stored. True"
    assert done.stdout.splitlines() == [refused, refused, "1 0 ()", "2"], done.stderr
    with Case.open(path) as case:
        assert (len(case.loads()), len(case.hubs()), case.custody.verify().records) == (2, 3000, 3)
        assert sorted(os.listdir(path / "keys")) == []


@pytest.mark.parametrize("limit", [200_000, 400_000])
def test_disk_that_fills_up_during_the_commit(path: Path, limit: int) -> None:
    """The log has room to begin with and none to end with: rolled back, and the next load is whole."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, path, str(limit)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines()[0] == "refused 1 Nothing was stored. True", done.stderr
    assert done.stdout.splitlines()[2].startswith("1 0 (")
    with Case.open(path) as case:
        assert (len(case.loads()), len(case.hubs())) == (2, 3000)
        assert case.custody.verify().whole


def _failing(code: int) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC, errno.EROFS])
@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "mkdir"])
def test_disk_that_fails_once_stores_nothing(path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int) -> None:
    """Each call that adopting makes fails once: a plain error, nothing is seen, and the next attempt works."""
    with Case.open(path) as case, case.writing("load"):
        draft = case.temporary / "draft"
        draft.write_bytes(b"x")
        with monkeypatch.context() as patch:
            patch.setattr(os, call, _failing(code))
            with pytest.raises(FraudgraphError) as caught:
                case.adopt("payments", draft)
        assert caught.value.kept == "Nothing was stored."
        assert ("space" in caught.value.hint) == (code == errno.ENOSPC)
        assert case.segments("payments") == ()
        draft.write_bytes(b"x")
        case.adopt("payments", draft)
