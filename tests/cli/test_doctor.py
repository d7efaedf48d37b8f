"""`doctor`: what is wrong with a case, and what to do about it."""

import json
import shlex
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.case.forgotten import Target, begin
from fraudgraph.cli.main import main
from fraudgraph.errors import Exit
from tests.cli.conftest import Swept

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def case(swept: Swept, tmp_path: Path) -> Path:
    """A copy that may be damaged."""
    return swept.copy(tmp_path)


def asked(case: Path, capsys: Capture, code: Exit) -> dict[str, Any]:
    """What doctor says; its exit code must be this one."""
    assert main(["doctor", "--case", str(case), "--json"]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer["failed"] + answer["warnings"] + answer["ok"] == len(answer["checks"])
    order = [one["health"] for one in answer["checks"]]
    assert order == sorted(order, key=["failed", "warning", "ok"].index)
    return answer


def trouble(case: Path, capsys: Capture, code: Exit = Exit.ERROR) -> tuple[str, str, str, str]:
    """The only thing that is not well: check, health, what it says, and its remedy, which failures always have."""
    (found,) = [one for one in asked(case, capsys, code)["checks"] if one["health"] != "ok"]
    assert found["remedy"] or found["health"] != "failed"
    return found["check"], found["health"], found["says"], found["remedy"] or ""


def edit(case: Path, *statements: str) -> None:
    """What an editor of databases could do to the ledger."""
    connection = sqlite3.connect(case / "ledger.sqlite", isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_case_that_is_well(case: Path, capsys: Capture) -> None:
    """Says so in a line, names what was checked, and ends with 0."""
    assert main(["doctor", "--case", str(case)]) == Exit.OK
    first, *rest = capsys.readouterr().out.splitlines()
    assert first == "0 failed, 0 warnings, 14 ok. No fact, judgement or sweep is damaged."
    assert rest[0].startswith("ok       ledger (version ")
    assert all(name in "\n".join(rest) for name in ("segments (", "custody (", "permissions", "space", "keys", "zones"))
    assert asked(case, capsys, Exit.OK)["damaged"] == []


def test_an_altered_fact_is_damage(case: Path, capsys: Capture) -> None:
    """One byte is enough; the file is named."""
    path = next(iter(sorted((case / "facts" / "payments").iterdir())))
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert trouble(case, capsys)[:3] == ("segments", "failed", f"payments/{path.stem[:12]} altered")
    assert main(["doctor", "--case", str(case)]) == Exit.ERROR
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == "1 failed, 0 warnings, 13 ok. DAMAGED: segments."
    assert second.startswith("FAILED   segments  payments/")


def test_a_lost_segment_is_damage(case: Path, capsys: Capture) -> None:
    """It is missing."""
    next((case / "facts" / "actions").iterdir()).unlink()
    assert trouble(case, capsys)[2].endswith(" missing")


def test_a_changed_custody_record_is_damage(case: Path, capsys: Capture) -> None:
    """With the number from which on the log proves nothing."""
    with sqlite3.connect(case / "ledger.sqlite") as editor:
        sql = editor.execute("SELECT sql FROM sqlite_schema WHERE name = 'custody_is_not_edited'").fetchone()[0]
    edit(case, "DROP TRIGGER custody_is_not_edited", "UPDATE custody SET actor = 'eve' WHERE seq = 2", sql)
    assert trouble(case, capsys)[:3] == ("custody", "failed", "record 2 of 3 was changed or is missing")


def test_a_changed_judgement_is_damage(case: Path, capsys: Capture) -> None:
    """The custody log has the salted hash of what was said."""
    main(["judge", "R-0001", "benign", "--reason", "a firm", "--case", str(case)])
    main(["judge", "R-0002", "benign", "--reason", "a firm", "--case", str(case)])
    capsys.readouterr()
    assert asked(case, capsys, Exit.OK)["failed"] == 0
    edit(case, "UPDATE judgements SET reason = 'a friend' WHERE judgement_id = 2")
    assert trouble(case, capsys)[:3] == ("judgements", "failed", "J-0002 not as given")


def test_a_damaged_ledger_is_said_and_the_rest_is_looked_at(case: Path, capsys: Capture) -> None:
    """No traceback; files of facts are checked by their names."""
    ledger = case / "ledger.sqlite"
    ledger.write_bytes(ledger.read_bytes()[:5_000])
    answer = asked(case, capsys, Exit.ERROR)
    assert answer["damaged"] == ["ledger"]
    assert [one["check"] for one in answer["checks"]] == ["ledger", "facts", "permissions", "zones"]


def test_a_broken_page_is_found(case: Path, capsys: Capture) -> None:
    """Where no command would look for weeks."""
    edit(case, "PRAGMA wal_checkpoint(TRUNCATE)")
    with sqlite3.connect(case / "ledger.sqlite") as editor:
        page = editor.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'lineage_of_sweep'").fetchone()[0]
        size = editor.execute("PRAGMA page_size").fetchone()[0]
    editor.close()
    with (case / "ledger.sqlite").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\0" * size)
    assert "ledger" in asked(case, capsys, Exit.ERROR)["damaged"]


def test_files_that_others_can_read_fail(case: Path, capsys: Capture) -> None:
    """The remedy can be pasted."""
    (case / "ledger.sqlite").chmod(0o644)
    check, health, says, remedy = trouble(case, capsys)
    assert (check, health) == ("permissions", "failed")
    assert "first ledger.sqlite" in says
    subprocess.run(shlex.split(remedy.removeprefix("run ")), check=True)
    assert asked(case, capsys, Exit.OK)["failed"] == 0


def test_a_clock_that_went_back_fails(case: Path, capsys: Capture) -> None:
    """Something in the ledger was written later than now."""
    edit(case, "UPDATE sweeps SET finished_us = finished_us + 7200000000")
    assert trouble(case, capsys)[:2] == ("clock", "failed")


def test_no_space_fails(case: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """With how much is there and how much may be needed."""
    monkeypatch.setattr("fraudgraph.case.health.shutil.disk_usage", lambda path: _Usage())
    assert trouble(case, capsys)[:3] == ("space", "failed", "0.0 GB free; a sweep of this case may write 0.1 GB")


class _Usage:
    """A full disk."""

    free = 1_000_000


def test_a_missing_key_is_a_warning(case: Path, capsys: Capture) -> None:
    """It may lie outside the case on purpose; an altered one fails."""
    edit(case, "UPDATE loads SET key_id = '0123456789ab'")
    assert trouble(case, capsys, Exit.OK)[:2] == ("keys", "warning")
    path = case / "keys" / "0123456789ab"
    path.write_bytes(b"something else than the key")
    path.chmod(0o600)
    assert trouble(case, capsys)[:2] == ("keys", "failed")


def test_leftovers_and_foreign_files_are_a_warning(case: Path, capsys: Capture) -> None:
    """Harmless; hostile names are spelled out."""
    (case / "tmp" / "draft.parquet").touch(0o600)
    (case / "facts" / "actions" / f"{'a' * 64}.parquet").touch(0o600)
    (case / "notes\x1b[2J.txt").touch(0o600)
    check, health, says, _ = trouble(case, capsys, Exit.OK)
    assert (check, health) == ("leftovers", "warning")
    assert says == "1 segment of cut-off work; 1 draft of cut-off work; not ours: 'notes\\x1b[2J.txt'"


def test_other_versions_than_those_of_the_sweep_are_a_warning(case: Path, capsys: Capture) -> None:
    """Made again, it may differ."""
    edit(case, """UPDATE sweeps SET doc = replace(doc, '["igraph","', '["igraph","0.0.')""")
    check, health, says, _ = trouble(case, capsys, Exit.OK)
    assert (check, health) == ("versions", "warning")
    assert says.startswith("S-0001 was made with igraph 0.0.")


def test_forgetting_that_was_cut_off_is_finished(case: Path, capsys: Capture) -> None:
    """By doctor, as by any command; while another process writes it cannot be, and that fails."""
    with Case.open(case) as opened, opened.transaction() as ledger:
        begin(ledger, "me", Target("account", "nobody-1"), "x")
    with Case.open(case) as writing, writing.writing("sweep"):
        pass
    with Case.open(case) as opened, opened.transaction() as ledger:
        begin(ledger, "me", Target("account", "nobody-2"), "x")
    with Case.open(case) as writing:
        with writing.transaction() as ledger:
            begin(ledger, "me", Target("account", "nobody-3"), "x")
        with writing.writing("sweep"):
            assert trouble(case, capsys)[:3] == ("forget", "failed", "F-0003 was begun and is not finished")
    assert asked(case, capsys, Exit.OK)["failed"] == 0


def test_a_cache_of_what_was_forgotten_fails(case: Path, capsys: Capture) -> None:
    """Should one have come back."""
    meta = next((case / "cache").glob("facts-*")) / "meta.json"
    meta.write_text(meta.read_text().replace('"events": ["', f'"events": ["{"0" * 64}:0", "'))
    check, health, _, remedy = trouble(case, capsys)
    assert (check, health) == ("cache", "failed")
    assert remedy.startswith("run rm -r ")


def test_there_is_no_case(tmp_path: Path, capsys: Capture) -> None:
    """That is an error as everywhere."""
    assert main(["doctor", "--case", str(tmp_path / "none")]) == Exit.ERROR
    assert "there is no case" in capsys.readouterr().err
