"""The stores that must conform: a new implementation adds its factory to STORES and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pytest

from fraudgraph.case import Case
from fraudgraph.detect.params import Params
from fraudgraph.graph.base import ActivityStore, GraphStore, View
from fraudgraph.graph.embedded import EmbeddedActivity, EmbeddedGraph
from fraudgraph.graph.neo4j import Neo4jGraph
from fraudgraph.graph.neo4j.address import address
from fraudgraph.graph.neo4j.connection import Connection, connect
from fraudgraph.graph.neo4j.push import Push
from fraudgraph.graph.neo4j.tables import Chosen
from fraudgraph.graph.neo4j.wanted import Wanted
from fraudgraph.model.progress import Silence
from tests.contract.facts import Facts, fill
from tests.neo4j.running import Server


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


class Projected:
    """A graph in Neo4j of which each question sees the facts of its view: they are pushed where it shows others."""

    def __init__(self, to: Connection, case: Case) -> None:
        self._to, self._case = to, case
        self._view: View | None = None

    def __getattr__(self, name: str) -> Callable[..., object]:
        def ask(view: View, *more: object, **named: object) -> object:
            if view != self._view:
                with Wanted(self._case, view, Chosen(whole=True)) as wanted:
                    Push(self._to, wanted, Params().kappa, Silence()).run()
                self._view = view
            return getattr(Neo4jGraph(self._to, self._case, whole=True), name)(view, *more, **named)

        return ask


@pytest.fixture(scope="session")
def neo4j(neo4j_server: Server) -> Iterator[Filled]:
    """Graphs in Neo4j, each of a case of its own; what accounts did stays in the case."""
    way = address(neo4j_server.uri, None, None, neo4j_server.password)
    with TemporaryDirectory() as folder, connect(way) as to:
        known: dict[tuple[int, ...], tuple[Sequence[Facts], Stores]] = {}

        def filled(loads: Sequence[Facts]) -> Stores:
            key = tuple(map(id, loads))
            if key not in known:
                case = fill(Path(folder) / f"case-{len(known)}", loads)
                known[key] = loads, Stores(cast(GraphStore, Projected(to, case)), EmbeddedActivity(case))
            return known[key][1]

        yield filled


STORES = ("embedded", pytest.param("neo4j", marks=pytest.mark.neo4j))


@pytest.fixture(params=STORES)
def filled(request: pytest.FixtureRequest) -> Filled:
    """Every implementation in turn."""
    found: Filled = request.getfixturevalue(request.param)
    return found
