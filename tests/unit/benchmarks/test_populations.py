"""The populations of the comparison are those of the frozen file, and the port of another author's has its figures."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest

from benchmarks.quality.populations import frozen, second_author, write
from benchmarks.quality.populations.second_author import hours
from fraudgraph.simulate import SCENARIOS

SIZE = second_author.Size(people=3000, largest=150, groups=0.05, volume=0.2, days=45)
Connection = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small population of the second author's."""
    place = tmp_path_factory.mktemp("second") / "out"
    second_author.write(place, SIZE, 3)
    return place


@pytest.fixture(scope="module")
def facts(folder: Path) -> Iterator[Connection]:
    """Its tables and truth."""
    with duckdb.connect() as con:
        for table in ("accounts", "payments", "exchanges"):
            con.execute(f"create view {table} as select * from '{folder / 'data' / table}.parquet'")
        con.execute(f"create table truth as select * from read_csv('{folder / 'truth.csv'}', all_varchar = true)")
        yield con


def one(con: Connection, query: str) -> float:
    """The only value of the answer."""
    row = con.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def test_every_family_has_three_seeds_and_a_way_to_be_written() -> None:
    """Three scenario families and the second author's, three seeds each, no name twice."""
    seeds: dict[str, set[int]] = {}
    for population in frozen():
        seeds.setdefault(population.family, set()).add(population.seed)
        assert population.scenario in {"", *SCENARIOS}
    assert len([f for f in seeds if f != "second_author"]) >= 3
    assert all(len(some) == 3 for some in seeds.values())
    assert len({p.name for p in frozen()}) == len(frozen())


def test_a_frozen_scenario_is_written_by_the_simulator(tmp_path: Path) -> None:
    """A family that names a scenario is that scenario, with its seed."""
    population = next(p for p in frozen() if p.family == "rotation")
    write(population, tmp_path / "out", 0.02)
    assert (tmp_path / "out" / "truth.csv").exists()
    assert f'"seed": {population.seed}' in (tmp_path / "out" / "scenario.json").read_text()


def test_there_are_47_rings_of_11_types(facts: Connection) -> None:
    """One large, ten plain, twenty tiny, two of each of eight ways to hide."""
    found = dict(facts.execute("select ring_type, count(distinct ring) from truth group by 1").fetchall())
    found.pop(None)
    assert sum(found.values()) == 47
    assert len(found) == 11
    assert (found["big"], found["plain"], found["tiny"]) == (1, 10, 20)
    assert {n for kind, n in found.items() if kind.startswith("E")} == {2}


def test_nobody_acts_before_sign_up_or_outside_the_window(facts: Connection) -> None:
    """Exchanges and payments follow the sign-up."""
    for table, at in (("exchanges", '"at"'), ("payments", "paid_at")):
        assert one(facts, f"select min(epoch({at} - created_at)) from {table} join accounts using (account_id)") >= 0
        assert one(facts, f"select max({at}) < timestamptz '2026-02-15 00:00:00+00' from {table}") == 1


@pytest.mark.parametrize(
    ("category", "volume", "templated", "days"),
    [("individual", 60, 1 / 7, 0), ("E1_residential_proxy", 1100, 12 / 14, 30), ("E5_slow_aged", 140, 4 / 7, 330)],
)
def test_what_accounts_did_has_the_figures_of_the_original(
    facts: Connection, category: str, volume: float, templated: float, days: float
) -> None:
    """Median volume at the scale, mean share on templates, and days of sign-up."""
    of = f"coalesce(ring_type, category) = '{category}'"
    rows = facts.execute(
        f"""select count(*), avg((prompt_fingerprint is not null)::int),
                   epoch(timestamptz '2026-02-15 00:00:00+00' - any_value(created_at)) / 86400
            from exchanges join truth using (account_id) join accounts using (account_id)
            where {of} group by account_id"""
    ).fetchnumpy()
    number, share, age = (np.asarray(column, np.float64) for column in rows.values())
    assert np.median(number) == pytest.approx(volume * SIZE.volume, rel=0.2)
    assert share.mean() == pytest.approx(
        templated, abs=0.09
    )  # one use of each template at least, so more for quiet ones
    if days:
        assert age.max() <= days + 1
        assert age.mean() == pytest.approx(days / 2, rel=0.15)


def test_hours_are_as_even_as_asked() -> None:
    """Levels of evenness come back from many draws; round the clock is round the clock."""
    rng = np.random.default_rng(1)
    for level in (0.3, 0.66, 0.95, 1.0):
        drawn = hours.draw(rng, np.full(200_000, level), np.full(200_000, 7))
        shares = np.bincount(drawn, minlength=24) / len(drawn)
        assert hours.evenness(shares[None, :])[0] == pytest.approx(level, abs=0.02)


def test_rings_hold_the_pools_of_their_plan(facts: Connection) -> None:
    """Cards of three and ten accounts, none where the plan has none; each hiding type keeps what defines it."""
    held = dict(
        facts.execute(
            """select ring_type, max(n) from (select ring_type, payment_instrument, count(distinct account_id) as n
               from payments join truth using (account_id) where ring is not null group by 1, 2) group by 1"""
        ).fetchall()
    )
    assert held["E8_card3_residential_paraphrase"] == 3
    assert held["E3_camouflage"] == 10
    assert "E6_template_only" not in held
    places = """select max(n) from (select count(distinct account_id) as n from exchanges join truth using (account_id)
                where ring_type = '{0}' and {1} is not null
                  and ring in (select min(ring) from truth where ring_type = '{0}') group by {1})"""
    assert one(facts, places.format("E8_card3_residential_paraphrase", "ip")) <= 12
    assert one(facts, places.format("E7_no_template", "prompt_fingerprint")) < 20


def test_same_seed_same_bytes(folder: Path, tmp_path: Path) -> None:
    """Size and seed decide every byte; another seed is another population."""
    for seed, same in ((3, True), (4, False)):
        second_author.write(tmp_path / str(seed), SIZE, seed)
        for path in (p for p in folder.rglob("*") if p.is_file()):
            other = tmp_path / str(seed) / path.relative_to(folder)
            assert (digest(path) == digest(other)) is same


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
