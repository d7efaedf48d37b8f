"""The stores that must conform: a new implementation adds its factory to STORES and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fraudgraph.graph.base import ActivityStore, GraphStore
from fraudgraph.graph.embedded import EmbeddedActivity, EmbeddedGraph
from tests.contract.facts import Facts, fill


@dataclass(frozen=True)
class Stores:
    """Both stores over the same facts."""

    graph: GraphStore
    activity: ActivityStore


Filled = Callable[[Sequence[Facts]], Stores]
"""Loads -> stores that hold them."""


@pytest.fixture(scope="session")
def embedded() -> Iterator[Filled]:
    """Stores over a case folder. The same loads are filled in once: questions change nothing."""
    with TemporaryDirectory() as folder:
        known: dict[tuple[int, ...], tuple[Sequence[Facts], Stores]] = {}

        def filled(loads: Sequence[Facts]) -> Stores:
            key = tuple(map(id, loads))
            if key not in known:
                case = fill(Path(folder) / f"case-{len(known)}", loads)
                known[key] = loads, Stores(EmbeddedGraph(case), EmbeddedActivity(case))
            return known[key][1]

        yield filled


STORES = ("embedded",)


@pytest.fixture(params=STORES)
def filled(request: pytest.FixtureRequest) -> Filled:
    """Every implementation in turn."""
    found: Filled = request.getfixturevalue(request.param)
    return found
