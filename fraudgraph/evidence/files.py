"""Files that leave the case: written beside their place under a temporary name, and renamed once they are whole."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.errors import FraudgraphError, UsageError

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A file outside the case."""

    path: Path
    bytes: int
    sha256: str


def refuse_existing(paths: Sequence[Path], force: bool) -> None:
    """UsageError before any work where a file is in the way (without force), or where no file can lie."""
    for path in paths:
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}", hint="make it, or name another place with -o")
        if not os.path.lexists(path):
            continue
        if not stat.S_ISREG(os.lstat(path).st_mode):
            raise UsageError(f"{path} is there and is not a plain file", hint="name another place with -o")
        if not force:
            raise UsageError(
                f"{path} is already there", kept="It was not changed.", hint="name another file, or add --force"
            )


@contextmanager
def drafts(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    """Empty files (0600) beside each path, to be written and then `published`; whatever is left of them goes at the
    end.
    """
    made: list[Path] = []
    try:
        for path in paths:
            draft = path.with_name(f".{path.name[:180]}.{os.getpid()}.draft")
            os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600))
            made.append(draft)
        yield tuple(made)
    except OSError as problem:
        raise FraudgraphError(
            f"the file could not be written: {problem.strerror or problem}",
            kept="Nothing was written.",
            hint="check the folder, its permissions and the free space",
        ) from problem
    finally:
        for draft in made:
            draft.unlink(missing_ok=True)


def publish(draft: Path, path: Path, force: bool) -> WrittenFile:
    """Sync the draft and give it its name; without force a file that appeared meanwhile is not replaced."""
    with draft.open("rb") as file:
        os.fsync(file.fileno())
        written = WrittenFile(path, os.fstat(file.fileno()).st_size, digest(draft))
    if force:
        os.replace(draft, path)
    else:
        _link(draft, path)
    _sync_folder(path.parent)
    return written


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    whole = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def _link(draft: Path, path: Path) -> None:
    """A rename that never replaces."""
    try:
        os.link(draft, path)
    except FileExistsError as problem:
        raise UsageError(
            f"{path} appeared meanwhile", kept="It was not changed.", hint="name another file, or add --force"
        ) from problem
    except OSError:  # a file system without hard links
        os.replace(draft, path)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some file systems cannot sync a folder; the file itself is synced
    finally:
        os.close(handle)
