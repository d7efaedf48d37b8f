"""The commands: each parses, calls, and returns what to show."""

from fraudgraph.cli.commands import demo, export, load, rings, simulate, status, sweep, why

MODULES = (demo, simulate, load, status, sweep, rings, why, export)
"""In the order of `fraudgraph --help`."""
