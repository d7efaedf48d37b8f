"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, graph, load, rings, simulate, status, sweep, why

MODULES = (demo, simulate, load, status, sweep, rings, why, export, graph)
ORDER = (
    "demo", "simulate", "load", "status", "sweep", "rings", "ring", "members", "why", "node", "export",
    "graph push", "graph pull", "graph status", "graph query",
)  # fmt: skip
"""The commands in the order of `fraudgraph --help`."""
