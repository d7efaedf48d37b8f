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


@pytest.fixture
def embedded() -> Iterator[Filled]:
    """Stores over a case folder."""
    with TemporaryDirectory() as folder:
        made: list[Path] = []

        def filled(loads: Sequence[Facts]) -> Stores:
            made.append(Path(folder) / f"case-{len(made)}")
            case = fill(made[-1], loads)
            return Stores(EmbeddedGraph(case), EmbeddedActivity(case))

        yield filled


STORES = ("embedded",)


@pytest.fixture(params=STORES)
def filled(request: pytest.FixtureRequest) -> Filled:
    """Every implementation in turn."""
    found: Filled = request.getfixturevalue(request.param)
    return found
