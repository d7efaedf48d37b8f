"""Which code a cell was measured with."""

import hashlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.quality.methods import variants

ROOT = Path(__file__).resolve().parents[2]
OWN = ("fraudgraph/detect", "fraudgraph/engine")
SHARED = ("rules.py", "world.py", "methods/graphs.py")
"""Code of which a digest stands beside each cell: of the law, of what all methods share (and of the method itself)."""


def code(of: str) -> str:
    """Digest of the code that a cell of the method in this module depends on."""
    files = [ROOT / "benchmarks" / "quality" / name for name in SHARED]
    files += sorted(path for folder in OWN for path in (ROOT / folder).rglob("*.py"))
    files += [Path(str(sys.modules[of].__file__))]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]


def stale(cells: Mapping[str, Mapping[str, Any]]) -> int:
    """How many cells of methods were measured with other code than there is now."""
    now = {one.slug: code(one.module) for one in variants()}
    return sum(slug in now and cell["code"] != now[slug] for slug, cell in cells.items())
