"""`simulate`: a population with planted rings, to try everything on."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.errors import UsageError

if TYPE_CHECKING:
    from fraudgraph.cli.progress import Narrator

ScenarioName = Annotated[
    str | None, typer.Argument(metavar="SCENARIO", help="Which population; --list names them.", show_default=False)
]
Folder = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="DIR", help="An empty or new folder.", show_default=False)
]
Scale = Annotated[
    float, typer.Option("--scale", metavar="NUMBER", help="Times as many accounts and exchanges, 0.01 to 2.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="NUMBER", help="The same seed gives the same bytes.")]
Format = Annotated[str, typer.Option("--format", metavar="NAME", help="parquet, csv or ndjson.")]
List = Annotated[bool, typer.Option("--list", help="Name the scenarios, with their figures.", show_default=False)]


@command("simulate", "fraudgraph simulate campaign --scale 0.1 -o simulated", "fraudgraph simulate --list")
def simulate(
    desk: Desk,
    scenario: ScenarioName = None,
    output: Folder = None,
    scale: Scale = 1.0,
    seed: Seed = 1,
    format: Format = "parquet",
    list_scenarios: List = False,
) -> Screen:
    """Write a simulated population with planted rings.

    With honest groups that resemble them, and the truth beside it.
    """
    from fraudgraph.cli.screens import simulated
    from fraudgraph.simulate import SCENARIOS
    from fraudgraph.simulate import simulate as write

    if list_scenarios:
        return simulated.scenarios(tuple(SCENARIOS.values()))
    if scenario is None or output is None:
        raise UsageError(
            "name a scenario and a folder", hint="fraudgraph simulate demo -o simulated, or --list for the names"
        )
    narrator = desk.narrator(stages=False)
    with stoppable(f"The folder {output} is incomplete: remove it before the next try.", narrator):
        done = write(scenario, output, scale=scale, seed=seed, format=format, progress=steps(narrator))
    narrator.done()
    return simulated.written(scenario, done)


def steps(narrator: "Narrator") -> Callable[[str, int, int], None]:
    """A callback (stage, done, total) that a Narrator follows."""

    def step(stage: str, done: int, total: int) -> None:
        if narrator.current is None or narrator.current.name != stage:
            narrator.stage(stage, total, "steps")
        narrator.advance(done)

    return step
