"""Which files a load reads: names, globs, folders and `-`, each file once, and how each is packed."""

import glob
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fraudgraph.errors import FraudgraphError, NotFound, UsageError

STDIN = "-"
_NOTHING = "Nothing was loaded."


class Format(StrEnum):
    """What a file is inside."""

    CSV = "csv"
    TSV = "tsv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


class Packing(StrEnum):
    """How a file is compressed as a whole."""

    PLAIN = ""
    GZIP = "gz"
    ZSTD = "zst"


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read.

    given: its path as people wrote or will read it; path: where it lies (None: standard input); certain: the name, the
    command or the first bytes say its format.
    """

    given: str
    path: Path | None
    format: Format
    packing: Packing
    bytes: int
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """The files of a load, and what was left out, in sentences."""

    sources: tuple[Source, ...]
    notes: tuple[str, ...]


_SUFFIXES = {
    ".csv": Format.CSV,
    ".tsv": Format.TSV,
    ".tab": Format.TSV,
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".json": Format.NDJSON,
    ".parquet": Format.PARQUET,
    ".pq": Format.PARQUET,
}
_PACKED = {".gz": Packing.GZIP, ".gzip": Packing.GZIP, ".zst": Packing.ZSTD, ".zstd": Packing.ZSTD}
_GZIP_MAGIC, _ZSTD_MAGIC, _PARQUET_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PAR1"
_FOLDER_NOTE = "not read, because the name says neither CSV, NDJSON nor Parquet: {}"


def find_sources(given: Sequence[str], format_name: str | None = None) -> Found:
    """Every file that `given` names, in that order, folders and globs by name. NotFound where something names none."""
    chosen = _format_named(format_name)
    sources: list[Source] = []
    notes: list[str] = []
    seen: dict[object, str] = {}
    for name, in_folder in _expand(given):
        source = _source(name, chosen, in_folder)
        if source is None:
            notes.append(_FOLDER_NOTE.format(name))
            continue
        identity = _identity(source)
        if identity in seen:
            notes.append(f"{name} is the same file as {seen[identity]}: read once")
            continue
        seen[identity] = name
        sources.append(source)
    if not sources:
        raise NotFound(
            "there is no file to load here", hint="name files of CSV, NDJSON or Parquet, or a folder with some"
        )
    return Found(tuple(sources), tuple(notes))


def _format_named(name: str | None) -> Format | None:
    if name is None:
        return None
    try:
        return Format(name.lower())
    except ValueError:
        raise UsageError(f"{name!r} is not a format", hint=f"one of {', '.join(Format)}") from None


def _expand(given: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """(name, whether it came from a folder). A file of exactly that name comes before its reading as a pattern."""
    for name in given:
        if name == STDIN:
            yield name, False
        elif os.path.isdir(name):
            yield from ((path, True) for path in _files_of(name))
        elif os.path.lexists(name):
            yield name, False
        else:
            yield from _matches(name)


def _matches(pattern: str) -> Iterator[tuple[str, bool]]:
    found = sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []
    if not found:
        raise NotFound(
            f"there is no file {pattern!r}", hint="check the name, or quote a pattern that the shell expands"
        )
    for name in found:
        if os.path.isdir(name):
            yield from ((path, True) for path in _files_of(name))
        else:
            yield name, False


def _files_of(folder: str) -> Iterator[str]:
    """Regular files under a folder in order of name; hidden ones are left out, linked folders not entered."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            if not name.startswith(".") and os.path.isfile(path):
                yield path


def _source(name: str, chosen: Format | None, in_folder: bool) -> Source | None:
    if name == STDIN:
        return Source(STDIN, None, chosen or Format.CSV, Packing.PLAIN, 0, chosen is not None)
    path = Path(name)
    try:
        facts = path.stat()
        _refuse_devices(name, facts.st_mode)
        by_name, packing = _by_name(path)
        if in_folder and by_name is None and chosen is None:
            return None
        if not stat.S_ISREG(facts.st_mode):
            return Source(name, path, chosen or by_name or Format.CSV, Packing.PLAIN, 0, bool(chosen or by_name))
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise FraudgraphError(
            f"{name}: cannot be read: {error.strerror}",
            kept=_NOTHING,
            hint="check the path and its permissions",
        ) from None
    packing = packing_of(head)
    if head == _PARQUET_MAGIC:
        return Source(name, path, Format.PARQUET, packing, facts.st_size)
    if by_name is Format.PARQUET and packing is Packing.PLAIN:
        raise FraudgraphError(f"{name}: is not Parquet, whatever its name says", kept=_NOTHING)
    return Source(
        name, path, chosen or by_name or Format.CSV, packing, facts.st_size, chosen is not None or by_name is not None
    )


def _refuse_devices(name: str, mode: int) -> None:
    if stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode):
        raise FraudgraphError(f"{name}: is a device, not a file", kept=_NOTHING, hint="use - for standard input")


def _by_name(path: Path) -> tuple[Format | None, Packing]:
    suffixes = [suffix.lower() for suffix in path.suffixes]
    packing = _PACKED.get(suffixes[-1], Packing.PLAIN) if suffixes else Packing.PLAIN
    if packing is not Packing.PLAIN:
        suffixes.pop()
    return (_SUFFIXES.get(suffixes[-1]) if suffixes else None), packing


def packing_of(head: bytes) -> Packing:
    """What the bytes say, whatever the name says."""
    if head.startswith(_GZIP_MAGIC):
        return Packing.GZIP
    return Packing.ZSTD if head.startswith(_ZSTD_MAGIC) else Packing.PLAIN


def _identity(source: Source) -> object:
    if source.path is None:
        return STDIN
    facts = source.path.stat()
    return facts.st_dev, facts.st_ino
