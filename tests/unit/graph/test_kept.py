"""Rows that were counted once: read back as they were, and counted again where they cannot be."""

from pathlib import Path

import pytest

from fraudgraph.graph.embedded import kept

ROWS = [("large", "", 3), ("small", "code", 1)]


def test_rows_come_back(tmp_path: Path) -> None:
    """With nothing left beside them, and for the owner alone."""
    place = tmp_path / "mixes-1.json"
    kept.keep(place, ROWS)
    assert kept.read(place) == ROWS
    assert list(tmp_path.iterdir()) == [place]
    assert place.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("text", ["", "[[1, 2", "\x00"])
def test_rows_that_cannot_be_read_were_never_counted(tmp_path: Path, text: str) -> None:
    """Somebody may have cut the file off."""
    place = tmp_path / "mixes-1.json"
    assert kept.read(place) is None
    place.write_text(text)
    assert kept.read(place) is None


def test_a_folder_that_is_gone_keeps_nothing(tmp_path: Path) -> None:
    """The cache may be deleted under a question; whoever asked has the rows."""
    kept.keep(tmp_path / "gone" / "mixes-1.json", ROWS)
    assert list(tmp_path.iterdir()) == []
