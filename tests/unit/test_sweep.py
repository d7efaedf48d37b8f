"""A sweep end to end: files to rings in the ledger, ids that are kept, times that are kept apart."""

import csv
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case, checks, sweeps
from fraudgraph.engine.checks import Wanted
from fraudgraph.engine.local import Local
from fraudgraph.errors import FraudgraphError, NotFound, UsageError
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.model.progress import Silence
from fraudgraph.model.rings import Band, Change, EvidenceClass, LineageEvent, Review, Role, Sweep, Tier
from fraudgraph.simulate import Simulated, simulate
from fraudgraph.sweep import SweepOptions, SweepReport, sweep
from tests.unit.small_case import Story, put, us, write

HALF = datetime(2025, 10, 27, tzinfo=UTC)
"""The first half of the simulated days ends here."""


def members(case: Case, sweep_id: int) -> dict[int, frozenset[str]]:
    """Account ids of each ring."""
    found: dict[int, set[str]] = {}
    for member in sweeps.members(case, sweep_id):
        found.setdefault(member.ring_id, set()).add(member.account_id)
    return {ring: frozenset(some) for ring, some in found.items()}


def run(folder: Path, **options: Any) -> SweepReport:
    """Sweep the case of that folder."""
    with Case.open(folder) as case:
        return sweep(case, SweepOptions(**options))


@dataclass(frozen=True)
class Swept:
    """A simulated case, loaded and swept in two halves."""

    folder: Path
    simulated: Simulated
    reports: tuple[SweepReport, SweepReport]


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """An early campaign at a fiftieth of its size: three weeks, a sweep, three more weeks, a sweep."""
    folder = tmp_path_factory.mktemp("swept")
    simulated = simulate("campaign-150k", folder / "out", scale=0.02, seed=7)
    late = [str(path) for path in simulated.files if f"exchanges-{HALF:%Y-%m-%d}" <= path.stem < "exchanges-9"]
    early = [str(path) for path in simulated.files if str(path) not in late]
    with Case.create_or_open(folder / "case") as case:
        load(case, early, LoadOptions())
        first = sweep(case, SweepOptions(as_of_us=round(HALF.timestamp()) * 1_000_000))
        load(case, late, LoadOptions())
        second = sweep(case, SweepOptions())
    return Swept(folder / "case", simulated, (first, second))


@pytest.fixture
def case(swept: Swept) -> Iterator[Case]:
    """That case, to read."""
    with Case.open(swept.folder) as case:
        yield case


def truth(simulated: Simulated) -> list[dict[str, str]]:
    """One row an account: ring, category, group."""
    with simulated.truth.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_planted_rings_are_found_and_honest_individuals_are_not(swept: Swept, case: Case) -> None:
    """The campaign comes out at F1 0.9 or more; nobody who is in the queue is an individual in no group."""
    rows = truth(swept.simulated)
    campaign = {row["account_id"] for row in rows if row["ring"] == "campaign-150k"}
    individuals = {row["account_id"] for row in rows if row["category"] == "individual"}
    found = members(case, 2).values()
    assert max(2 * len(one & campaign) / (len(one) + len(campaign)) for one in found) >= 0.9
    assert not any(2 * len(one & individuals) > len(one) for one in found)
    assert not {one.account_id for one in sweeps.members(case, 2) if one.in_queue} & individuals


def test_ring_ids_are_carried_over_as_data_comes_in(swept: Swept, case: Case) -> None:
    """A ring of the second sweep that holds at least half of one of the first keeps its id, one to one."""
    before, now = members(case, 1), members(case, 2)
    kept = set(before) & set(now)
    assert len(kept) >= 5
    for ring_id in kept:
        assert 2 * len(before[ring_id] & now[ring_id]) >= min(len(before[ring_id]), len(now[ring_id]))


def test_the_rings_of_before_are_all_accounted_for(swept: Swept) -> None:
    """before = kept + merged away + gone; now = kept + returned + new; accounts likewise."""
    for report in swept.reports:
        own = {ring.ring_id for ring in report.rings if ring.born_sweep == report.sweep.sweep_id}
        returned = report.changes[Change.RETURNED]
        kept = len(report.rings) - len(own) - returned
        assert report.rings_before == kept + len(report.merged_away) + len(report.gone)
        assert sum(report.changes.values()) == len(report.rings)
        assert report.accounts_before + report.accounts_joined - report.accounts_left == report.accounts_now
        assert report.accounts_now == sum(ring.accounts for ring in report.rings)
    first, second = swept.reports
    assert first.previous is None
    assert second.previous == first.sweep
    assert second.rings_before == len(first.rings)
    assert second.accounts_before == first.accounts_now
    assert second.ids_ever == max(ring.ring_id for report in swept.reports for ring in report.rings)


def test_what_the_report_says_is_what_the_ledger_says(swept: Swept, case: Case) -> None:
    """Rings and sweep read back are equal to those reported, now and for the sweep before."""
    for report in swept.reports:
        assert sweeps.rings(case, report.sweep.sweep_id) == report.rings
    assert sweeps.latest(case) == swept.reports[1].sweep


def test_rings_and_members_agree(case: Case) -> None:
    """Every ring's figures are those of its members: accounts, tiers, ranks, cells, kinds."""
    for sweep_id in (1, 2):
        rings = sweeps.rings(case, sweep_id)
        assert [ring.rank for ring in rings] == list(range(1, len(rings) + 1))
        everyone = sweeps.members(case, sweep_id)
        assert len({one.account_id for one in everyone}) == len(everyone)
        for ring in rings:
            some = sweeps.members(case, sweep_id, ring.ring_id)
            assert len(some) == ring.accounts == sum(ring.cells) == ring.core + ring.probable + ring.periphery
            tiers = Counter(one.tier for one in some)
            assert (tiers[Tier.CORE], tiers[Tier.PROBABLE]) == (ring.core, ring.probable)
            assert len({one.cell for one in some}) == len(ring.cells)
            assert all(share.accounts <= ring.accounts for share in ring.kinds)
            assert ring.ring_bits >= 20 * 2**20
            assert ring == sweeps.ring(case, sweep_id, ring.ring_id)


def test_rings_stand_in_their_order(case: Case) -> None:
    """Bands; outside the first the balance of signs; then exchanges of the last week, then bits."""
    bands = [Band.LOOK_FIRST, Band.FIND_MORE, Band.MORE_AGAINST]
    key = [
        (
            bands.index(ring.band),
            0 if ring.band is Band.LOOK_FIRST else -ring.balance,
            -(ring.exchanges_7d or 0),
            -ring.ring_bits,
        )
        for ring in sweeps.rings(case, 2)
    ]
    assert key == sorted(key)


def test_members_stand_by_rank_then_bits_then_name(case: Case) -> None:
    """All at once, and of one ring."""
    rank = {ring.ring_id: ring.rank for ring in sweeps.rings(case, 2)}
    everyone = sweeps.members(case, 2)
    key = [(rank[one.ring_id], -one.member_bits, one.account_id) for one in everyone]
    assert key == sorted(key)
    assert sweeps.members(case, 2, everyone[0].ring_id) == tuple(
        one for one in everyone if one.ring_id == everyone[0].ring_id
    )


def test_the_queue_is_core_class_a_in_rings_to_look_at_first(case: Case) -> None:
    """Exactly those."""
    band = {ring.ring_id: ring.band for ring in sweeps.rings(case, 2)}
    everyone = sweeps.members(case, 2)
    assert any(one.in_queue for one in everyone)
    for one in everyone:
        fits = one.tier is Tier.CORE and one.member_class is EvidenceClass.A
        fits &= one.role not in (Role.BYSTANDER, Role.VICTIM)
        assert one.in_queue == (fits and band[one.ring_id] is Band.LOOK_FIRST)


def test_a_membership_is_found_by_account(case: Case) -> None:
    """One, many, and none for an account in no ring."""
    everyone = sweeps.members(case, 2)
    assert sweeps.member(case, 2, everyone[0].account_id) == everyone[0]
    assert sweeps.member(case, 2, "nobody") is None
    names = [one.account_id for one in everyone] + ["nobody"]
    assert sweeps.memberships(case, 2, names) == {one.account_id: one for one in everyone}
    assert sweeps.account_ids(case, 2) == tuple(sorted(set(names) - {"nobody"}))


def test_identifiers_hold_members_of_their_ring(case: Case) -> None:
    """Two members or more hold each; most bits first; every kind of the ring's shares has some."""
    for ring in sweeps.rings(case, 2):
        held = sweeps.identifiers(case, 2, ring.ring_id)
        assert all(2 <= one.inside <= min(one.holders, ring.accounts) for one in held)
        assert [-one.bits for one in held] == sorted(-one.bits for one in held)
        assert Counter(one.kind for one in held) == {share.kind: share.identifiers for share in ring.kinds}


def test_lineage_says_what_the_rings_say(swept: Swept, case: Case) -> None:
    """One event a ring; gone and merged ones too."""
    for report in swept.reports:
        events = sweeps.lineage(case, report.sweep.sweep_id)
        said = {(event.ring_id, event.event) for event in events}
        assert {(ring.ring_id, ring.change) for ring in report.rings} <= said
        size = {event.ring_id: event.accounts for event in events}
        assert {ring.ring_id: size[ring.ring_id] for ring in report.rings} == {
            ring.ring_id: ring.accounts for ring in report.rings
        }
        rest = said - {(ring.ring_id, ring.change) for ring in report.rings}
        away = {(ring_id, Change.MERGED) for ring_id, _ in report.merged_away}
        assert rest == {(ring_id, Change.DORMANT) for ring_id in report.gone} | away


def test_each_sweep_is_in_the_custody_log(swept: Swept, case: Case) -> None:
    """One record a sweep, with what makes it reproducible; the chain is whole."""
    assert case.custody.verify().whole
    records = [record for record in case.custody.records() if record.action == "sweep"]
    assert [record.subject for record in records] == ["S-0001", "S-0002"]
    for record, report in zip(records, swept.reports, strict=True):
        detail = json.loads(record.detail)
        assert detail["rings"] == len(report.rings)
        assert detail["segments_sha256"] == report.sweep.segments_sha256
        assert detail["parameters"] == dict(report.sweep.parameters)
        assert detail["versions"]["fraudgraph"]


def test_a_ring_that_is_not_there_is_said_with_a_near_one(case: Case) -> None:
    """NotFound with a hint."""
    with pytest.raises(NotFound, match="R-9999") as caught:
        sweeps.ring(case, 2, 9999)
    assert "R-" in caught.value.hint


def same(a: Sweep, b: Sweep) -> bool:
    """Equal but for the id and the clock."""
    return replace(a, sweep_id=0, started_us=0, finished_us=0) == replace(b, sweep_id=0, started_us=0, finished_us=0)


def test_the_same_sweep_again_changes_nothing(swept: Swept, tmp_path: Path) -> None:
    """Same facts, same seed: the same rings under the same ids, the same members to the last unit."""
    folder = Path(shutil.copytree(swept.folder, tmp_path / "case"))
    report = run(folder)
    assert same(report.sweep, swept.reports[1].sweep)
    assert set(report.changes) - {Change.SAME} == {change for change, n in report.changes.items() if n == 0}
    with Case.open(folder) as case:
        assert sweeps.members(case, 2) == sweeps.members(case, 3)
        for ring in report.rings:
            old = sweeps.ring(case, 2, ring.ring_id)
            assert replace(ring, change=old.change, joined=old.joined, left=old.left, review=old.review) == old
            assert ring.review is Review.TO_DO


def test_what_came_later_is_invisible_as_of_then(swept: Swept, tmp_path: Path) -> None:
    """A sweep as of the end of the first half finds what the first sweep found, though more is loaded now."""
    folder = Path(shutil.copytree(swept.folder, tmp_path / "case"))
    first = swept.reports[0].sweep
    report = run(folder, as_of_us=first.as_of_us)
    assert report.sweep.as_of_us == first.as_of_us
    with Case.open(folder) as case:
        assert set(members(case, report.sweep.sweep_id).values()) == set(members(case, 1).values())
    for name in ("sightings", "shared_identifiers", "members"):
        assert dict(report.sweep.counts)[name] == dict(first.counts)[name]


def two_rings(folder: Path) -> Path:
    """Ring `may` on day 2, ring `june` on day 40, everyday life before and after."""
    put(folder, Story().everyday(days=(0, 10, 39)).ring("may", range(12), 2).ring("june", range(9), 40))
    return folder


def names(report: SweepReport, folder: Path) -> set[str]:
    """First names of the rings' members: may, june, ..."""
    with Case.open(folder) as case:
        return {one.account_id.split("-")[0] for one in sweeps.members(case, report.sweep.sweep_id)}


def test_a_window_sees_only_what_is_in_it(tmp_path: Path) -> None:
    """Both rings without limits, the early one before June, the late one within a week; an exchange at as_of itself
    is not before it.
    """
    folder = two_rings(tmp_path / "case")
    assert names(run(folder), folder) == {"may", "june"}
    assert names(run(folder, as_of_us=us(30)), folder) == {"may"}
    late = run(folder, window_us=us(7) - us(0))
    assert names(late, folder) == {"june"}
    assert late.sweep.window_us == us(7) - us(0)
    with Case.open(folder) as case:
        assert case.custody.verify().whole


def test_the_default_end_is_the_midnight_after_the_newest_fact(tmp_path: Path) -> None:
    """Day 40 has the newest exchange: as of day 41."""
    assert run(two_rings(tmp_path / "case")).sweep.as_of_us == us(41)


def test_a_ring_sleeps_and_returns_under_its_id(tmp_path: Path) -> None:
    """Windows in which it does nothing: dormant; then it is back, and no id is used twice."""
    folder = tmp_path / "case"
    put(folder, Story().everyday(days=(0, 20, 39)).ring("may", range(12), 2).ring("may", range(14), 40))
    week = us(7) - us(0)
    born = run(folder, as_of_us=us(5), window_us=week)
    asleep = run(folder, as_of_us=us(25), window_us=week)
    back = run(folder, as_of_us=us(41), window_us=week)
    assert [ring.change for ring in born.rings] == [Change.BORN]
    ring_id = born.rings[0].ring_id
    assert (asleep.rings, asleep.gone) == ((), (ring_id,))
    with Case.open(folder) as case:
        assert sweeps.lineage(case, 2) == (LineageEvent(ring_id, Change.DORMANT, None, 12),)
    (ring,) = back.rings
    assert (ring.ring_id, ring.change, ring.joined, ring.left) == (ring_id, Change.RETURNED, 2, 0)
    assert ring.born_sweep == 1
    assert back.rings_before == 0
    assert back.ids_ever == ring_id


def test_an_empty_case_says_that_it_holds_no_facts(tmp_path: Path) -> None:
    """A plain error with what to do, and nothing written."""
    with Case.create_or_open(tmp_path / "case") as case:
        with pytest.raises(FraudgraphError, match="no facts") as caught:
            sweep(case, SweepOptions())
        assert "load" in caught.value.hint
        assert sweeps.find_latest(case) is None
        with pytest.raises(sweeps.NotSwept):
            sweeps.latest(case)


def test_a_time_before_all_facts_says_so(tmp_path: Path) -> None:
    """Nothing is visible: an error, not a sweep of nothing."""
    folder = two_rings(tmp_path / "case")
    with pytest.raises(FraudgraphError, match="visible"):
        run(folder, as_of_us=us(-400))
    with pytest.raises(UsageError):
        run(folder, window_us=0)
    with Case.open(folder) as case:
        assert sweeps.find_latest(case) is None


def test_where_nobody_is_linked_there_are_no_rings(tmp_path: Path) -> None:
    """Everyday life only: a complete sweep with 0 rings, which a later one can follow."""
    folder = tmp_path / "case"
    put(folder, Story().everyday())
    report = run(folder)
    assert (report.rings, report.accounts_now, report.rings_before) == ((), 0, 0)
    assert dict(report.sweep.counts)["rings"] == 0
    put(folder, Story(seed=1).ring("new", range(10), 21), "second")
    assert [ring.change for ring in run(folder).rings] == [Change.BORN]


def test_accounts_alone_are_swept_to_nothing(tmp_path: Path) -> None:
    """A case without a single identifier."""
    path = write(tmp_path / "in" / "accounts.csv", [("a", "DE"), ("b", "FR")], ("account_id", "country"))
    with Case.create_or_open(tmp_path / "case") as case:
        load(case, [str(path)], LoadOptions())
        report = sweep(case, SweepOptions())
    assert report.rings == ()
    assert dict(report.sweep.counts)["unlinkable_accounts"] == 2


@dataclass(frozen=True)
class Breaks(Local):
    """An engine that fails half way."""

    def detect(self, *_: Any) -> Any:
        """Fails."""
        raise RuntimeError("out of luck")


def written(case: Case) -> list[int]:
    """Rows in each table that sweeps write."""
    tables = ("sweeps", "rings", "sweep_rings", "members", "ring_identifiers", "lineage", "custody")
    return [case.ledger.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def edit(folder: Path, statement: str) -> None:
    """Change the ledger behind the case's back."""
    with closing(sqlite3.connect(folder / "ledger.sqlite", isolation_level=None)) as ledger:
        ledger.execute(statement)


def test_a_failed_sweep_leaves_the_one_before_current(tmp_path: Path) -> None:
    """In detection, or in the middle of writing: no row of it is left, the lock is free, the next one completes."""
    folder = two_rings(tmp_path / "case")
    first = run(folder)
    with Case.open(folder) as case:
        before = written(case)
        with pytest.raises(RuntimeError, match="luck"):
            sweep(case, SweepOptions(engine=Breaks()))
        edit(folder, "CREATE TRIGGER full BEFORE INSERT ON lineage BEGIN SELECT RAISE(ABORT, 'disk full'); END")
        with pytest.raises((FraudgraphError, sqlite3.Error), match="disk full"):
            sweep(case, SweepOptions())
        edit(folder, "DROP TRIGGER full")
        assert written(case) == before
        assert sweeps.latest(case) == first.sweep
        assert case.custody.verify().whole
    assert run(folder).sweep.sweep_id == 2


def test_hubs_and_kinds_that_mean_nothing_leave_the_incidence(tmp_path: Path) -> None:
    """A block list that a hundred accounts share links them while it is a kind like others; as a hub kind, or listed
    value by value, nobody; and the parameters tell the sweeps apart.
    """
    rows = [(f"person-{a:04d}", "blocklist", f"list-{a % 4}-{j}") for a in range(40) for j in range(6)]
    path = write(tmp_path / "in" / "sightings.csv", rows, ("account_id", "kind", "value"))
    values = sorted({value for _, _, value in rows})
    listed = "".join(f'[[hubs]]\nkind = "blocklist"\nvalue = "{value}"\nreason = "list"\n' for value in values)
    found = {}
    for name, mapping in (
        ("linked", "[kinds.blocklist]\nfamily = 'network'\n"),
        ("kind", "[kinds.blocklist]\nhub = true\n"),
        ("values", listed),
    ):
        folder = tmp_path / name
        put(folder, Story().everyday(100))
        file = tmp_path / f"{name}.toml"
        file.write_text(mapping, encoding="utf-8")
        with Case.open(folder) as case:
            load(case, [str(path)], LoadOptions(mapping=file))
            found[name] = sweep(case, SweepOptions())
    assert [len(found[name].rings) > 0 for name in ("linked", "kind", "values")] == [True, False, False]
    assert dict(found["kind"].sweep.counts)["members"] == 0
    digests = {dict(report.sweep.parameters)["hubs"] for report in found.values()}
    assert len(digests) >= 2


def test_the_seed_is_recorded(tmp_path: Path) -> None:
    """With the parameters and versions that make a sweep reproducible."""
    report = run(two_rings(tmp_path / "case"), seed=11)
    assert report.sweep.seed == 11
    assert {"igraph", "numpy", "scipy", "fraudgraph"} <= set(dict(report.sweep.versions))
    assert {"min_gain", "per_member", "kappa", "hubs"} <= set(dict(report.sweep.parameters))


class Stops(Silence):
    """A person who presses Ctrl-C as a stage begins."""

    def __init__(self, stage: str) -> None:
        self.at = stage

    def stage(self, name: str, total: int | None, unit: str) -> None:
        """The key is pressed."""
        if name == self.at:
            raise KeyboardInterrupt


@pytest.mark.parametrize("stage", ["null", "resample", "one out"])
def test_ctrl_c_in_a_check_keeps_the_sweep_before(tmp_path: Path, stage: str) -> None:
    """A sweep and its checks are one record: nothing of it is stored, and the case can be swept at once."""
    folder = two_rings(tmp_path / "case")
    first = run(folder)
    wanted = Wanted(null=1, resample=1, leave_one_out=True)
    with Case.open(folder) as case:
        with pytest.raises(KeyboardInterrupt):
            sweep(case, SweepOptions(checks=wanted), Stops(stage))
        assert sweeps.latest(case) == first.sweep
        assert checks.of_sweep(case, 2) == checks.NOTHING_RUN
        assert case.custody.verify().whole
        assert [one.subject for one in case.custody.records() if one.action == "sweep"] == ["S-0001"]
        assert sweep(case, SweepOptions(checks=wanted)).sweep.sweep_id == 2


def test_checks_are_kept_with_their_sweep_and_come_back_as_they_were(tmp_path: Path) -> None:
    """Of the sweep and of each ring; the sweep before keeps its own, which were none."""
    folder = two_rings(tmp_path / "case")
    run(folder)
    report = run(folder, checks=Wanted(null=1, resample=2, leave_one_out=True))
    with Case.open(folder) as case:
        assert checks.of_sweep(case, 1) == checks.NOTHING_RUN
        assert checks.of_sweep(case, 2) == report.checks
        for ring in report.rings:
            plain, found = checks.of_ring(case, 1, ring.ring_id), checks.of_ring(case, 2, ring.ring_id)
            assert plain is not None
            assert found is not None
            assert (plain.stability, plain.together) == (None, ())
            assert found.stability is not None
            assert {kind for kind, _ in found.together} >= {share.kind for share in ring.kinds}
            assert plain.framing == found.framing


def test_the_same_seed_gives_the_same_checks(tmp_path: Path) -> None:
    """Counts, stabilities and seeds; another seed, other copies."""
    folder = two_rings(tmp_path / "case")
    wanted = Wanted(null=2, resample=2)
    one, same, other = (run(folder, checks=wanted, seed=seed).checks for seed in (3, 3, 4))
    assert one.null is not None
    assert same.null is not None
    assert other.null is not None
    assert replace(one.null, seconds=0.0) == replace(same.null, seconds=0.0)
    assert one.null.seeds != other.null.seeds
    with Case.open(folder) as case:
        stability = [[checks.of_ring(case, n, ring.ring_id) for ring in sweeps.rings(case, n)] for n in (1, 2)]
    assert stability[0] == stability[1]
