"""Rows that a question took long to count: kept beside the sorted files of its facts, so that they are counted once.

Like all of the cache they may be deleted at any time.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from fraudgraph.case.disk import FILE_MODE
from fraudgraph.graph.embedded.cache import Cache

Rows = Sequence[Sequence[Any]]


def place_of(cache: Cache, what: str, of: str, names: Sequence[str]) -> Path:
    """Where rows of a sort lie that were counted of what has these names. of: what is named."""
    digest = hashlib.sha256(json.dumps([of, *names]).encode()).hexdigest()
    return cache.folder / f"{what}-{digest[:32]}.json"


def read(path: Path) -> list[tuple[Any, ...]] | None:
    """The rows; None where they were never counted, or cannot be read."""
    try:
        return [tuple(row) for row in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return None


def keep(path: Path, rows: Rows) -> None:
    """Write rows for whoever asks next, if the disk takes them: whoever asked has them already."""
    draft = path.with_name(f".draft-{secrets.token_hex(8)}")
    with suppress(OSError):
        try:
            draft.write_text(json.dumps(rows), encoding="utf-8")
            draft.chmod(FILE_MODE)
            os.replace(draft, path)
        finally:
            draft.unlink(missing_ok=True)
