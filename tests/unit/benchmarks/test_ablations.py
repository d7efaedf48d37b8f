"""Alternatives to the law replace what they say, only for their run; the invalid code is what it is said to be."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.quality import ablations
from benchmarks.quality.alternatives import (
    Alternative,
    among_touched,
    degrees_both_ways,
    every,
    largest_gain_first,
    no_degrees,
)
from benchmarks.quality.methods.ours import Fraudgraph
from fraudgraph.detect import law
from fraudgraph.detect.background import surprise
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.law import Law
from fraudgraph.detect.owned import choose
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT
from fraudgraph.detect.select import Candidate
from fraudgraph.detect.sets import Sets
from tests.unit.benchmarks.small import world


def crowd() -> Incidence:
    """40 accounts in pairs on 20 identifiers; the first is busy, the last is quiet."""
    account = np.arange(40, dtype=np.int32)
    degree = np.full((40, 1), 3, np.int32)
    degree[0], degree[39] = 30, 1
    return Incidence(account, account // 2, np.zeros(20, np.int16), degree, np.zeros(40, np.int32))


def test_names_are_unique_and_every_proposer_has_its_line() -> None:
    """A line of the table is found by its name."""
    names = [one.name for one in every()]
    assert len(set(names)) == len(names)
    alone = [one.proposers for one in every() if one.proposers is not None]
    assert alone == [(place,) for place in range(len(DEFAULT))]


@pytest.mark.parametrize("alternative", list(every()), ids=lambda one: one.name)
def test_replacements_end_with_the_run(alternative: Alternative) -> None:
    """Inside the replacement is there, afterwards the law is as it was."""
    before = [getattr(module, name) for module, name, _ in alternative.swaps]
    with alternative.in_place():
        assert all(getattr(module, name) is other for module, name, other in alternative.swaps)
    assert [getattr(module, name) for module, name, _ in alternative.swaps] == before


@pytest.fixture(scope="module")
def proposed() -> ablations.Proposed:
    """A small world with its proposals."""
    return ablations.Proposed(world())


@pytest.mark.parametrize("alternative", list(every()), ids=lambda one: one.name)
def test_every_alternative_runs(alternative: Alternative, proposed: ablations.Proposed) -> None:
    """Against the search as it is: what is found is labelled, and ranked by the bits that it saves. A proposer alone
    may find nothing in so small a world.
    """
    found, believed = proposed.run(alternative)
    assert found.count == len(believed.worth) >= (alternative.proposers is None)
    assert believed.label.max() == found.count - 1


def test_the_law_among_the_alternatives_is_the_one_of_sweeps(proposed: ablations.Proposed) -> None:
    """The first line finds what the engine finds, with the same bits."""
    _, believed = proposed.run(next(every()))
    ours = Fraudgraph().decided(world().seen, ablations.SEED)
    assert sorted(believed.worth.tolist()) == sorted(ours.worth.tolist())
    assert len({*zip(believed.label.tolist(), ours.label.tolist(), strict=True)}) == len(ours.worth) + 1


def test_degree_corrections_differ_where_they_should() -> None:
    """The law lets busy accounts surprise less; without correction all surprise alike; both ways quiet ones more."""
    given, none, both = (h(crowd(), Params()) for h in (surprise, no_degrees, degrees_both_ways))
    assert len(set(none.tolist())) == 1
    assert given[0] < none[0]
    assert given[39] == none[39]
    assert both[0] == pytest.approx(given[0], abs=1)
    assert both[39] > none[39]


def test_names_among_touched_are_cheaper_than_they_may_be() -> None:
    """One pair of accounts that shares one identifier of 20: the invalid code names it for less than the law does."""
    small = Law(crowd(), Params())
    naming = small.namings[0]
    row = (np.zeros(1, np.int64), np.zeros(1, np.int64), np.array([50 * small.params.unit]), naming)
    shape = (1, 1, small.params.unit)
    valid, invalid = (code(*row, shape)[0][0, 0] for code in (choose, among_touched))
    assert (invalid - valid) / small.params.unit == pytest.approx(np.log2(20), abs=0.01)


def test_largest_gain_first_takes_the_union() -> None:
    """Where a union gains more than either part, but less than both, it is taken all the same."""
    parts = [Candidate(np.arange(0, 5), 60), Candidate(np.arange(5, 10), 60), Candidate(np.arange(10), 100)]
    assert largest_gain_first(parts, 10, Params()).K == 1


def test_swapped_law_is_used_within() -> None:
    """A law that is made inside a run takes the replacement."""
    with next(one for one in every() if one.name == "no degree correction").in_place():
        assert vars(law)["surprise"] is no_degrees
        assert len(set(Law(crowd(), Params()).h.tolist())) == 1


def test_table_goes_between_its_marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written twice it is there once, and the page around it stays."""
    page = tmp_path / "method.md"
    page.write_text(f"before\n<!-- {ablations.MARK} -->\nstale\n<!-- end of {ablations.MARK} -->\nafter\n")
    results = tmp_path / "ablations.json"
    row = '{"ari": 0.5, "found": 1, "planted": 2, "people_linked": 3, "honest_linked": 4, "shuffled": null}'
    results.write_text(
        '{"command": "c", "seed": 0, "versions": {"numpy": "1"}, "machine": {"cores": 1, "processor": "p", '
        f'"python": "3"}}, "worlds": {{"hop_sybil": {{"accounts": 9, "rows": {{"the law": {row}}}}}}}}}'
    )
    monkeypatch.setattr(ablations, "PAGE", page)
    monkeypatch.setattr(ablations, "RESULTS", results)
    ablations.include()
    once = page.read_text()
    ablations.include()
    assert page.read_text() == once
    assert "stale" not in once
    assert once.startswith("before")
    assert once.endswith("after\n")
    assert "| the law | 0.500 | 1/2 | 4 | – |" in once


def test_owned_whole_needs_all_holders_inside() -> None:
    """The limit of the law in which an identifier belongs to a set only if nobody else holds it."""
    whole = next(one for one in every() if one.name.startswith("owned only"))
    with whole.in_place():
        made = whole.swaps[0][2](crowd(), Params())
    sets = Sets.from_list([np.array([0, 1, 2])])
    assert made.share == 1.0
    assert (made.weigh(sets).owned.inside == 2).all()
