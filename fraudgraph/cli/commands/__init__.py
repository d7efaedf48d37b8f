"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, load, rings, search, simulate, status, sweep, walk, why

MODULES = (demo, simulate, load, status, sweep, rings, search, walk, why, export)
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
    "path",
    "export",
)
"""The commands in the order of `fraudgraph --help`."""
