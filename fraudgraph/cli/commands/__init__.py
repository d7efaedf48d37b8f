"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, load, rings, search, simulate, status, sweep, why

MODULES = (demo, simulate, load, status, sweep, rings, search, why, export)
ORDER = ("demo", "simulate", "load", "status", "sweep", "rings", "ring", "members", "search", "why", "node", "export")
"""The commands in the order of `fraudgraph --help`."""
