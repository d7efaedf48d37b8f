"""What is asked of the disk: bytes that survive a power cut, modes that keep others out, no way out of the folder."""

import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fraudgraph.errors import FraudgraphError

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_BLOCK = 1 << 20


def make_folder(path: Path) -> None:
    """The folder with mode 0700, its name on disk. A symbolic link in its place is refused: nothing leaves the case."""
    try:
        os.mkdir(path, FOLDER_MODE)
    except FileExistsError:
        refuse_link(path)
        if not path.is_dir():
            raise
        return
    os.chmod(path, FOLDER_MODE)  # the umask may have taken more
    fsync_folder(path.parent)


def refuse_link(path: Path) -> None:
    """FraudgraphError where the path is a symbolic link, or neither a file nor a folder."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        what = "a symbolic link" if stat.S_ISLNK(mode) else "neither a file nor a folder"
        raise FraudgraphError(
            f"{path} is {what}",
            kept="Nothing was changed.",
            hint="a case keeps everything inside its own folder: put the real one there",
        )


def fsync_file(path: Path) -> None:
    """Return when the file's bytes are on disk."""
    _fsync(path, os.O_RDONLY)


def fsync_folder(path: Path) -> None:
    """Return when the folder's names are on disk."""
    _fsync(path, os.O_RDONLY | os.O_DIRECTORY)


def _fsync(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """SHA-256 of the file's bytes, in hex."""
    with path.open("rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_new(path: Path, content: bytes) -> None:
    """A new file with mode 0600, on disk whole or not at all; FileExistsError if there is one already."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, FILE_MODE)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    finally:
        draft.unlink()
    fsync_folder(path.parent)


def real_folders(path: Path) -> list[Path]:
    """The folders in a folder; links to folders are none. Empty where there is no such folder."""
    if path.is_symlink() or not path.is_dir():
        return []
    return [entry for entry in sorted(path.iterdir()) if entry.is_dir() and not entry.is_symlink()]


def remove(path: Path) -> None:
    """Delete a file, a link (not what it points to) or a folder with what is in it."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def plain_disk_errors(kept: str) -> Iterator[None]:
    """A full disk and the like as an error that a person can mend."""
    try:
        yield
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        hint = (
            "free some disk space, then run the command again"
            if full
            else "check the disk and the permissions of the case folder"
        )
        raise FraudgraphError(
            f"{problem.filename or 'the case'}: {problem.strerror or problem}", kept=kept, hint=hint
        ) from problem
