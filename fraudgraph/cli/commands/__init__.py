"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, fingerprint, load, map, rings, simulate, status, sweep, why

MODULES = (demo, simulate, load, map, fingerprint, status, sweep, rings, why, export)
ORDER = (
    *("demo", "simulate", "load", "map", "fingerprint", "status"),
    *("sweep", "rings", "ring", "members", "why", "node", "export"),
)
"""The commands in the order of `fraudgraph --help`."""
