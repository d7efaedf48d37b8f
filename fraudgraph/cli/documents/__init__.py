"""The JSON documents of the commands, as types: screens return them, `docs/schemas` is made of them.

Names of fields are an interface. A field may be added; one that goes, or changes its
meaning, raises `SCHEMA_VERSION`.
"""

from collections.abc import Mapping
from typing import Any

from fraudgraph.cli.documents import nodes, parts, rings, walks, work

DOCUMENTS: Mapping[str, tuple[Any, ...]] = {
    "demo": (work.Demo,),
    "simulate": (work.Simulated, work.Scenarios),
    "load": (work.Load,),
    "status": (work.Status,),
    "sweep": (work.Swept,),
    "rings": (rings.Rings,),
    "ring": (rings.OneRing,),
    "members": (rings.Members, work.Memberships, walks.Ids),
    "search": (walks.Searches, walks.Ids),
    "why": (nodes.Why,),
    "node": (nodes.AccountNode, nodes.IdentifierNode, walks.Nodes),
    "expand": (walks.Expand, walks.Ids),
    "path": (walks.Path,),
    "export": (work.Exported, work.Drawn),
}
"""Command -> what its document may be."""

__all__ = ["DOCUMENTS", "nodes", "parts", "rings", "walks", "work"]
