"""fraudgraph: find, understand and prove rings of linked accounts."""

__version__ = "0.1.0"
