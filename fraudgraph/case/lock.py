"""One writer at a time: an exclusive flock on case/lock, which the kernel frees when its holder dies."""

import fcntl
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path

from fraudgraph.errors import CaseLocked

_HELD: set[int] = set()


def _forget_in_child() -> None:
    # A forked worker would keep the lock after its parent was killed.
    for handle in _HELD:
        os.close(handle)
    _HELD.clear()


os.register_at_fork(after_in_child=_forget_in_child)


class Lock:
    """The lock of one case; `what` names the command that holds it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds it."""
        return self._handle in _HELD

    def acquire(self, what: str) -> None:
        """Take it at once, or CaseLocked with what holds it, its process id and since when."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 4096, 0)
            os.close(handle)
            raise CaseLocked(
                f"the case is being written by {_describe(holder)}",
                kept="Nothing was changed.",
                hint="wait for it, then try again",
            ) from None
        note = json.dumps({"what": what, "pid": os.getpid(), "since_us": time.time_ns() // 1000}).encode()
        os.ftruncate(handle, 0)
        os.pwrite(handle, note, 0)
        self._handle = handle
        _HELD.add(handle)

    def release(self) -> None:
        """Give it back; nothing happens where it is not held."""
        if self._handle is not None and self._handle in _HELD:
            _HELD.discard(self._handle)
            os.ftruncate(self._handle, 0)
            os.close(self._handle)
        self._handle = None


def holder_of(path: Path) -> str:
    """What holds the lock at `path`, its process and since when; '' where nobody does. Takes nothing."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _describe(os.pread(handle, 4096, 0))
    finally:
        os.close(handle)
    return ""


def _describe(note: bytes) -> str:
    try:
        holder = json.loads(note)
        since = datetime.fromtimestamp(int(holder["since_us"]) / 1e6, UTC)
        return f"`{str(holder['what'])[:40]}` (process {int(holder['pid'])}) since {since:%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, TypeError, KeyError, OverflowError):
        return "another command"
