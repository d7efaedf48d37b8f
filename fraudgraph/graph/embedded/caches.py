"""What lies in the cache folder: it may be deleted at any time, and must hold nothing that was forgotten."""

import json
from dataclasses import dataclass
from pathlib import Path

from fraudgraph.case import Case


@dataclass(frozen=True, slots=True)
class CacheFolder:
    """One folder. whole: whether its description can be read; dead: made of segments that are
    not in the case any more.
    """

    path: Path
    whole: bool
    dead: bool


def cache_folders(case: Case) -> tuple[CacheFolder, ...]:
    """Every finished cache of the case."""
    live = {segment.sha256 for segment in case.segments()}
    return tuple(_folder(path, live) for path in sorted(case.cache.glob("facts-*")) if path.is_dir())


def _folder(path: Path, live: set[str]) -> CacheFolder:
    try:
        events = json.loads((path / "meta.json").read_text(encoding="utf-8"))["events"] or ()
    except (OSError, ValueError, KeyError):
        return CacheFolder(path, False, False)
    return CacheFolder(path, True, any(token.partition(":")[0] not in live for token in events))
