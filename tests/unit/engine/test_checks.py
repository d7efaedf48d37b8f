"""The checks of a sweep: what they find, what they leave out, and that it does not matter how many processes work."""

import multiprocessing
import os
from dataclasses import replace
from functools import cache
from typing import cast

import pytest

from fraudgraph.detect.params import Params
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine import copies
from fraudgraph.engine.checks import Checked, Wanted, check, derived
from fraudgraph.engine.copies import Bench
from fraudgraph.engine.local import Local
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.checks import SweepChecks
from fraudgraph.model.kinds import BUILT_IN, Kind, declare
from fraudgraph.model.progress import Silence
from tests.unit.detect.worlds import CARD, IP, Crowd

ALL = Wanted(null=3, resample=4, leave_one_out=True)


@cache
def population() -> Sightings:
    """1,500 accounts with rings of 60 and 25, and one of 12 that only shares addresses."""
    crowd = Crowd(1500, seed=4)
    crowd.everyday()
    crowd.ring(60, 300)
    crowd.ring(25, 700)
    for a in range(1000, 1012):
        for j in crowd.draw.integers(0, 5, 4).tolist():
            crowd.hold(IP, f"alone-{j}", [a])
    return crowd.planted().sightings


def bench(
    engine: Local | None = None, sightings: Sightings | None = None, kinds: dict[str, Kind] | None = None
) -> Bench:
    """What was found there."""
    engine, some, declared = engine or Local(), sightings or population(), kinds or dict(BUILT_IN)
    return Bench(engine, some, declared, engine.detect(some, declared, 5, lambda *step: None))


@cache
def checked() -> Checked:
    """All checks, in this process."""
    return check(bench(), ALL, 5, Silence())


def timeless(found: Checked) -> Checked:
    """Without what the clock said."""
    s = found.sweep
    assert s.null is not None
    assert s.resampling is not None
    assert s.leave_one_out is not None
    return replace(
        found,
        sweep=SweepChecks(
            replace(s.null, seconds=0.0), replace(s.resampling, seconds=0.0), replace(s.leave_one_out, seconds=0.0)
        ),
    )


def test_what_is_not_wanted_is_not_run() -> None:
    """No copy is made: an engine that cannot run is never asked."""
    broken = replace(bench(), engine=Local(cast(Params, None)))
    found = check(broken, Wanted(), 5, Silence())
    assert found.sweep == SweepChecks()
    assert len(found.rings) == broken.found.rings
    assert all((one.stability, one.together, one.hard_only) == (None, (), None) for one in found.rings)


def test_no_ring_passes_in_shuffled_copies() -> None:
    """Copies are counted, their seeds are kept, and rings in them are none."""
    null = checked().sweep.null
    assert null is not None
    assert (null.copies, null.rings) == (3, 0)
    assert len(set(null.seeds)) == 3


def test_a_group_that_chance_cannot_tell_apart_is_counted() -> None:
    """A tiny country in which everybody uses the same twenty addresses: shuffled within the country it stays what it
    was, so what is found there passes in every copy, and the check says so.
    """
    crowd = Crowd(1500, seed=2, stratum=[1] * 25 + [0] * 1475, strata=("big", "tiny"))
    crowd.everyday()
    for v in range(20):
        crowd.hold(IP, f"village-{v}", range(25))
    b = bench(sightings=crowd.planted().sightings)
    assert b.found.rings
    found = check(b, Wanted(null=2), 5, Silence())
    assert found.sweep.null is not None
    assert found.sweep.null.rings == 2


def test_planted_rings_survive_the_loss_of_a_fifth() -> None:
    """Rings with evidence to spare are stable; the share of fragile ones is counted by the limit that is recorded."""
    found = checked()
    resampling = found.sweep.resampling
    assert resampling is not None
    stability = [one.stability for one in found.rings]
    assert all(value is not None and 0 <= value <= 1 for value in stability)
    assert sorted(value or 0 for value in stability)[-2] > 0.9
    assert resampling.fragile == sum((value or 0) < resampling.limit for value in stability)
    assert (resampling.runs, resampling.dropped) == (4, 0.2)


def test_a_ring_of_one_kind_is_nothing_without_it() -> None:
    """The ring that only shares addresses falls without them and stays without anything else."""
    b, found = bench(), checked()
    sizes = [int((b.found.ring == r).sum()) for r in range(b.found.rings)]
    own = b.found.own_units
    for r, one in enumerate(found.rings):
        together = dict(one.together)
        alone = not own[b.found.ring == r][:, [1, 2]].any()
        assert all(0 <= stay <= sizes[r] for stay in together.values())
        if alone:
            assert together["ip"] == 0
            assert together["payment_instrument"] == sizes[r]
        elif sizes[r] > 40:  # its addresses tie it, cards and templates alone would not
            assert together["ip"] < 0.2 * sizes[r]
            assert min(together["payment_instrument"], together["prompt_fingerprint"]) > 0.8 * sizes[r]
    assert any(not own[b.found.ring == r][:, [1, 2]].any() for r in range(b.found.rings))


def test_all_that_is_easy_to_forge_is_left_out_once_too() -> None:
    """Addresses and templates together; what is left hangs on payment alone."""
    left_out = checked().sweep.leave_one_out
    assert left_out is not None
    assert set(left_out.left_out) == {
        ("ip",), ("payment_instrument",), ("prompt_fingerprint",), ("ip", "prompt_fingerprint"),
    }  # fmt: skip
    assert all(one.hard_only is not None for one in checked().rings)


def test_kinds_of_one_chain_are_left_out_together() -> None:
    """A kind that follows from another would carry on in its place."""
    kinds = declare([Kind("payment_instrument", derived_from="ip")])
    found = check(bench(kinds=kinds), Wanted(leave_one_out=True), 5, Silence())
    assert found.sweep.leave_one_out is not None
    assert ("ip", "payment_instrument") in found.sweep.leave_one_out.left_out
    for one in found.rings:
        together = dict(one.together)
        assert together["ip"] == together["payment_instrument"]


def test_a_population_of_one_kind_is_empty_without_it() -> None:
    """Nothing is left to look at: no ring stays, and no error."""
    crowd = Crowd(1500, seed=1)
    for a in range(1500):
        crowd.hold(CARD, f"own-{a}", [a])
    for a in range(30):
        for j in crowd.draw.permutation(8)[:4].tolist():
            crowd.hold(CARD, f"pool-{j}", [a])
    b = bench(sightings=crowd.planted().sightings)
    assert b.found.rings
    found = check(b, Wanted(leave_one_out=True), 5, Silence())
    assert [one.together for one in found.rings] == [(("payment_instrument", 0),)] * b.found.rings


def test_no_rings_are_checked_without_error() -> None:
    """Everyday people only."""
    crowd = Crowd(300, seed=1)
    crowd.everyday()
    found = check(bench(sightings=crowd.planted().sightings), ALL, 5, Silence())
    assert found.rings == ()
    assert found.sweep.resampling is not None
    assert found.sweep.resampling.fragile == 0


def test_seeds_follow_from_the_sweep_s_alone() -> None:
    """Each check and copy has its own."""
    assert derived(5, "null", 0) == derived(5, "null", 0)
    assert len({derived(s, purpose, n) for s in (5, 6) for purpose in ("null", "resample") for n in (0, 1)}) == 8


def test_several_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures in the same places, whoever was done first."""
    monkeypatch.setattr(copies, "WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert timeless(check(bench(), ALL, 5, Silence())) == timeless(checked())


def test_one_thread_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies are made one after the other in this process where one core is all that may be kept busy."""
    expected = timeless(checked())
    monkeypatch.setattr(copies, "WORTH_IT", 0)
    monkeypatch.setattr(multiprocessing, "get_context", lambda name: pytest.fail("started a process"))
    some = replace(bench(), engine=Local(threads=1))
    assert timeless(check(some, ALL, 5, Silence())) == expected


def test_a_process_that_ends_early_is_an_error_of_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said with what to do, not a hang and not half of the copies."""
    monkeypatch.setattr(copies, "WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    broken = replace(bench(), engine=Local(cast(Params, None)))
    with pytest.raises(FraudgraphError) as caught:
        check(broken, Wanted(null=3), 5, Silence())
    assert caught.value.kept
    assert caught.value.hint


def test_progress_counts_copies_check_by_check() -> None:
    """A stage a check, with its total, so that what is left can be said."""
    heard: list[tuple[str, int | None, str]] = []

    class Listener(Silence):
        def stage(self, name: str, total: int | None, unit: str) -> None:
            heard.append((name, total, unit))

    check(bench(), Wanted(null=2, resample=1), 5, Listener())
    assert heard == [("null", 2, "copies"), ("resample", 1, "copies")]
