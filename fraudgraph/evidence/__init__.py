"""What leaves the case: the evidence subgraph of a ring, drawings of it, memberships; sanitised, deterministic, read
back, in the custody log.
"""

from fraudgraph.evidence.draw import Drawn, DrawOptions, draw_ring
from fraudgraph.evidence.export import Exported, ExportOptions, export_ring
from fraudgraph.evidence.memberships import WrittenMemberships, write_memberships

__all__ = [
    "DrawOptions",
    "Drawn",
    "ExportOptions",
    "Exported",
    "WrittenMemberships",
    "draw_ring",
    "export_ring",
    "write_memberships",
]
