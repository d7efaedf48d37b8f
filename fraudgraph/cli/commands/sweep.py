"""`sweep`: facts into rings."""

from typing import TYPE_CHECKING, Annotated

import typer

from fraudgraph.cli import given, names, numbers, options
from fraudgraph.cli.answer import Desk, stoppable
from fraudgraph.cli.app import command
from fraudgraph.cli.screen import Screen
from fraudgraph.cli.show import narrate

if TYPE_CHECKING:
    from fraudgraph.case import Case
    from fraudgraph.cli.progress import Narrator
    from fraudgraph.model.rings import Sweep
    from fraudgraph.sweep import SweepOptions

AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="See facts before this time only (else all).", show_default=False),
]
Window = Annotated[
    str | None,
    typer.Option("--window", metavar="SPAN", help="And none older than this: 45d, 12h.", show_default=False),
]
Seed = Annotated[
    int | None,
    typer.Option("--seed", metavar="NUMBER", help="Of every random step; recorded.", show_default=False),
]
Null = Annotated[
    int,
    typer.Option(
        "--null", metavar="COPIES", help="Shuffle the facts that often; no ring should pass.", show_default=False
    ),
]
Resample = Annotated[
    int,
    typer.Option("--resample", metavar="COPIES", help="Drop a fifth of the sightings that often.", show_default=False),
]
LeaveOneOut = Annotated[
    bool, typer.Option("--leave-one-out", help="Run again without each kind in turn.", show_default=False)
]


@command("sweep", "fraudgraph sweep", "fraudgraph sweep --as-of 2026-06-06 --window 45d", "fraudgraph sweep --null 20")
def sweep(
    desk: Desk,
    as_of: AsOf = None,
    window: Window = None,
    seed: Seed = None,
    null: Null = 0,
    resample: Resample = 0,
    leave_one_out: LeaveOneOut = False,
    memory: options.Memory = None,
    threads: options.Threads = None,
) -> Screen:
    """Find the rings in the facts and say what changed.

    Rings known before keep their ids. The same facts, parameters, seed and versions give the same rings. Checks run
    the whole detection again on copies, before anything is stored. Ctrl-C keeps the sweep before.
    """
    from fraudgraph.engine.checks import Wanted
    from fraudgraph.engine.local import Local
    from fraudgraph.sweep import SweepOptions

    desk = desk.within(memory, threads)
    checks = Wanted(given.copies("--null", null), given.copies("--resample", resample), leave_one_out)
    chosen = SweepOptions(
        as_of_us=given.instant(as_of),
        window_us=given.span(window),
        seed=seed,
        engine=Local(threads=desk.settings.threads),
        checks=checks,
    )
    with desk.case() as case:
        return run(case, chosen, desk.narrator())


def run(case: "Case", options: "SweepOptions", narrator: "Narrator") -> Screen:
    """Sweep with progress on stderr; the screen of what it left."""
    from fraudgraph.case import sweeps
    from fraudgraph.cli.screens.swept import Swept, swept
    from fraudgraph.investigate.rings import rings
    from fraudgraph.sweep import sweep as find

    before = sweeps.find_latest(case)
    with stoppable(lambda: _stands(case, before), narrator, case):
        narrate(_opening(before, options, case.config.threads))
        report = find(case, options, narrator)
        known = sweeps.ring_ids(case, before.sweep_id) if before else ()
        events = sweeps.lineage(case, report.sweep.sweep_id)
        return swept(Swept(report, rings(case), known, events))


def _opening(before: "Sweep | None", options: "SweepOptions", threads: int) -> str:
    """`S-0012: facts before 2026-06-06 00:00:00 UTC, seed 7, 2 cores`."""
    from fraudgraph.cli import times

    name = names.sweep_id(before.sweep_id + 1 if before else 1)
    facts = f"facts before {times.stamp(options.as_of_us)}" if options.as_of_us is not None else "all facts loaded"
    window = f" of the last {times.duration(options.window_us)}" if options.window_us else ""
    seed = "" if options.seed is None else f", seed {options.seed}"
    return f"{name}: {facts}{window}{seed}, {numbers.counted(threads, 'core')}"


def _stands(case: "Case", before: "Sweep | None") -> str:
    """Which sweep is current: a sweep may be stopped after it was stored."""
    from fraudgraph.case import sweeps

    now = sweeps.find_latest(case)
    if now is None:
        return "The case is as it was: not swept yet."
    stays = before is not None and before.sweep_id == now.sweep_id
    return f"{names.sweep_id(now.sweep_id)} {'stays' if stays else 'is stored and'} current."
