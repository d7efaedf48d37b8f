"""Files to facts: read, map, normalise, reject, fingerprint prompts, and tell new rows from copies."""

from fraudgraph.ingest.load import load
from fraudgraph.ingest.options import LoadOptions, LoadResult, RejectedReason

__all__ = ["LoadOptions", "LoadResult", "RejectedReason", "load"]
