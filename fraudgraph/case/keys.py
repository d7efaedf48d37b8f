"""Keys of the prompt fingerprints: made at first use, named by their own hash, readable by the owner only."""

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path

from fraudgraph.case.disk import make_folder, plain_disk_errors, refuse_link, write_new
from fraudgraph.errors import FraudgraphError, NotFound

_KEY_BYTES = 32
_ID = re.compile(r"[0-9a-f]{12}")
_FEWEST, _MOST = 16, 4096


def key_id_of(key: bytes) -> str:
    """The name of a key: 12 hex digits of a hash that does not give the key away."""
    return hashlib.sha256(b"fraudgraph prompt key\0" + key).hexdigest()[:12]


def read_key_file(path: Path) -> bytes:
    """The key in a file: 16 to 4,096 bytes and perhaps a line break; FraudgraphError for anything else."""
    with plain_disk_errors("No key was read."), open(path, "rb") as file:
        key = file.read(_MOST + 2).rstrip(b"\r\n")
    if not _FEWEST <= len(key) <= _MOST:
        raise FraudgraphError(
            f"{path}: a key has {_FEWEST} to {_MOST} bytes, this file has {len(key)}",
            hint="make one: openssl rand -hex 32 > FILE",
        )
    return key


class KeyStore:
    """The keys of one case. in_use: the id of the key of the case's latest fingerprinted prompts, None before any."""

    def __init__(self, folder: Path, in_use: Callable[[], str | None]) -> None:
        self._folder = folder
        self._in_use = in_use
        self._outside: bytes | None = None

    def current(self) -> tuple[str, bytes]:
        """(key_id, key) for new fingerprints: that of `use_file`, else the case's own, made now if there is none."""
        if self._outside is not None:
            return key_id_of(self._outside), self._outside
        in_use = self._in_use()
        if in_use is not None:
            return in_use, self.key(in_use)
        ids = self.ids()
        if ids:  # made by a load that was interrupted before it was stored
            return ids[0], self.key(ids[0])
        return self._make()

    def use_file(self, path: Path) -> tuple[str, bytes]:
        """Use the key in a file outside the case: 16 to 4,096 bytes and perhaps a line break. Nothing is copied."""
        key = read_key_file(path)
        self._outside = key
        return key_id_of(key), key

    def ids(self) -> tuple[str, ...]:
        """Ids of the keys that lie in the case, in order."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(name for name in os.listdir(self._folder) if _ID.fullmatch(name)))

    def key(self, key_id: str) -> bytes:
        """The key of that id. NotFound where the case does not hold it, FraudgraphError where the file was altered."""
        if self._outside is not None and key_id_of(self._outside) == key_id:
            return self._outside
        path = self._folder / key_id
        if not _ID.fullmatch(key_id) or not path.is_file():
            raise NotFound(
                f"the key {key_id} of this case's prompts is not in {self._folder}",
                hint="name its file with --key-file",
            )
        refuse_link(path)
        key = path.read_bytes()
        if not hmac.compare_digest(key_id_of(key), key_id):
            raise FraudgraphError(f"{path} is not the key that its name says", hint="restore the file from a backup")
        return key

    def _make(self) -> tuple[str, bytes]:
        key = secrets.token_bytes(_KEY_BYTES)
        with plain_disk_errors("Nothing was stored."):
            make_folder(self._folder)
            write_new(self._folder / key_id_of(key), key)
        return key_id_of(key), key
