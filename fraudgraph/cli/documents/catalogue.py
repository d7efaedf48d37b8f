"""Which documents each command may print. Apart from the documents: a command loads its own alone."""

from collections.abc import Mapping
from typing import Any

from fraudgraph.cli.documents import clock, graph, hubs, intake, nodes, people, rings, upkeep, walks, work

DOCUMENTS: Mapping[str, tuple[Any, ...]] = {
    "demo": (work.Demo,),
    "simulate": (work.Simulated, work.Scenarios),
    "load": (work.Load,),
    "status": (work.Status,),
    "sweep": (work.Swept,),
    "rings": (rings.Rings,),
    "ring": (rings.OneRing,),
    "members": (rings.Members, walks.Ids, work.Memberships),
    "why": (nodes.Why, walks.Whys),
    "node": (nodes.AccountNode, nodes.IdentifierNode, walks.Nodes),
    "export": (work.Exported, work.Drawn),
    "map": (intake.Drafted, intake.PresetMapping),
    "fingerprint": (intake.Filtered,),
    "search": (walks.Searches, walks.Ids),
    "expand": (walks.Expanded, walks.Ids),
    "path": (walks.Path,),
    "timeline": (clock.Timeline,),
    "hubs": (hubs.Hubs,),
    "judge": (people.Judged, people.Labelled),
    "note": (people.Noted,),
    "forget": (upkeep.Forgotten,),
    "doctor": (upkeep.Doctor,),
    "graph push": (graph.Pushed, graph.Bulk),
    "graph pull": (work.Load,),
    "graph status": (graph.Compared,),
    "graph query": (graph.Catalogue, graph.Answered, graph.WrittenAnswer),
}
"""Command -> what its document may be."""
