"""The checks of a sweep: chance, loss, and one kind less, each with the whole scheme run again."""

import hashlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np

from fraudgraph.detect.check.agreement import FRAGILE
from fraudgraph.detect.check.thin import DROPPED
from fraudgraph.detect.codelength import Floats
from fraudgraph.detect.incidence import Index
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.copies import Bench, Result, Sort, Task, run
from fraudgraph.model.checks import LeaveOneOut, NullCheck, Resampling, RingChecks, SweepChecks
from fraudgraph.model.kinds import Kind, kind_of, root_of
from fraudgraph.model.progress import Progress


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which checks to run. null, resample: how many copies (0: not run); leave_one_out: without each kind in turn."""

    null: int = 0
    resample: int = 0
    leave_one_out: bool = False


@dataclass(frozen=True)
class Checked:
    """What the checks found; rings: in the order of the linkage, ring_id is the place there."""

    sweep: SweepChecks
    rings: tuple[RingChecks, ...]


def check(bench: Bench, wanted: Wanted, seed: int, progress: Progress) -> Checked:
    """Run the checks that are wanted; nothing is run for those that are not."""
    bench = replace(bench, kinds=dict(bench.kinds), sightings=_without_names(bench.sightings))
    chains = _chains(bench) if wanted.leave_one_out else []
    easy = easy_to_forge(bench.sightings.kinds, bench.kinds)
    groups = [*chains, *([easy] if chains and easy and easy not in chains else [])]
    null = [Task(Sort.NULL, derived(seed, Sort.NULL, n)) for n in range(wanted.null)]
    resamples = [Task(Sort.RESAMPLE, derived(seed, Sort.RESAMPLE, n)) for n in range(wanted.resample)]
    with closing(run(bench, [*null, *resamples, *(Task(Sort.WITHOUT, seed, kinds) for kinds in groups)])) as answers:
        nulled = _null(null, answers, progress) if null else None
        resampling, stability = _resampling(resamples, answers, progress) if resamples else (None, None)
        left_out, stay = _leave_one_out(groups, answers, progress) if wanted.leave_one_out else (None, {})
    together = {name: stay[kinds] for kinds in chains for name in kinds}
    return Checked(
        SweepChecks(nulled, resampling, left_out),
        tuple(_ring(r, stability, together, stay.get(easy)) for r in range(bench.found.rings)),
    )


def derived(seed: int, purpose: str, number: int) -> int:
    """The seed of one copy: made of the sweep's seed, so that a copy can be made again, and of nothing else."""
    return int.from_bytes(hashlib.sha256(f"{seed} {purpose} {number}".encode()).digest()[:4], "big")


def _without_names(s: Sightings) -> Sightings:
    """The sightings as checks see them: no text travels to another process."""
    return replace(s, account_ids=np.empty(s.accounts, object), identifier_values=np.empty(s.identifiers, object))


def _chains(bench: Bench) -> list[tuple[str, ...]]:
    """The kinds that are left out together: each chain of derived kinds of which one holds a ring together."""
    names, kinds = bench.sightings.kinds, bench.kinds
    used = {names[t] for t in np.unique(bench.sightings.kind[bench.found.owned.identifier]).tolist()}
    root = {name: root_of(kind_of(name, kinds), kinds).name for name in names}
    return [tuple(name for name in names if root[name] == head) for head in sorted({root[name] for name in used})]


def easy_to_forge(names: Sequence[str], kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Those that an outsider can forge without holding something of somebody else."""
    return tuple(name for name in names if not kind_of(name, kinds).hard_to_fake)


def _timed(answers: Iterator[Result], count: int, stage: str, progress: Progress) -> tuple[list[Result], float]:
    """The next results, and how many seconds they took."""
    started = time.monotonic()
    progress.stage(stage, count, "copies")
    found = []
    for done in range(1, count + 1):
        found.append(next(answers))
        progress.advance(done)
    progress.done(f"{count} of {count} copies")
    return found, round(time.monotonic() - started, 3)


def _null(tasks: Sequence[Task], answers: Iterator[Result], progress: Progress) -> NullCheck:
    found, seconds = _timed(answers, len(tasks), "null", progress)
    return NullCheck(len(tasks), int(sum(one[0] for one in found)), tuple(task.seed for task in tasks), seconds)


def _resampling(tasks: Sequence[Task], answers: Iterator[Result], progress: Progress) -> tuple[Resampling, Floats]:
    found, seconds = _timed(answers, len(tasks), "resample", progress)
    stability = np.mean(found, axis=0)
    fragile = int((stability < FRAGILE).sum())
    return Resampling(len(tasks), DROPPED, FRAGILE, fragile, tuple(task.seed for task in tasks), seconds), stability


def _leave_one_out(
    groups: Sequence[tuple[str, ...]], answers: Iterator[Result], progress: Progress
) -> tuple[LeaveOneOut, dict[tuple[str, ...], Index]]:
    found, seconds = _timed(answers, len(groups), "one out", progress)
    return LeaveOneOut(tuple(groups), seconds), dict(zip(groups, found, strict=True))


def _ring(r: int, stability: Floats | None, together: Mapping[str, Index], hard_only: Index | None) -> RingChecks:
    return RingChecks(
        r,
        None if stability is None else round(float(stability[r]), 6),
        tuple((name, int(stay[r])) for name, stay in sorted(together.items())),
        None if hard_only is None else int(hard_only[r]),
    )
