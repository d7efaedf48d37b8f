"""A case of an older version is opened: the tables that it lacks are added, and nothing that it holds is changed."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub, Load, checks, said, sweeps
from fraudgraph.case.schema import VERSION, ddl
from fraudgraph.errors import StoreVersion
from fraudgraph.model.judgement import Subject
from fraudgraph.model.kinds import Family, Forgeability, Kind
from tests.unit.investigate.conftest import a_ring, members_of, write_sweep

DECLARED = (
    Kind("payment_instrument", Family.OWNERSHIP, "payment", Forgeability.PAYMENT),
    Kind("badge", Family.OWNERSHIP, "badge", Forgeability.DEVICE),
    Kind("ip", Family.NETWORK, "ip", Forgeability.NETWORK),
    Kind("nick", Family.OTHER),
)


def to_version_1(folder: Path) -> None:
    """The ledger as the first version would have written it."""
    editor = sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)
    editor.executescript(
        "DROP TABLE forgotten; DROP INDEX judgements_of_subject; DROP INDEX notes_of_subject;"
        "ALTER TABLE judgements DROP COLUMN salt; ALTER TABLE notes DROP COLUMN subject_type;"
        "ALTER TABLE notes DROP COLUMN salt;"
        "DROP TABLE sweep_checks; DROP TABLE ring_checks; ALTER TABLE kinds DROP COLUMN forgeability;"
        "PRAGMA user_version = 1"
    )
    ours = sqlite3.connect(":memory:")
    ours.executescript(ddl(1))
    tables = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
    assert set(editor.execute(tables)) == set(ours.execute(tables))
    editor.close()
    ours.close()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A closed case of version 1 with kinds, a hub and a sweep."""
    folder = tmp_path / "case"
    with Case.create_or_open(folder) as case:
        with case.writing("load"):
            case.commit_load(Load(1, 0, (), {}, kinds=DECLARED, hubs=(Hub("ip", "198.51.100.9", "gateway", "me"),)))
        write_sweep(case, [a_ring(1, 1, 3)], members_of()[:3])
        with case.transaction() as ledger:
            ledger.execute("INSERT INTO judgements VALUES (1, 7, 'me', 'ring', 'R-0009', 'unsure', 'why', 1, NULL, '')")
    to_version_1(folder)
    return folder


@pytest.fixture
def frozen(old: Path) -> Iterator[Path]:
    """The same where nothing can be written."""
    if os.geteuid() == 0:
        pytest.skip("root writes where nobody may")
    paths = [old, *old.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in reversed(paths):
        path.chmod(0o500 if path.is_dir() else 0o400)
    yield old
    for path in paths:
        if path.exists():
            path.chmod(modes[path])


def holds_everything(case: Case) -> None:
    """What version 1 stored is there, with the grades that its words meant, and no check was ever run."""
    assert {name: case.kinds()[name] for name in ("badge", "ip", "payment_instrument", "nick")} == {
        kind.name: kind for kind in DECLARED
    }
    assert [hub.value for hub in case.hubs()] == ["198.51.100.9"]
    assert sweeps.rings(case, 1) == (a_ring(1, 1, 3),)
    assert case.custody.verify().whole
    assert checks.of_sweep(case, 1) == checks.NOTHING_RUN
    assert checks.of_ring(case, 1, 1) is None
    assert said.standing(case.ledger, Subject.RING)["R-0009"].reason == "why"


def test_an_older_case_is_opened_and_brought_up(old: Path) -> None:
    """Once; the second opening finds it as a new case would be, and a sweep can be stored."""
    with Case.open(old) as case:
        holds_everything(case)
        write_sweep(case, [a_ring(1, 1, 3)], members_of()[:3])
    with Case.open(old) as case:
        assert case.ledger.execute("PRAGMA user_version").fetchone()[0] == VERSION
        assert sweeps.latest(case).sweep_id == 2
        assert case.ledger.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_two_commands_may_open_an_older_case_at_once(old: Path) -> None:
    """The second one waits for the first and finds the work done."""
    with Case.open(old) as first, Case.open(old) as second:
        holds_everything(first)
        holds_everything(second)


def test_an_older_case_on_a_read_only_disk_is_read_and_not_touched(frozen: Path) -> None:
    """Every question is answered; the bytes of the ledger stay."""
    before = (frozen / "ledger.sqlite").read_bytes()
    with Case.open(frozen) as case:
        holds_everything(case)
    assert (frozen / "ledger.sqlite").read_bytes() == before


def test_the_stand_in_for_a_read_only_disk_reads_as_the_upgraded_ledger(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As above, also where root runs the tests: the opening is told that nothing can be written."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    before = (old / "ledger.sqlite").read_bytes()
    with Case.open(old) as case:
        holds_everything(case)
    assert (old / "ledger.sqlite").read_bytes() == before


def test_an_older_ledger_with_other_tables_is_refused(old: Path) -> None:
    """A half-migrated one too: it says version 1 and has a table of version 2."""
    copy = old.with_name("copy")
    shutil.copytree(old, copy)
    editor = sqlite3.connect(copy / "ledger.sqlite", isolation_level=None)
    editor.execute("CREATE TABLE sweep_checks (sweep_id INTEGER PRIMARY KEY, doc TEXT)")
    editor.close()
    with pytest.raises(StoreVersion, match=r"version 1.*sweep_checks"):
        Case.open(copy)
