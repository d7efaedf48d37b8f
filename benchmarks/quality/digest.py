"""Which code a cell was measured with."""

import ast
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.quality.methods import variants

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("benchmarks.quality.rules", "benchmarks.quality.world")
"""What every method is given and judged by, beside the method itself."""
OURS = ("fraudgraph.detect.", "fraudgraph.engine.", "fraudgraph.assess.", "benchmarks.quality.")
"""What is followed from there: code that can change labels."""


@cache
def code(of: str) -> str:
    """Digest of the code that a cell depends on whose method is in this module."""
    return hashlib.sha256(b"".join(path_of(module).read_bytes() for module in sorted(reached(of)))).hexdigest()[:12]


def reached(of: str) -> set[str]:
    """What this module and the shared code import, and so on."""
    found: set[str] = set()
    left = [of, *SHARED]
    while left:
        module = left.pop()
        if module not in found:
            found.add(module)
            left += imported(module)
    return found


def imported(module: str) -> Iterator[str]:
    """Modules of these that this one imports, at its head or in a function."""
    for node in ast.walk(ast.parse(path_of(module).read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module and f"{node.module}.".startswith(OURS):
            inner = [f"{node.module}.{alias.name}" for alias in node.names]
            yield node.module
            yield from (name for name in inner if path_of(name).exists())


def path_of(module: str) -> Path:
    """Where it is written."""
    place = ROOT.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def stale(cells: Mapping[str, Mapping[str, Any]]) -> int:
    """How many cells of methods were measured with other code than there is now."""
    now = {one.slug: code(one.module) for one in variants()}
    return sum(slug in now and cell["code"] != now[slug] for slug, cell in cells.items())
