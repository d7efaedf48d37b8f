"""The case folder: facts as immutable segments, a ledger for everything small, and a custody log of who did what."""

from fraudgraph.case.case import Case
from fraudgraph.case.custody import CustodyRecord, CustodyState, verify_chain
from fraudgraph.case.facts import fact_columns
from fraudgraph.case.loads import Hub, Load, LoadedColumn, LoadedFile, Reconciliation, Segment
from fraudgraph.case.segments import SegmentFault

__all__ = [
    "Case",
    "CustodyRecord",
    "CustodyState",
    "Hub",
    "Load",
    "LoadedColumn",
    "LoadedFile",
    "Reconciliation",
    "Segment",
    "SegmentFault",
    "fact_columns",
    "verify_chain",
]
