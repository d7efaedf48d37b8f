"""`simulate`: build a named population, write its tables day by day, and the truth beside them."""

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa

from fraudgraph.errors import UsageError
from fraudgraph.simulate import handing_on, networks, organisations, people, rings, tables
from fraudgraph.simulate.arrays import stream
from fraudgraph.simulate.exchanges import Exchanges
from fraudgraph.simulate.files import FORMATS, write_table
from fraudgraph.simulate.networks import PublicPlaces
from fraudgraph.simulate.organisations import Site
from fraudgraph.simulate.population import CATEGORIES, Population, World
from fraudgraph.simulate.rings import Operation, Planted
from fraudgraph.simulate.scenarios import SCENARIOS, Scenario

SMALLEST, LARGEST = 0.01, 2.0
HOSTING_ADDRESSES, HOSTING_TENANTS = 150, 1500
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was written: `folder`/data has the tables (`files`), beside it the truth and the scenario's figures."""

    folder: Path
    data: Path
    files: tuple[Path, ...]
    truth: Path
    description: Path
    accounts: int
    exchanges: int
    payments: int
    actions: int
    rings: int
    ring_accounts: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Built:
    """A population ready to be written."""

    world: World
    names: tables.Names
    planted: tuple[Planted, ...]


def simulate(  # noqa: PLR0913  the options of one command
    scenario: str | Scenario,
    out: Path,
    *,
    scale: float = 1.0,
    seed: int = 1,
    format: str = "parquet",
    progress: Progress | None = None,
) -> Simulated:
    """Write a named population into the empty folder `out`: out/data/*, out/truth.csv, out/scenario.json.

    scale multiplies accounts and exchanges (0.01 to 2; the smallest rings and groups keep a floor). The same scenario,
    scale, seed and format give the same bytes. format: parquet, csv or ndjson. progress(stage, done, total) is called
    after each step. scenario: its name, or one of one's own. Exchanges have no request_id, and session_id in scenarios
    with sessions only. Raises UsageError for an unknown word, a scale out of range, or a folder that is not empty.
    """
    began = time.perf_counter()
    chosen = _checked(scenario, out, scale, format)
    tell = progress or _silent
    built = build(chosen, round(scale * chosen.scale_of_scenario, 9), seed, tell)
    data = out / "data"
    data.mkdir(parents=True, exist_ok=True)
    write = Writing(built, chosen, seed, data, format)
    small = write.small_tables()
    days, exchanges = write.days(tell)
    write_table(tables.truth_table(built.world, built.names, _named(built.planted)), out / "truth.csv", "csv")
    rows = {"accounts": 0, "exchanges": exchanges} | {name: n for name, (_, n) in small.items()}
    settings = {"scenario": chosen.name, "scale": scale, "seed": seed, "format": format}
    _describe(out / "scenario.json", settings, chosen, built, rows)
    return Simulated(
        folder=out,
        data=data,
        files=(*(path for path, _ in small.values()), *days),
        truth=out / "truth.csv",
        description=out / "scenario.json",
        **rows,
        rings=len(built.planted),
        ring_accounts=sum(len(p.accounts) for p in built.planted),
        seconds=time.perf_counter() - began,
    )


def _silent(stage: str, done: int, total: int) -> None:
    """Nobody asked for progress."""


def _checked(scenario: str | Scenario, out: Path, scale: float, form: str) -> Scenario:
    if isinstance(scenario, str) and scenario not in SCENARIOS:
        raise UsageError(f'no scenario is called "{scenario}"', hint=f"choose one of: {', '.join(SCENARIOS)}")
    if form not in FORMATS:
        raise UsageError(f'cannot write the format "{form}"', hint=f"choose one of: {', '.join(FORMATS)}")
    if not SMALLEST <= scale <= LARGEST:
        raise UsageError(f"a scale of {scale:g} is out of range", hint=f"choose {SMALLEST:g} to {LARGEST:g}")
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} is a file, not a folder", hint="name a folder that is new or empty")
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty", hint="name a folder that is new or empty; nothing is ever overwritten")
    return SCENARIOS[scenario] if isinstance(scenario, str) else scenario


def build(scenario: Scenario, scale: float, seed: int, tell: Progress) -> Built:
    """The population of a scenario at a scale, with names."""
    population = Population(scenario.calendar, scenario.sessions)
    honest = round(scenario.honest * scale)
    places = networks.build(population.registry, stream(seed, "places"), honest)
    _add_groups(population, places, scenario, scale, seed)
    tell("population", 1, 4)
    people.add_people(population, stream(seed, "people"), places, max(honest // 2, honest - population.size))
    tell("population", 2, 4)
    if scenario.sessions:
        handing_on.hand_on(population, stream(seed, "handing on"))
    planted = _add_rings(population, places, scenario, scale, seed)
    tell("population", 3, 4)
    population.house()
    world = population.freeze()
    names = tables.draw_names(world, population.registry, seed)
    tell("population", 4, 4)
    return Built(world, names, planted)


def _add_groups(population: Population, places: PublicPlaces, scenario: Scenario, scale: float, seed: int) -> None:
    """Every kind of honest group; at a small scale at least one of each, none above a fortieth of all accounts."""
    groups, cap = scenario.groups, max(25, round(scenario.honest * scale) // 40)
    kinds: tuple[tuple[str, int, Callable[[Site, int], None], Callable[[np.random.Generator], int]], ...] = (
        ("firm", groups.firms, organisations.add_firm, lambda r: int(np.clip(r.lognormal(4.3, 1.0), 24, 900))),
        ("automated", groups.automated_firms, organisations.add_automated_firm, lambda r: int(r.integers(20, 121))),
        ("campus", groups.campuses, organisations.add_campus, lambda r: int(r.integers(120, 1501))),
        ("agency", groups.agencies, organisations.add_agency, lambda r: int(r.integers(8, 41))),
        ("reseller", groups.resellers, organisations.add_reseller, lambda r: int(r.integers(50, 401))),
        ("hackathon", groups.hackathons, organisations.add_hackathon, lambda r: int(r.integers(25, 151))),
        ("pooler", groups.poolers, organisations.add_pooler, lambda r: int(r.integers(4, 10))),
    )
    for kind, count, add, size in kinds:
        for number in range(1, max(1, round(count * scale)) + 1 if count else 1):
            rng = stream(seed, f"{kind} {number}")
            add(Site(population, places, rng, number), min(size(rng), cap))


def _add_rings(
    population: Population, places: PublicPlaces, scenario: Scenario, scale: float, seed: int
) -> tuple[Planted, ...]:
    registry, honest = population.registry, np.arange(population.size)
    count = max(16, round(HOSTING_ADDRESSES * scale))
    hosting = {name: registry.new_addresses(count) for name in sorted({p.hosting for p in scenario.rings} - {""})}
    planted = []
    for number, plan in enumerate(scenario.rings):
        rng = stream(seed, f"ring {plan.name}")
        pool = hosting.get(plan.hosting, honest[:0])
        ring = rings.plant(Operation(population, places, rng, plan, number, pool), scale)
        if plan.victims:
            rings.add_victims(population, rng, ring, honest, max(1, round(plan.victims * scale)))
        planted.append(ring)
    for name, pool in hosting.items():  # most tenants are in no ring
        rng = stream(seed, f"tenants of {name}")
        tenants = rng.choice(honest, round(HOSTING_TENANTS * scale), replace=False)
        population.connect(tenants, rng.choice(pool, len(tenants)), times=2)
    return tuple(planted)


@dataclass(frozen=True, slots=True)
class Writing:
    """A built population on its way into the folder `data`."""

    built: Built
    scenario: Scenario
    seed: int
    data: Path
    form: str

    def small_tables(self) -> dict[str, tuple[Path, int]]:
        """Write accounts, payments and actions; returns path and rows of each."""
        world, names = self.built.world, self.built.names
        made = {
            "accounts": tables.accounts_table(world, names, self.seed),
            "payments": tables.payments_table(world, names, self.scenario.calendar, self.seed),
            "actions": tables.actions_table(world, names),
        }
        return {name: (self._write(name, table), table.num_rows) for name, table in made.items()}

    def days(self, tell: Progress) -> tuple[list[Path], int]:
        """Write the exchanges day by day; one day is written while the next is made, never more than two are held."""
        calendar = self.scenario.calendar
        exchanges = Exchanges(self.built.world, calendar, self.seed)
        paths: list[Path] = []
        rows = 0
        writing: Future[Path] | None = None
        with ThreadPoolExecutor(1) as pool:
            for index in range(calendar.days):
                table = tables.exchanges_table(exchanges.day(index), self.built.names, self.seed)
                rows += table.num_rows
                if writing is not None:
                    paths.append(writing.result())
                name = f"exchanges-{calendar.first + timedelta(days=index)}"
                writing = pool.submit(self._write, name, table)
                tell("exchanges", index + 1, calendar.days)
            if writing is not None:
                paths.append(writing.result())
        return paths, rows

    def _write(self, name: str, table: pa.Table) -> Path:
        path = self.data / f"{name}{FORMATS[self.form]}"
        write_table(table, path, self.form)
        return path


def _named(planted: tuple[Planted, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((p.name, p.type) for p in planted)


def _describe(
    path: Path, settings: dict[str, object], scenario: Scenario, built: Built, counts: dict[str, int]
) -> None:
    calendar, category = scenario.calendar, built.world.traits["category"].astype(np.int64)
    launch = None if calendar.launch is None else str(calendar.first + timedelta(days=calendar.launch))
    content = settings | {
        "description": scenario.description,
        "first_day": str(calendar.first),
        "last_day": str(calendar.first + timedelta(days=calendar.days - 1)),
        "model_launch": launch,
        "rows": counts,
        "accounts_by_category": {name: int((category == code).sum()) for code, name in enumerate(CATEGORIES)},
        "rings": [
            {
                "name": ring.name,
                "type": ring.type,
                "accounts": len(ring.accounts),
                "exchanges": ring.exchanges,
                "first_day": str(calendar.first + timedelta(days=ring.first_day)),
                "last_day": str(calendar.first + timedelta(days=ring.last_day)),
            }
            for ring in built.planted
        ],
    }
    path.write_text(json.dumps(content, indent=2) + "\n")
