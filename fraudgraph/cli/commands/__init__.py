"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, hubs, load, rings, simulate, status, sweep, timeline, why

MODULES = (demo, simulate, load, status, sweep, rings, why, timeline, hubs, export)
ORDER = (
    "demo",
    "simulate",
    "load",
    "status",
    "sweep",
    "rings",
    "ring",
    "members",
    "why",
    "node",
    "timeline",
    "hubs",
    "export",
)
"""The commands in the order of `fraudgraph --help`."""
