"""When the accounts of a ring are used: one after another at a limit (rotation), or all at the same moments (lockstep).

Rotation: a few workers, each with a job; a worker uses an account for a fixed number of exchanges, its limit, and goes
on within seconds with the account of the pool that has rested among the longest, so that loads are equal and rests
long. What the worker carries over is its session, or a public template under a new session.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

from fraudgraph.simulate.arrays import DAY, SECOND, Ints, distinct_each, split
from fraudgraph.simulate.networks import PublicPlaces
from fraudgraph.simulate.ring_kinds import RingPlan
from fraudgraph.simulate.script import AS_USUAL, Script

TURNS_OF_A_SESSION = 6
POPULAR = slice(0, 8)  # ranks of the public templates that a ring may carry: used by so many that they tie nobody
PIPELINE = 2  # of them that one ring has
ENDS = 3  # exchanges at both ends of a turn that surely have it
CARRIED = 0.5  # share of the others that have it
BEAT_JITTER = 20 * SECOND


@dataclass(frozen=True, slots=True)
class Turns:
    """Uses of accounts, one row an exchange by worker and time: moment, turn, worker."""

    at: Ints
    turn: Ints
    worker: Ints


def schedule(rng: np.random.Generator, plan: RingPlan, accounts: Ints, span: tuple[int, int], total: int) -> Script:
    """Exactly `total` exchanges of a ring within a span (UTC microseconds), sessions numbered from 0."""
    if plan.lockstep:
        return _in_lockstep(rng, plan, accounts, span, total)
    workers = max(1, round(plan.workers * len(accounts) / plan.size))
    parts = [_work(rng, plan, span, int(m)) for m in split(total, workers)]
    sizes = np.cumsum([0] + [int(p.turn[-1]) + 1 for p in parts])
    at = np.concatenate([p.at for p in parts])
    turn = np.concatenate([p.turn + first for p, first in zip(parts, sizes[:-1], strict=True)])
    worker = np.repeat(np.arange(len(parts)), [len(p.at) for p in parts])
    user = accounts[_take_turns(rng, Turns(at, turn, worker), len(accounts))][turn]
    in_worker = turn - sizes[worker]
    session = worker * 1_000_000 + in_worker // TURNS_OF_A_SESSION
    job = np.unique(session, return_inverse=True)[1]
    session = job if plan.carries == "session" else turn
    return Script(user, at, session.astype(np.int64), job.astype(np.int64))


def with_templates(rng: np.random.Generator, plan: RingPlan, places: PublicPlaces, script: Script) -> Script:
    """Jobs become templates: each one of the ring's two, where templates are carried, else those of the account."""
    template = np.full(len(script.at), AS_USUAL)
    if plan.carries == "template" and not plan.lockstep:
        jobs = int(script.template.max()) + 1
        known, rank = places.popular[POPULAR], places.popular_rank[POPULAR]
        pipeline = rng.choice(known, PIPELINE, replace=False, p=rank / rank.sum())
        chosen = rng.choice(pipeline, jobs)
        turn, place = script.session, np.arange(len(template))  # a session a turn, turns in order
        first = np.flatnonzero(np.diff(turn, prepend=-1))
        last = np.append(first[1:], len(place)) - 1
        near = np.minimum(place - first[turn], last[turn] - place) < ENDS
        carried = near | (rng.random(len(place)) < CARRIED)
        template[carried] = chosen[script.template[carried]]
    return Script(script.account, script.at, script.session, template)


def _work(rng: np.random.Generator, plan: RingPlan, span: tuple[int, int], m: int) -> Turns:
    """One worker's m exchanges from the first to the last moment of the span, with hand-overs of seconds."""
    place = np.arange(m)
    turn = place // plan.turn
    gap = rng.lognormal(0.0, 0.6, m)
    first = place % plan.turn == 0
    gap[first] = 0.0
    handed = rng.uniform(2.0, plan.hand_over, m) * first * SECOND
    room = (span[1] - span[0]) * rng.uniform(0.97, 0.995) - handed.sum()
    at = span[0] + np.cumsum(gap * (room / gap.sum()) + handed)
    return Turns(at.astype(np.int64), turn, np.zeros(0, np.int64))


def _take_turns(rng: np.random.Generator, turns: Turns, accounts: int) -> Ints:
    """Which account has each turn: in order of start, one of the quarter that has rested longest."""
    starts = np.full(int(turns.turn.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(starts, turns.turn, turns.at)
    rested = deque(rng.permutation(accounts).tolist())
    chosen = np.empty(len(starts), np.int64)
    places = rng.integers(0, max(1, accounts // 4), len(starts))
    for turn, place in zip(np.argsort(starts, kind="stable").tolist(), places.tolist(), strict=True):
        rested.rotate(-place)
        account = rested.popleft()
        rested.rotate(place)
        rested.append(account)
        chosen[turn] = account
    return chosen


def _in_lockstep(rng: np.random.Generator, plan: RingPlan, accounts: Ints, span: tuple[int, int], total: int) -> Script:
    """All accounts fire at the same moments, `lockstep` of them a day, new ones every day; some sit out."""
    days = (span[1] - span[0]) // DAY
    n, beats = len(accounts), plan.lockstep * days
    if total > n * beats:
        raise ValueError(f"{total} exchanges do not fit {beats} beats of {n} accounts")
    minutes = np.sort(distinct_each(rng, days, 24 * 60, plan.lockstep), axis=1)
    moments = span[0] + (np.arange(days) * DAY)[:, None] + minutes * 60 * SECOND
    drawn = np.sort(rng.permutation(n * beats)[:total])
    at = moments.ravel()[drawn // n] + rng.integers(0, BEAT_JITTER, total)
    session = np.unique((at // DAY) * n + drawn % n, return_inverse=True)[1]
    return Script(accounts[drawn % n], at, session.astype(np.int64), np.zeros(total, np.int64))
