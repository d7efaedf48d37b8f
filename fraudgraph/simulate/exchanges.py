"""Exchanges of a finished population, one day at a time, sorted by time.

A day needs memory for its own rows only (about a million at full size). Every day has its own generator, so days do not
depend on each other.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from fraudgraph.simulate import behaviour
from fraudgraph.simulate.arrays import DAY, MINUTE, SECOND, Ints, stream
from fraudgraph.simulate.behaviour import HALF_HOURS, QUANTILES
from fraudgraph.simulate.population import Calendar, Holdings, World
from fraudgraph.simulate.script import AS_USUAL, Script, ordinary_sessions

HALF_HOUR = DAY // HALF_HOURS
NONE = -1
JITTER = 20 * SECOND  # of machines that act at fixed minutes
ACCOUNT_BITS = 24  # 16 million accounts; the microseconds of a day take 37 bits more
Draws = npt.NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Day:
    """The exchanges of one day, by time: codes of account, address, template (-1: free-form), the rest, and sessions
    (numbers) where there are any.
    """

    account: npt.NDArray[np.int32]
    at: Ints
    address: npt.NDArray[np.int32]
    template: npt.NDArray[np.int32]
    model: npt.NDArray[np.uint8]
    capability: npt.NDArray[np.uint8]
    input_tokens: npt.NDArray[np.int32]
    output_tokens: npt.NDArray[np.int32]
    outcome: npt.NDArray[np.uint8]
    session: Ints | None = None


class Exchanges:
    """Makes the days of a population: `Exchanges(world, calendar, seed).day(0)` and so on."""

    def __init__(self, world: World, calendar: Calendar, seed: int) -> None:
        traits = world.traits
        self._world, self._calendar, self._seed = world, calendar, seed
        self._clock = traits["hours"].astype(np.int32) * HALF_HOURS + traits["clock"].astype(np.int32)
        self._templated = (traits["templated"].astype(np.float64) * 65535).astype(np.uint16)
        self._templated[np.diff(world.templates.start) == 0] = 0
        self._unplanned = np.ones(world.accounts, np.bool_)
        self._unplanned[world.planned.accounts] = False
        self._hours, self._week = behaviour.hour_table(), behaviour.week_table()
        self._capabilities, self._outcomes = behaviour.capability_table(), behaviour.outcome_table()
        self._tokens = tuple(behaviour.token_table(which, stream(seed, f"tokens {which}")) for which in (0, 1))

    def day(self, index: int) -> Day:
        """The exchanges of day `index` of the calendar."""
        rng = stream(self._seed, f"day {index}")
        counts = self._counts(rng, index)
        account = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        draws = rng.integers(0, 65536, (10, len(account)), dtype=np.uint16)
        opens = self._calendar.start + index * DAY
        at, account = _by_time(opens, self._times(index, account, draws[:3]), account)
        made = self._describe(index, account, at, draws[3:])
        return made if self._world.script is None else self._with_script(index, made, self._world.script)

    def _with_script(self, index: int, made: Day, script: Script) -> Day:
        """The exchanges of a day and those of the script, by time, each with its session."""
        opens = self._calendar.start + index * DAY
        rows = script.between(opens, opens + DAY)
        draws = stream(self._seed, f"script {index}").integers(0, 65536, (7, len(rows.at)), dtype=np.uint16)
        fixed = self._describe(index, rows.account.astype(np.int32), rows.at, draws)
        template = np.where(rows.template == AS_USUAL, fixed.template, rows.template).astype(np.int32)
        fixed = replace(fixed, template=template, session=rows.session)
        made = replace(made, session=ordinary_sessions(made.account.astype(np.int64), made.at, self._world.accounts))
        order = np.lexsort((np.append(made.account, fixed.account), np.append(made.at, fixed.at)))
        return Day(*(np.append(getattr(made, f.name), getattr(fixed, f.name))[order] for f in fields(Day)))

    def _counts(self, rng: np.random.Generator, index: int) -> Ints:
        """Exchanges of every account on a day: planned ones, Poisson for the others on the days they are active."""
        traits, calendar = self._world.traits, self._calendar
        opens = calendar.start + index * DAY
        weekday = (calendar.first.weekday() + index) % 7
        active = traits["active"].astype(np.float64)
        here = self._unplanned & (traits["created"] < opens + DAY) & (traits["ended"] > opens)
        here &= rng.random(len(active)) < active
        who = np.flatnonzero(here)
        mean = traits["per_day"][who] / active[who] * self._week[traits["hours"][who].astype(np.int64), weekday]
        counts = np.zeros(len(active), np.int64)
        counts[who] = rng.poisson(mean)
        counts[self._world.planned.accounts] = self._world.planned.counts[:, index]
        return counts

    def _times(self, index: int, account: npt.NDArray[np.int32], draws: Draws) -> Ints:
        """UTC microseconds; on the day of a sign-up or of a block squeezed into what remains of the day."""
        opens = self._calendar.start + index * DAY
        half_hour = self._hours[self._clock[account], draws[0] >> 4].astype(np.int64)
        fraction = (draws[1].astype(np.int64) << 16) | draws[2]
        at = opens + half_hour * HALF_HOUR + ((fraction * HALF_HOUR) >> 32)
        beat = self._world.traits["beat"][account].astype(np.int64) * MINUTE
        at = np.where(beat > 0, at - at % np.maximum(beat, 1) + fraction % JITTER, at)
        created, ended = self._world.traits["created"], self._world.traits["ended"]
        cut = np.flatnonzero(((created > opens) & (created < opens + DAY)) | ((ended > opens) & (ended < opens + DAY)))
        squeezed = np.zeros(len(created), np.bool_)
        squeezed[cut] = True
        rows = np.flatnonzero(squeezed[account])
        begins = np.maximum(created[account[rows]], opens).astype(np.int64)
        span = np.minimum(ended[account[rows]], opens + DAY).astype(np.int64) - begins
        at[rows] = begins + ((at[rows] - opens) / DAY * span).astype(np.int64)
        return np.asarray(at)

    def _describe(self, index: int, account: npt.NDArray[np.int32], at: Ints, draws: Draws) -> Day:
        traits, world = self._world.traits, self._world
        launch = -1 if self._calendar.launch is None else index - self._calendar.launch
        models = behaviour.model_table(launch)
        template = _choose(world.templates, account, draws[1])
        template[draws[0] >= self._templated[account]] = NONE
        capability = self._capabilities[traits["mix"][account], draws[2] >> 6]
        return Day(
            account=account,
            at=at,
            address=_choose(world.addresses, account, draws[3]),
            template=template,
            model=models[traits["taste"][account], draws[4] >> 6],
            capability=capability,
            input_tokens=self._tokens[0][capability, draws[5]],
            output_tokens=self._tokens[1][capability, draws[6]],
            outcome=self._outcomes[traits["trouble"][account], draws[0] & (QUANTILES - 1)],
        )


def _by_time(opens: int, at: Ints, account: npt.NDArray[np.int32]) -> tuple[Ints, npt.NDArray[np.int32]]:
    """Times and accounts in order of time, then account: packed into one word each, since words sort fastest."""
    packed = np.sort(((at - opens) << ACCOUNT_BITS) | account)
    return (packed >> ACCOUNT_BITS) + opens, (packed & ((1 << ACCOUNT_BITS) - 1)).astype(np.int32)


def _choose(holdings: Holdings, account: npt.NDArray[np.int32], draw: Draws) -> npt.NDArray[np.int32]:
    """One identifier of each account, or -1 where it has none."""
    start = holdings.start[account]
    length = holdings.start[account + 1] - start
    place = start + ((draw.astype(np.int64) * length) >> 16)
    chosen = holdings.codes[np.minimum(place, len(holdings.codes) - 1)]
    return np.where(length > 0, chosen, np.int32(NONE))
