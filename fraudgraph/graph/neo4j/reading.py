"""All sightings of the graph as the arrays that detection reads."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import Population
from fraudgraph.graph.neo4j.connection import Connection


def sightings_of(to: Connection, case_id: str, population: Population) -> Sightings:
    """Accounts by code point, shared identifiers by (kind, value), edges by (account, identifier)."""
    shared = sorted(
        (row["kind"], row["value"], row["key"]) for row in to.stream("read/all_identifiers", case_id=case_id)
    )
    kinds = sorted({kind for kind, _, _ in shared})
    accounts = sorted(
        (row["account_id"], row["key"], row["stratum"], row["degree"])
        for row in to.stream("read/all_accounts", case_id=case_id, kinds=kinds)
    )
    account = {key: place for place, (_, key, _, _) in enumerate(accounts)}
    identifier = {key: place for place, (_, _, key) in enumerate(shared)}
    edges = _edges(to, case_id, account, identifier)
    number = {kind: place for place, kind in enumerate(kinds)}
    return Sightings(
        account=edges[:, 0].astype(np.int32),
        identifier=edges[:, 1].astype(np.int32),
        kind=np.array([number[kind] for kind, _, _ in shared], np.int16),
        degree=np.array([degree for *_, degree in accounts], np.int32).reshape(len(accounts), len(kinds)),
        stratum=np.array([stratum for _, _, stratum, _ in accounts], np.int32),
        kinds=tuple(kinds),
        strata=population.strata,
        account_ids=_objects([name for name, *_ in accounts]),
        identifier_values=_objects([value for _, value, _ in shared]),
        count=np.ascontiguousarray(edges[:, 2]),
    )


def _edges(to: Connection, case_id: str, account: dict[str, int], identifier: dict[str, int]) -> NDArray[np.int64]:
    """int64[E, 3]: account, identifier, exchanges; ordered."""
    flat = np.fromiter(
        (
            number
            for row in to.stream("read/all_sightings", case_id=case_id)
            for number in (account[row[0]], identifier[row[1]], row[2])
        ),
        np.int64,
    ).reshape(-1, 3)
    return flat[np.lexsort((flat[:, 1], flat[:, 0]))]


def _objects(values: list[Any]) -> NDArray[np.object_]:
    return np.array([*values, None], dtype=object)[:-1]
