"""The case's tmp/: drafts of the writer, and a spill folder for each open case, which lives as long as its process."""

import fcntl
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from fraudgraph.case.disk import remove

_PREFIX = "spill-"
_ALIVE = "alive"
_YOUNG_S = 60


class SpillFolder:
    """tmp/spill-XXXX/: a locked file in it says that its owner lives, so no writer sweeps away a reader's pages."""

    def __init__(self, temporary: Path) -> None:
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=temporary))
        self._handle: int | None = os.open(self.path / _ALIVE, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._handle, fcntl.LOCK_EX)
        self._connections = 0

    def pages(self) -> Path:
        """Where the next connection may write; two of them would take the same file names."""
        self._connections += 1
        return self.path / f"pages-{self._connections}"

    def close(self) -> None:
        """Remove the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
            with suppress(OSError):
                remove(self.path)


def clean_temporary(temporary: Path) -> None:
    """Remove what dead processes left in tmp/. Only under the case's lock: drafts of a living writer are here too."""
    for entry in temporary.iterdir():
        if not (entry.name.startswith(_PREFIX) and _lives(entry)):
            with suppress(OSError):  # a leftover that cannot be removed harms nobody
                remove(entry)


def _lives(folder: Path) -> bool:
    try:
        handle = os.open(folder / _ALIVE, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return _is_young(folder)  # its owner may be between making the folder and making the file
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def _is_young(folder: Path) -> bool:
    with suppress(OSError):
        return time.time() - folder.lstat().st_mtime < _YOUNG_S
    return False
