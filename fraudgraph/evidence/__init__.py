"""What leaves the case: the evidence subgraph of a ring, memberships; sanitised, deterministic, read back, in the
custody log.
"""

from fraudgraph.evidence.export import Exported, ExportOptions, export_ring
from fraudgraph.evidence.memberships import WrittenMemberships, write_memberships

__all__ = ["ExportOptions", "Exported", "WrittenMemberships", "export_ring", "write_memberships"]
