"""The JSON documents of the commands, as types: screens return them, `docs/schemas` is made of them.

Names of fields are an interface. A field may be added; one that goes, or changes its
meaning, raises `SCHEMA_VERSION`.
"""

from collections.abc import Mapping
from typing import Any

from fraudgraph.cli.documents import intake, nodes, parts, rings, upkeep, work

DOCUMENTS: Mapping[str, tuple[Any, ...]] = {
    "demo": (work.Demo,),
    "simulate": (work.Simulated, work.Scenarios),
    "load": (work.Load,),
    "map": (intake.Drafted, intake.Preset),
    "fingerprint": (intake.Filtered,),
    "status": (work.Status,),
    "sweep": (work.Swept,),
    "rings": (rings.Rings,),
    "ring": (rings.OneRing,),
    "members": (rings.Members, work.Memberships),
    "why": (nodes.Why,),
    "node": (nodes.AccountNode, nodes.IdentifierNode),
    "export": (work.Exported, work.Drawn),
    "forget": (upkeep.Forgotten,),
    "doctor": (upkeep.Doctor,),
}
"""Command -> what its document may be."""

__all__ = ["DOCUMENTS", "intake", "nodes", "parts", "rings", "upkeep", "work"]
