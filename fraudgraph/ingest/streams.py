"""Bytes of text files: unpacked, hashed, counted, in UTF-8, and never more of them in memory than one chunk."""

import codecs
import gzip
import hashlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, Protocol

import zstandard

from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.sources import Format, Packing, Source, packing_of

CHUNK_BYTES = 16 << 20
LONGEST_ROW = 16 << 20
"""A longer row means a quote that never closes, or an attack; no export needs one."""
_HEAD_BYTES = 1 << 20
_MOST_UNPACKED = 500
_RATIO_COUNTS_FROM = 256 << 20
_WINDOW_BYTES = 128 << 20
_NOTHING = "Nothing was loaded."


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Counted:
    """The bytes of a file as they lie on disk. sha256: of what was read so far; count: how many bytes that was."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.count = 0

    def read(self, size: int = -1, /) -> bytes:
        """As a file's read; every byte passes the hash."""
        data = self._file.read(size if size >= 0 else CHUNK_BYTES)
        self.sha256.update(data)
        self.count += len(data)
        return data


class TextStream:
    """A text file as UTF-8 bytes without byte order mark. raw: what was read from disk."""

    def __init__(self, source: Source, file: Readable) -> None:
        self.source = source
        self.raw = Counted(file)
        self._unpacked = 0
        first = _unpack(source.packing, self.raw)
        self._packed = source.packing is not Packing.PLAIN
        self._stream: Readable = first
        self._recoder: codecs.IncrementalDecoder | None = None
        self._head = self._open(self._read_fully(_HEAD_BYTES))

    def _open(self, head: bytes) -> bytes:
        for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
            if head.startswith(mark):
                self._recoder = codecs.getincrementaldecoder(encoding)("strict")
                return self._recode(head[len(mark) :])
        return head.removeprefix(codecs.BOM_UTF8)

    def peek(self) -> bytes:
        """The first bytes, still to be read."""
        return self._head

    def read(self, size: int) -> bytes:
        """About so many bytes of UTF-8; none at the end."""
        if self._head:
            data, self._head = self._head, b""
            return data
        data = self._read(size)
        return self._recode(data) if self._recoder else data

    def drain(self) -> None:
        """Read to the end of what lies on disk, so that the hash is of the whole file."""
        while self.raw.read(CHUNK_BYTES):
            pass

    def _recode(self, data: bytes) -> bytes:
        assert self._recoder is not None
        try:
            return self._recoder.decode(data, final=not data).encode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise FraudgraphError(f"{self.source.given}: is not valid UTF-16", kept=_NOTHING) from None

    def _read_fully(self, size: int) -> bytes:
        parts = []
        while size > 0 and (data := self._read(size)):
            parts.append(data)
            size -= len(data)
        return b"".join(parts)

    def _read(self, size: int) -> bytes:
        try:
            data = self._stream.read(size)
        except (OSError, EOFError, zstandard.ZstdError) as error:
            raise FraudgraphError(
                f"{self.source.given}: cannot be read to its end: {error}",
                kept=_NOTHING,
                hint="is the file complete? test it with gzip -t or zstd -t" if self._packed else "",
            ) from None
        self._unpacked += len(data)
        if self._packed and self._unpacked > max(_RATIO_COUNTS_FROM, self.raw.count * _MOST_UNPACKED):
            raise FraudgraphError(
                f"{self.source.given}: unpacks to more than {_MOST_UNPACKED} times its size",
                kept=_NOTHING,
                hint="unpack it yourself if you trust it, and load the result",
            )
        return data


def _unpack(packing: Packing, raw: Counted) -> Readable:
    if packing is Packing.GZIP:
        return gzip.GzipFile(fileobj=raw)  # type: ignore[call-overload, no-any-return]
    if packing is Packing.ZSTD:
        unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
        return unpacker.stream_reader(raw, read_across_frames=True)  # type: ignore[arg-type]
    return raw


@contextmanager
def open_text(source: Source, stdin: BinaryIO | None = None) -> Iterator[TextStream]:
    """The text of a source; standard input is unpacked too if it is packed."""
    if source.path is not None:
        with source.path.open("rb") as file:
            yield _with_format(TextStream(source, file))
        return
    piped = _Peekable(stdin or sys.stdin.buffer)
    stream = TextStream(replace(source, packing=packing_of(piped.head)), piped)
    yield _with_format(stream)


def _with_format(stream: TextStream) -> TextStream:
    """Where neither the name nor the command says what it is, the first sign does."""
    if not stream.source.certain and stream.peek().lstrip()[:1] == b"{":
        stream.source = replace(stream.source, format=Format.NDJSON)
    return stream


class _Peekable:
    """Standard input with its first bytes known."""

    def __init__(self, file: Readable) -> None:
        self._file = file
        self.head = b""
        while len(self.head) < 4 and (more := file.read(4 - len(self.head))):
            self.head += more
        self._left = self.head

    def read(self, size: int = -1, /) -> bytes:
        """As a file's read."""
        if self._left:
            data, self._left = self._left[:size], self._left[size:]
            return data
        return self._file.read(size)
