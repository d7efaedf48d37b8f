"""The cache folder: built by whoever misses it, never needed for truth."""

import multiprocessing
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings

from fraudgraph.case import Case
from fraudgraph.errors import FraudgraphError
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded import EmbeddedActivity, EmbeddedGraph, cache, files, scope
from fraudgraph.graph.embedded.files import EDGE_FILES
from fraudgraph.graph.embedded.keys import Keys
from fraudgraph.graph.embedded.scope import scope_of
from tests.contract.conftest import Stores
from tests.contract.facts import Facts, add, fill
from tests.contract.oracle import Oracle
from tests.contract.test_activity_store import check_activity, check_profiles, check_records, check_sums
from tests.contract.test_graph_store import check_edges, check_population, check_sightings
from tests.contract.worlds import ALL, FIRST, LOADS, SECOND, at

CHECKS = (check_sightings, check_edges, check_population, check_activity, check_records, check_sums, check_profiles)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A case with one load."""
    with fill(tmp_path / "case", [FIRST]) as case:
        yield case


def built(case: Case) -> list[Path]:
    """Folders of finished caches."""
    return sorted(case.cache.glob("facts-*"))


def ask(case: Case, view: View = ALL) -> list[str]:
    """Some question to the store."""
    found: list[str] = EmbeddedGraph(case).sightings(view).account_ids.tolist()
    return found


def conforms(case: Case, loads: list[Facts], view: View = ALL) -> None:
    """The stores answer as the oracle does."""
    for check in CHECKS:
        check(Stores(EmbeddedGraph(case), EmbeddedActivity(case)), Oracle(loads, view))


def test_later_load_carries_the_sums_over(case: Case) -> None:
    """Sums of old segments are not made again, and nothing is lost or counted twice."""
    conforms(case, [FIRST])
    add(case, SECOND)
    before = scope_of(case, ALL)
    assert cache.base_of(case.cache, before, EDGE_FILES) is None  # a correction changed what the old segments hold
    third = Facts(exchanges=SECOND.exchanges, payments=SECOND.payments)
    conforms(case, [FIRST, SECOND])
    add(case, third)
    base = cache.base_of(case.cache, scope_of(case, ALL), EDGE_FILES)
    assert base is not None
    assert base.tokens == before.event_tokens
    conforms(case, [FIRST, SECOND, third])


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=LOADS.filter(lambda loads: len(loads) > 1))
def test_asking_between_loads_changes_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loads: list[Facts]
) -> None:
    """However little the base covers."""
    monkeypatch.setattr(cache, "_CARRY_SHARE", -1.0)
    shutil.rmtree(tmp_path / "case", ignore_errors=True)
    with fill(tmp_path / "case", loads[:1]) as case:
        for number in range(1, len(loads) + 1):
            conforms(case, loads[:number])
            if number < len(loads):
                add(case, loads[number])


@pytest.mark.parametrize("key", ["hash({}) % 3", "if({0} LIKE '%1%', 7::UBIGINT, hash({0}))"])
def test_two_texts_of_one_hash_are_told_apart(case: Case, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """All is summed up again by the texts themselves, and carried over like any other."""
    add(case, SECOND)
    monkeypatch.setattr(Keys, "of", lambda self, text: text if self.exact else key.format(text))
    conforms(case, [FIRST, SECOND])
    third = Facts(exchanges=SECOND.exchanges, payments=SECOND.payments)
    add(case, third)
    conforms(case, [FIRST, SECOND, third])


def test_any_time_after_the_newest_fact_is_one_cache(case: Case) -> None:
    """A later as_of sees the same facts; an earlier one others."""
    for day in (60, 70, 1e6, 1e9):
        ask(case, View(at(day)))
    assert len(built(case)) == 1
    ask(case, View(at(7)))
    assert len(built(case)) == 2


def test_deleted_cache_is_built_again(case: Case) -> None:
    """Between questions of one store, whole or in parts."""
    graph = EmbeddedGraph(case)
    expected = graph.sightings(ALL).account_ids.tolist()
    shutil.rmtree(case.cache)
    assert graph.sightings(ALL).account_ids.tolist() == expected
    (built(case)[0] / "meta.json").unlink()
    assert graph.sightings(ALL).account_ids.tolist() == expected
    (built(case)[0] / "by_account.parquet").unlink()
    assert graph.sightings(ALL).account_ids.tolist() == expected


def test_sums_of_another_algorithm_are_not_carried_over(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an older version wrote is neither read nor built upon."""
    ask(case)
    for module in (cache, scope):
        monkeypatch.setattr(module, "ALGORITHM", "next")
    assert cache.base_of(case.cache, scope_of(case, ALL), EDGE_FILES) is None
    ask(case)
    assert len(built(case)) == 2


def test_files_are_for_their_owner_alone(case: Case) -> None:
    """Folders 0700, files 0600, whatever the umask."""
    before = os.umask(0)
    try:
        EmbeddedActivity(case).prepare(ALL)
        EmbeddedGraph(case).population(ALL)
    finally:
        os.umask(before)
    paths = list(case.cache.rglob("*"))
    assert {"mixes.parquet", "meta.json", "by_account.parquet"} <= {path.name for path in paths}
    modes = {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path.is_dir()} == {0o700}


def test_old_caches_go(case: Case) -> None:
    """Those used last stay."""
    for day in range(8):
        ask(case, View(at(day)))
        for age, folder in enumerate(sorted(built(case), key=lambda path: path.stat().st_mtime, reverse=True)):
            os.utime(folder, (1e9 - age, 1e9 - age))
    kept = built(case)
    assert len(kept) <= 5
    assert case.cache / f"facts-{scope_of(case, View(at(7))).key}" in kept


def test_failed_build_leaves_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is said plainly, and the next question starts afresh."""

    def full(db: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
        raise duckdb.IOException("Could not write: No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files, "copy", full)
        with pytest.raises(FraudgraphError, match="No space left"):
            ask(case)
    assert list(case.cache.iterdir()) == []
    assert ask(case)


def test_activity_is_summed_up_beside_other_work(case: Case) -> None:
    """The files are there when the block ends; a block that fails stops the work and leaves no draft."""
    ask(case)
    with EmbeddedActivity(case).beside(ALL):
        pass
    assert (built(case)[0] / "totals.parquet").exists()
    conforms(case, [FIRST])
    (built(case)[0] / "totals.parquet").unlink()
    with pytest.raises(KeyboardInterrupt), EmbeddedActivity(case).beside(ALL):
        raise KeyboardInterrupt
    assert not list(case.cache.rglob(".draft-*"))
    assert len(list(case.temporary.iterdir())) == 1  # that of this case, which is open
    conforms(case, [FIRST])


def test_failure_beside_is_told_by_the_question_that_needs_it(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other work goes on; whoever asks for activity hears the reason."""
    ask(case)

    def full(db: duckdb.DuckDBPyConnection, select: str, target: Path) -> None:
        raise duckdb.IOException("Could not write: No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(files, "copy", full)
        activity = EmbeddedActivity(case)
        with activity.beside(ALL):
            assert ask(case)
        with pytest.raises(FraudgraphError, match="No space left"):
            activity.daily(ALL, ["ann"])
    assert activity.daily(ALL, ["ann"])


def _ask_in_process(path: Path, answers: "multiprocessing.Queue[list[str]]") -> None:
    with Case.open(path) as case:
        answers.put(ask(case))


def test_two_builders_do_not_harm_each_other(case: Case) -> None:
    """Both answer, one cache stays, no draft."""
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[list[str]] = context.Queue()
    builders = [context.Process(target=_ask_in_process, args=(case.path, answers)) for _ in range(2)]
    for builder in builders:
        builder.start()
    found = [answers.get(timeout=120) for _ in builders]
    for builder in builders:
        builder.join()
    assert found == [ask(case)] * 2
    assert [path.name for path in case.cache.iterdir()] == [path.name for path in built(case)]
    assert len(built(case)) == 1
