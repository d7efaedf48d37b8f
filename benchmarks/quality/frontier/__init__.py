"""Where detection ends: a grid of accounts on a card x accounts on an address x accounts on a variant of the template x
camouflage. How much of it is recovered, by whom, and how many honest people are linked on the way.
"""

from benchmarks.quality.frontier.run import run

__all__ = ["run"]
