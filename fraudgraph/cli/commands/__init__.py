"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import (
    demo,
    export,
    hubs,
    judge,
    load,
    rings,
    search,
    simulate,
    status,
    sweep,
    timeline,
    walk,
    why,
)

MODULES = (demo, simulate, load, status, sweep, rings, search, walk, why, timeline, hubs, judge, export)
ORDER = (
    "demo",
    "simulate",
    "load",
    "status",
    "sweep",
    "rings",
    "ring",
    "members",
    "search",
    "node",
    "expand",
    "why",
    "timeline",
    "hubs",
    "judge",
    "note",
    "export",
)
"""The commands in the order of `fraudgraph --help`."""
