"""Honest hand-overs: a person who goes on in another account, colleagues who share a conversation, a job that fails.

They leave the same trace as a ring in rotation, a session that goes on in another account, and are the reason why the
trace alone accuses nobody.
"""

from dataclasses import dataclass

import numpy as np

from fraudgraph.simulate.arrays import DAY, MINUTE, NEVER, SECOND, Floats, Ints
from fraudgraph.simulate.population import CATEGORIES, Population
from fraudgraph.simulate.script import AS_USUAL, Script


@dataclass(frozen=True, slots=True)
class Habit:
    """A way of handing on: the category and share of its groups that have it, how often in the window, and the pause
    (median seconds and log-normal spread).
    """

    category: str
    share: float
    events: float
    pause: float
    spread: float


HABITS = (
    Habit("multi_account", 0.3, 8.0, 45.0, 0.8),  # one person whose first account has reached its limit
    Habit("pooler", 0.6, 12.0, 45.0, 0.8),  # one person with many accounts
    Habit("family", 0.03, 2.0, 900.0, 1.2),
    Habit("firm", 0.5, 20.0, 1500.0, 1.3),  # a conversation shared among colleagues
    Habit("firm", 0.05, 40.0, 60.0, 0.6),  # a help desk at the change of shifts
    Habit("agency", 0.3, 15.0, 600.0, 1.3),
    Habit("automated_firm", 0.5, 60.0, 6.0, 0.6),  # a job that goes on with the next service account after an error
)


@dataclass(frozen=True, slots=True)
class Events:
    """Hand-overs: from whom, to whom, when the first begins, exchanges before and after, pause in microseconds."""

    giver: Ints
    taker: Ints
    start: Ints
    before: Ints
    after: Ints
    pause: Ints


def hand_on(population: Population, rng: np.random.Generator) -> None:
    """Script the honest hand-overs of every group that has the habit."""
    group, category = population.trait("group"), population.trait("category")
    staying = population.trait("ended") == NEVER
    for habit in HABITS:
        mine = np.flatnonzero((category == CATEGORIES.index(habit.category)) & staying & (group >= 0))
        pairs = _pairs(rng, mine, group[mine], habit)
        if len(pairs):
            population.script(_rows(rng, _events(population, rng, pairs, habit)))


def _pairs(rng: np.random.Generator, accounts: Ints, group: Ints, habit: Habit) -> Ints:
    """Givers and takers of all events, shape (events, 2): two accounts of one group."""
    order = np.lexsort((rng.random(len(accounts)), group))
    names, first, size = np.unique(group[order], return_index=True, return_counts=True)
    has = (rng.random(len(names)) < habit.share) & (size > 1)
    events = np.repeat(np.flatnonzero(has), rng.poisson(habit.events, int(has.sum())) + 1)
    one = rng.integers(0, size[events])
    other = (one + rng.integers(1, size[events])) % size[events]
    return np.asarray(accounts[order][first[events][:, None] + np.stack([one, other], axis=1)])


def _events(population: Population, rng: np.random.Generator, pairs: Ints, habit: Habit) -> Events:
    calendar, n = population.calendar, len(pairs)
    created = population.trait("created")[pairs].max(axis=1)
    opens = np.maximum(created + 10 * MINUTE, calendar.start)
    room = np.maximum(calendar.end - DAY // 2 - opens, DAY // 4)
    pause = rng.lognormal(np.log(habit.pause), habit.spread, n)
    return Events(
        pairs[:, 0],
        pairs[:, 1],
        (opens + rng.random(n) * room).astype(np.int64),
        rng.integers(4, 16, n),
        rng.integers(3, 16, n),
        (np.clip(pause, 2.0, 3 * 3600.0) * SECOND).astype(np.int64),
    )


def _rows(rng: np.random.Generator, events: Events) -> Script:
    """Exchanges about a minute apart, first of the giver, then of the taker, in one session an event."""
    length = events.before + events.after
    event = np.repeat(np.arange(len(length)), length)
    place = np.arange(len(event)) - np.repeat(np.cumsum(length) - length, length)
    taken = place >= events.before[event]
    gap = np.minimum(rng.lognormal(np.log(50.0), 0.7, len(event)), 600.0) * SECOND
    gap = np.where(place == events.before[event], events.pause[event], np.where(place == 0, 0.0, gap))
    at = events.start[event] + _running(gap, np.cumsum(length) - length, event)
    account = np.where(taken, events.taker[event], events.giver[event])
    return Script(account, at.astype(np.int64), event.astype(np.int64), np.full(len(event), AS_USUAL))


def _running(gap: Floats, first: Ints, event: Ints) -> Floats:
    """Sums of the gaps within each event."""
    total = np.cumsum(gap)
    return np.asarray(total - total[first[event]] + gap[first[event]])
