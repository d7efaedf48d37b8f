"""Files that leave the case: whole or not at all, never over another."""

import os
import stat
from pathlib import Path

import pytest

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.evidence.files import digest, drafts, publish, refuse_existing


def test_a_published_file_has_its_bytes_its_hash_and_is_private(tmp_path: Path) -> None:
    """0600, and no draft left behind."""
    path = tmp_path / "r.csv"
    with drafts([path]) as (draft,):
        draft.write_bytes(b"rows")
        written = publish(draft, path, force=False)
    assert (written.path, written.bytes, written.sha256) == (path, 4, digest(path))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["r.csv"]


def test_a_failure_leaves_no_file_and_no_draft(tmp_path: Path) -> None:
    """Whatever went wrong between."""

    def fail() -> None:
        with drafts([tmp_path / "r.csv"]) as (draft,):
            draft.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert os.listdir(tmp_path) == []


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    """An error with a remedy, not a traceback."""
    with pytest.raises(FraudgraphError, match="No space left"), drafts([tmp_path / "r.csv"]):
        raise OSError(28, "No space left on device")
    assert os.listdir(tmp_path) == []


def test_a_file_that_appeared_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    """Without force a name is taken only if it is free at that moment."""
    path = tmp_path / "r.csv"
    with drafts([path]) as (draft,):
        path.write_text("theirs")
        with pytest.raises(UsageError, match="appeared meanwhile"):
            publish(draft, path, force=False)
    assert path.read_text() == "theirs"


def test_force_replaces_a_link_and_not_what_it_points_at(tmp_path: Path) -> None:
    """A symbolic link in the way is refused before any work, with force too."""
    theirs = tmp_path / "theirs"
    theirs.write_text("theirs")
    link = tmp_path / "r.csv"
    link.symlink_to(theirs)
    with pytest.raises(UsageError, match="not a plain file"):
        refuse_existing([link], force=True)
    with drafts([link]) as (draft,):
        publish(draft, link, force=True)
    assert theirs.read_text() == "theirs"


@pytest.mark.parametrize("force", [False, True])
def test_folders_pipes_and_missing_places_are_refused(tmp_path: Path, force: bool) -> None:
    """Nothing but a plain file is ever written over."""
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", tmp_path, tmp_path / "none" / "r.csv", Path(os.devnull)):
        with pytest.raises(UsageError):
            refuse_existing([place], force)
