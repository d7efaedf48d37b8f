"""Asking the cache for a few names or for many: a list in the SQL lets whole row groups be skipped, a join carries thousands."""

from collections.abc import Collection, Sequence

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from fraudgraph.case.facts import literal
from fraudgraph.graph.embedded.cache import Cache

_FEW = 200


def among(db: DuckDBPyConnection, column: str, values: Collection[str] | Collection[int]) -> str:
    """A SQL condition: the column is one of the values."""
    if len(values) <= _FEW:
        return f"{column} IN ({', '.join(literal(v) if isinstance(v, str) else str(v) for v in values) or 'NULL'})"
    name = f"wanted_{abs(hash(column)) % 10**9}"
    db.register(name, pa.table({"value": pa.array(values)}))
    return f"{column} IN (SELECT value FROM {name})"
