"""The embedded stores: DuckDB over the facts of a case, and sorted files in its cache. No server."""

from fraudgraph.graph.embedded.activity import EmbeddedActivity
from fraudgraph.graph.embedded.graph import EmbeddedGraph

__all__ = ["EmbeddedActivity", "EmbeddedGraph"]
