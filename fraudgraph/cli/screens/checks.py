"""The line `checks` of `sweep` and `ring`: what was asked again, what came out, what was not run."""

from fraudgraph.cli import numbers, times
from fraudgraph.cli.documents import rings, work
from fraudgraph.cli.numbers import count, counted
from fraudgraph.investigate.views.checks import ChecksView
from fraudgraph.investigate.views.ring import LinkedBy
from fraudgraph.model.checks import NullCheck, SweepChecks


def of_sweep(checks: SweepChecks, rings: int) -> str:
    """`0 rings in 20 shuffled copies; 0 of 44 fragile over 10 resamples; 41 s + 13 min`."""
    said, took = [], []
    null, resampling, left_out = checks.null, checks.resampling, checks.leave_one_out
    if null is not None:
        said.append(_null(null, ""))
        took.append(null.seconds)
    if resampling is not None:
        runs = counted(resampling.runs, "resample")
        said.append(f"{count(resampling.fragile)} of {count(rings)} fragile over {runs}")
        took.append(resampling.seconds)
    if left_out is not None:
        said.append(f"{counted(len(left_out.left_out), 'run')} without a kind")
        took.append(left_out.seconds)
    missing = _missing(checks)
    said += [f"{missing}: not run"] * bool(missing)
    said += [" + ".join(map(_duration, took))] * bool(took)
    return "; ".join(said)


def _duration(seconds: float) -> str:
    return times.elapsed(seconds) if seconds < 1 else times.duration(int(seconds * times.SECOND_US))


def of_ring(view: ChecksView) -> str:
    """`0 rings in 20 shuffled copies of the facts; stability 0.97 over 10 resamples`, and whether the figures without
    a kind were measured.
    """
    said = []
    if view.sweep.null is not None:
        said.append(_null(view.sweep.null, " of the facts"))
    resampling = view.sweep.resampling
    if resampling is not None and view.stability is not None:
        fragile = f", fragile (under {resampling.limit:g})" if view.stability < resampling.limit else ""
        said.append(f"stability {_hundredths(view.stability)} over {counted(resampling.runs, 'resample')}{fragile}")
    missing = _missing(view.sweep)
    said += [f"{missing}: not run in this sweep"] * bool(missing)
    how = "measured, by detection without it" if view.together else "estimated from bits (sweep --leave-one-out)"
    return "; ".join([*said, f"ring without a kind: {how}"])


def _null(null: NullCheck, of: str) -> str:
    copies = counted(null.copies, "shuffled copy", "shuffled copies")
    doubt = " (none should pass: doubt every ring)" if null.rings else ""
    return f"{counted(null.rings, 'ring')} in {copies}{of}{doubt}"


def _missing(checks: SweepChecks) -> str:
    missing = ["null copies"] * (checks.null is None) + ["resampling"] * (checks.resampling is None)
    return " and ".join(missing)


def _hundredths(value: float) -> str:
    """Two decimals, never 1.00 of what is less."""
    return "0.99" if 0.99 <= value < 1 else f"{value:.2f}"


def without(view: ChecksView, one: LinkedBy, accounts: int) -> str:
    """`22,905 (91.7 %)`: measured where detection ran again without the kind, estimated from bits elsewhere."""
    measured = view.without(one.kind)
    left = one.left_without if measured is None else measured
    return f"{count(left)} ({numbers.share(left, accounts)})"


def data(view: ChecksView) -> rings.RingChecks:
    """The checks of a ring for JSON."""
    null, resampling = view.sweep.null, view.sweep.resampling
    fragile = None if resampling is None or view.stability is None else view.stability < resampling.limit
    return {
        "null_copies": None if null is None else null.copies,
        "null_rings": None if null is None else null.rings,
        "resamples": None if resampling is None else resampling.runs,
        "stability_mean_jaccard": view.stability,
        "fragile": fragile,
        "accounts_together_without": dict(view.together) or None,
        "accounts_together_hard_to_forge_only": view.hard_only,
    }


def sweep_data(checks: SweepChecks) -> work.SweepChecks:
    """The checks of a sweep for JSON; seeds make each copy again."""
    null, resampling, left_out = checks.null, checks.resampling, checks.leave_one_out
    return {
        "null": None
        if null is None
        else {"copies": null.copies, "rings": null.rings, "seeds": list(null.seeds), "seconds": null.seconds},
        "resampling": None
        if resampling is None
        else {
            "runs": resampling.runs,
            "dropped_share": resampling.dropped,
            "fragile_under": resampling.limit,
            "fragile_rings": resampling.fragile,
            "seeds": list(resampling.seeds),
            "seconds": resampling.seconds,
        },
        "leave_one_out": None
        if left_out is None
        else {"left_out": [list(kinds) for kinds in left_out.left_out], "seconds": left_out.seconds},
    }
