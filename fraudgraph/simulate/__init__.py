"""Populations with planted rings and honest groups that resemble them, and the truth beside them.

`simulate("demo", Path("out"))` writes tables that `fraudgraph load out/data` reads. See `SCENARIOS` for what there is.
"""

from fraudgraph.simulate.scenarios import SCENARIOS, Scenario
from fraudgraph.simulate.simulation import Simulated, simulate

__all__ = ["SCENARIOS", "Scenario", "Simulated", "simulate"]
