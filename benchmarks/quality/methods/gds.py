"""Neo4j Graph Data Science on the graph of accounts and identifiers: a projection, one of its algorithms, and the rule
of its fraud tutorial where that is wanted.

Needs a server with the plug-in: NEO4J_GDS_URL, NEO4J_GDS_USER and NEO4J_GDS_PASSWORD say where; docs/neo4j.md says how
OpenGDS is run. Nothing is written to the database: the projection is made of parameters, and dropped.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from benchmarks.quality.methods.base import Missing
from benchmarks.quality.methods.graphs import components, pairs, rarity, two_sided
from benchmarks.quality.methods.tutorial import Tutorial, shared
from benchmarks.quality.world import Seen
from fraudgraph.detect.incidence import Index

NAME = "fraudgraph-benchmark"
_PROJECT = """
UNWIND $edges AS edge
RETURN gds.graph.project($name, edge[0], edge[1], {relationshipProperties: {weight: edge[2]}},
  {undirectedRelationshipTypes: ['*']}) AS graph
"""
_SPENT = """
CALL dbms.queryJmx('java.lang:type=OperatingSystem') YIELD attributes
RETURN attributes.ProcessCpuTime.value / 1e9 AS seconds
"""
_ALGORITHMS = {
    "wcc": ("CALL gds.wcc.stream($name, {concurrency: 1}) YIELD nodeId, componentId AS group", ()),
    "label propagation": (
        "CALL gds.labelPropagation.stream($name, {relationshipWeightProperty: 'weight', concurrency: 1}) "
        "YIELD nodeId, communityId AS group", (),
    ),
    "louvain": (
        "CALL gds.louvain.stream($name, {relationshipWeightProperty: 'weight', concurrency: 1}) "
        "YIELD nodeId, communityId AS group", (),
    ),
    "leiden": (
        "CALL gds.leiden.stream($name, {relationshipWeightProperty: 'weight', gamma: $gamma, randomSeed: $seed, "
        "concurrency: 1}) YIELD nodeId, communityId AS group", ("gamma", "seed"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Gds:
    """algorithm: of _ALGORITHMS; gamma: the resolution of Leiden; cap: identifiers of more holders are left out (0:
    none is); edges weigh log2(N / k) where rare, else 1; rule: of a group those remain together that it joins.
    """

    algorithm: str
    gamma: float = 1.0
    cap: int = 0
    rare: bool = False
    rule: Tutorial | None = None

    def labels(self, seen: Seen, seed: int) -> Index:
        """One community a group; an account whose identifiers were all left out is in none."""
        i = seen.incidence
        kept = (i.holders <= self.cap)[i.identifier] if self.cap else np.ones(len(i.account), np.bool_)
        edges = two_sided(i)[kept]
        weight = (rarity(i) if self.rare else np.ones(len(i.account)))[kept]
        text, wanted = _ALGORITHMS[self.algorithm]
        values = {name: value for name, value in (("gamma", self.gamma), ("seed", seed)) if name in wanted}
        found = np.full(i.N, -1, np.int64)
        with _projected(edges, weight) as session:
            for node, group in session.run(
                f"{text} WHERE nodeId < $n RETURN nodeId, group", name=NAME, n=i.N, **values
            ):
                found[node] = group
        return found if self.rule is None else _joined(seen, found, self.rule)


def server_seconds() -> float:
    """Processor seconds that the server has used since its start: nearly all of what a method costs is there."""
    with _driver().session() as session:
        return float(session.run(_SPENT).single()["seconds"])


def _joined(seen: Seen, group: Index, rule: Tutorial) -> Index:
    """Components over the pairs of one group that the rule joins."""
    i = seen.incidence
    if not seen.instruments.any():
        raise Missing("no kind here proves ownership, and the rule begins with one that does")
    found = pairs(i, rule.cap, seen.instruments[i.kind])
    found = found.take((group[found.a] == group[found.b]) & (group[found.a] >= 0))
    keep = shared(i, found.a, found.b) >= 1 + rule.further
    return components(i.N, found.a[keep], found.b[keep])


@contextmanager
def _projected(edges: Index, weight: "np.ndarray[Any, Any]") -> Iterator[Any]:
    """A session in which the graph is projected."""
    rows = [[int(a), int(v), float(w)] for (a, v), w in zip(edges.tolist(), weight.tolist(), strict=True)]
    with _driver().session() as session:
        session.run("CALL gds.graph.drop($name, false)", name=NAME).consume()
        session.run(_PROJECT, name=NAME, edges=rows).consume()
        try:
            yield session
        finally:
            session.run("CALL gds.graph.drop($name, false)", name=NAME).consume()


@cache
def _driver() -> Any:
    url = os.environ.get("NEO4J_GDS_URL")
    if not url:
        raise Missing("no Neo4j with Graph Data Science is named: NEO4J_GDS_URL, NEO4J_GDS_USER, NEO4J_GDS_PASSWORD")
    from neo4j import GraphDatabase

    user = os.environ.get("NEO4J_GDS_USER", "neo4j")
    return GraphDatabase.driver(url, auth=(user, os.environ.get("NEO4J_GDS_PASSWORD", "")))
