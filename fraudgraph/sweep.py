"""One function that runs a sweep: facts -> sightings -> rings -> signs -> checks -> names -> ledger."""

import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.metadata import version
from itertools import pairwise

from fraudgraph.assess.calibration import calibrate
from fraudgraph.assess.framing import framings
from fraudgraph.assess.report import Assessed, assess, identifiers, members, rings
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import stand
from fraudgraph.case import Case, Hub, sweeps
from fraudgraph.case.verdicts import judged_rings
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.checks import Checked, Wanted, check
from fraudgraph.engine.copies import Bench
from fraudgraph.engine.garbage import put_off
from fraudgraph.engine.local import Local
from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.graph.base import ActivityStore, GraphStore, View
from fraudgraph.graph.embedded import EmbeddedActivity, EmbeddedGraph
from fraudgraph.model.checks import Framing, RingChecks, SweepChecks
from fraudgraph.model.progress import Progress, Silence
from fraudgraph.model.rings import Change, LineageEvent, Review, Ring, Sweep
from fraudgraph.track.matching import Carried, Found, Known, Matching, match

DAY_US = 86_400_000_000
DEFAULT_SEED = 0
LIBRARIES = ("igraph", "numpy", "scipy", "duckdb")


@dataclass(frozen=True)
class SweepOptions:
    """as_of_us: facts before this instant (None: the midnight after the newest fact); window_us: None for all; seed:
    None for the default; checks: what else is run, before anything is committed.
    """

    as_of_us: int | None = None
    window_us: int | None = None
    seed: int | None = None
    engine: Local = field(default_factory=Local)
    checks: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True)
class SweepReport:
    """What a sweep left. before: rings and accounts in rings of the sweep before (0 if none); changes: rings now by
    change; events: what happened to the rings of before.
    """

    sweep: Sweep
    previous: Sweep | None
    rings: tuple[Ring, ...]
    rings_before: int
    changes: Mapping[Change, int]
    gone: tuple[int, ...]
    merged_away: tuple[tuple[int, int], ...]
    accounts_before: int
    accounts_now: int
    accounts_joined: int
    accounts_left: int
    ids_ever: int
    checks: SweepChecks = field(default_factory=SweepChecks)


def sweep(case: Case, options: SweepOptions, progress: Progress | None = None) -> SweepReport:
    """Run detection on the facts visible, assess and name the rings, commit all of it in one transaction.

    Needs the lock of the case; a failed or interrupted sweep leaves the one before current.
    """
    progress = progress or Silence()
    started = time.time_ns() // 1000
    with case.writing("sweep"):
        graph, activity = EmbeddedGraph(case), EmbeddedActivity(case)
        with case.snapshot():  # a hub that somebody names meanwhile is left to the next sweep, whole
            run = _Run(case, options, _view(case, activity, options), progress, started, case.hubs())
            sightings = _read(graph, run)
        with activity.beside(run.view):
            found = options.engine.detect(sightings, case.kinds(), run.seed, _Stages(progress))
        assessed = _assess(activity, run, sightings, found)
        checked = check(Bench(options.engine, sightings, case.kinds(), found), options.checks, run.seed, progress)
        progress.stage("names", None, "rings")
        with put_off():
            framed = framings(assessed.scene, options.engine.params.kappa)
            checked = replace(checked, rings=tuple(map(_framed, checked.rings, framed)))
            report = _commit(case, assessed, checked, _draft(run, sightings, found))
        progress.done(_rings(len(report.rings)))
    return report


@dataclass(frozen=True)
class _Run:
    """What every step of one sweep knows."""

    case: Case
    options: SweepOptions
    view: View
    progress: Progress
    started: int
    hubs: tuple[Hub, ...]

    @property
    def seed(self) -> int:
        return DEFAULT_SEED if self.options.seed is None else self.options.seed


def _view(case: Case, activity: ActivityStore, options: SweepOptions) -> View:
    """What is visible. Without --as-of: everything, up to the midnight after the newest fact."""
    if not case.segments():
        raise FraudgraphError("the case holds no facts", hint=f"fraudgraph load FILES --case {case.path}")
    if options.window_us is not None and options.window_us <= 0:
        raise UsageError("--window must be longer than nothing", hint="write it like 45d or 12h")
    if options.as_of_us is not None:
        return View(options.as_of_us, options.window_us)
    end = activity.facts_end_us()
    end = case.loads()[-1].at_us if end is None else end
    return View((end // DAY_US + 1) * DAY_US, options.window_us)


def _read(graph: GraphStore, run: _Run) -> Sightings:
    run.progress.stage("read", None, "sightings")
    sightings = graph.sightings(run.view)
    if sightings.accounts == 0:
        raise FraudgraphError("no fact is visible at that time", hint="see fraudgraph status for what is loaded")
    seen = f"{int(sightings.degree.sum()):,} sightings, {sightings.accounts:,} accounts"
    run.progress.done(f"{seen}, {sightings.identifiers:,} shared identifiers")
    return sightings


class _Stages:
    """Turns detection's reports into stages of progress."""

    def __init__(self, progress: Progress) -> None:
        self.progress, self.now = progress, ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self.now:
            self.progress.stage(stage, total, "steps")
            self.now = stage
        self.progress.advance(done)
        if done == total:
            self.progress.done(f"{done} of {total}")


def _assess(activity: ActivityStore, run: _Run, sightings: Sightings, found: Linkage) -> Assessed:
    run.progress.stage("assess", None, "rings")
    profiles = activity.profiles(run.view, sightings)
    kinds = run.case.kinds()
    scene = Scene(sightings, profiles, found, stand(found, sightings.kinds, kinds), kinds)
    assessed = assess(scene, calibrate(judged_rings(run.case)))
    run.progress.done(f"{_rings(found.rings)}, {len(found.account):,} accounts")
    return assessed


def _draft(run: _Run, sightings: Sightings, found: Linkage) -> Sweep:
    """The sweep's record, without its id."""
    parameters = {**asdict(run.options.engine.params), "hubs": _digest([f"{hub.kind}:{hub.value}" for hub in run.hubs])}
    versions = {"fraudgraph": version("fraudgraph-rings"), **{name: version(name) for name in LIBRARIES}}
    counts = {
        "accounts": sightings.accounts,
        "sightings": int(sightings.degree.sum()),
        "shared_sightings": len(sightings.account),
        "shared_identifiers": sightings.identifiers,
        "unlinkable_accounts": int((sightings.degree.sum(1) == 0).sum()),
        "partitions": found.proposed[0],
        "candidates": found.proposed[1],
        "cells": found.cells,
        "rings": found.rings,
        "members": len(found.account),
    }
    return Sweep(
        0,
        run.view.as_of_us,
        run.view.window_us,
        run.seed,
        tuple((name, str(value)) for name, value in sorted(parameters.items())),
        tuple(sorted(versions.items())),
        tuple(counts.items()),
        _digest([segment.sha256 for segment in run.case.segments()]),
        run.started,
        run.started,
    )


def _rings(count: int) -> str:
    return f"{count:,} ring" + "s" * (count != 1)


def _digest(parts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _framed(ring: RingChecks, framing: tuple[Framing, ...]) -> RingChecks:
    return replace(ring, framing=framing)


def _commit(case: Case, assessed: Assessed, checked: Checked, draft: Sweep) -> SweepReport:
    """Name the rings, new ones in the order of the list, and write everything."""
    previous = sweeps.find_latest(case)
    known = sweeps.known_rings(case)
    listed = sorted(rings(assessed), key=lambda ring: ring.rank)
    found = _found(assessed)
    matching = match(known, [found[ring.ring_id] for ring in listed], sweeps.next_ring_id(case))
    ids = [0] * len(listed)
    for ring, carried in zip(listed, matching.carried, strict=True):
        ids[ring.ring_id] = carried.ring_id
    named = [_name(ring, carried, ids) for ring, carried in zip(listed, matching.carried, strict=True)]
    record = replace(draft, finished_us=max(time.time_ns() // 1000, draft.started_us))
    result = sweeps.SweepResult(
        record,
        sweeps.with_birth(case, named),
        members(assessed, ids),
        identifiers(assessed.scene, ids),
        _lineage(matching, known, listed),
        matching.born,
        checked.sweep,
        tuple(replace(ring, ring_id=ids[ring.ring_id]) for ring in checked.rings),
    )
    sweep_id = sweeps.write(case, result)
    report = _report(case, replace(record, sweep_id=sweep_id), previous, matching, known)
    return replace(report, checks=checked.sweep)


def _found(assessed: Assessed) -> list[Found]:
    """Account ids and core of each community."""
    scene = assessed.scene
    ids, core = scene.sightings.account_ids[scene.linkage.account], scene.standing.core
    start = scene.start.tolist()
    spans = [slice(a, b) for a, b in pairwise(start)]
    return [Found(frozenset(ids[span].tolist()), frozenset(ids[span][core[span]].tolist())) for span in spans]


def _name(ring: Ring, carried: Carried, ids: Sequence[int]) -> Ring:
    """The ring under its id, with what happened to it."""
    return replace(
        ring,
        ring_id=carried.ring_id,
        review=Review.NEW if carried.came_from is None or carried.came_from != carried.ring_id else Review.TO_DO,
        change=carried.change,
        joined=carried.joined,
        left=carried.left,
        associated=tuple(ids[r] for r in ring.associated),
    )


def _lineage(matching: Matching, known: Sequence[Known], listed: Sequence[Ring]) -> tuple[LineageEvent, ...]:
    """Events of all rings, those that are gone too, with their members now or when last seen."""
    last = {ring.ring_id: len(ring.members) for ring in known}
    events = []
    for one, ring in zip(matching.carried, listed, strict=True):
        other = one.came_from if one.came_from != one.ring_id else None
        events.append(LineageEvent(one.ring_id, one.change, other, ring.accounts))
        events += [LineageEvent(away, Change.MERGED, one.ring_id, last[away]) for away in one.absorbed]
    return tuple(events + [LineageEvent(gone, Change.DORMANT, None, last[gone]) for gone in matching.gone])


def _report(
    case: Case, record: Sweep, previous: Sweep | None, matching: Matching, known: Sequence[Known]
) -> SweepReport:
    """The equations between the sweep before and this one."""
    now = sweeps.rings(case, record.sweep_id)
    changes = dict.fromkeys(Change, 0)
    for ring in now:
        changes[ring.change] += 1
    accounts = frozenset(sweeps.account_ids(case, record.sweep_id))
    before = frozenset(sweeps.account_ids(case, previous.sweep_id)) if previous else frozenset()
    return SweepReport(
        record,
        previous,
        now,
        sum(not ring.dormant for ring in known),
        changes,
        matching.gone,
        tuple((away, one.ring_id) for one in matching.carried for away in one.absorbed),
        len(before),
        len(accounts),
        len(accounts - before),
        len(before - accounts),
        sweeps.next_ring_id(case) - 1,
    )
