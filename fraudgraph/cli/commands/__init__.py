"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, forget, judge, load, rings, simulate, status, sweep, why

MODULES = (demo, simulate, load, status, sweep, rings, why, judge, export, forget)
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
    "judge",
    "note",
    "export",
    "forget",
)
"""The commands in the order of `fraudgraph --help`."""
