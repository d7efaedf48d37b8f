"""The local engine: chains, order, proposals and the law in one call."""

import multiprocessing
import os
import pickle
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

import numpy as np
import pytest

from fraudgraph.detect.communities import Search
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.order import names_free
from fraudgraph.detect.params import Params
from fraudgraph.detect.propose import DEFAULT
from fraudgraph.detect.propose.pairs import SharedPairs
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine import lanes
from fraudgraph.engine.local import Local
from fraudgraph.errors import FraudgraphError
from fraudgraph.model.kinds import BUILT_IN, Kind, declare
from tests.unit.detect.worlds import CARD, IP, PROMPT, Crowd, sightings


def quiet(stage: str, done: int, total: int) -> None:
    """No progress."""
    del stage, done, total


def arrays(value: Any) -> list[bytes]:
    """Every array of a value, byte for byte."""
    if isinstance(value, np.ndarray):
        return [value.tobytes()]
    if is_dataclass(value):
        return [one for field in fields(value) for one in arrays(getattr(value, field.name))]
    return [repr(value).encode()]


def detect(some: Sightings, seed: int = 0) -> Linkage:
    """With the built-in kinds."""
    return Local().detect(some, BUILT_IN, seed, quiet)


def population(seed: int = 0) -> Sightings:
    """Two rings among 1,500 accounts."""
    crowd = Crowd(1500, seed=seed)
    crowd.everyday()
    crowd.ring(12, 0)
    crowd.ring(30, 100)
    return crowd.planted().sightings


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Every array of the linkage."""
    assert arrays(detect(population(), 3)) == arrays(detect(population(), 3))


def test_bits_are_whole_units() -> None:
    """No float leaves detection."""
    found = detect(population())
    for value in (found.member_units, found.own_units, found.ring_units, found.name_units, found.owned.worth):
        assert value.dtype == np.int64


def test_stages_are_reported_in_order_and_to_their_end() -> None:
    """Each stage counts up to its total."""
    seen: list[tuple[str, int, int]] = []
    Local().detect(population(), BUILT_IN, 0, lambda *step: seen.append(step))
    stages = list(dict.fromkeys(stage for stage, _, _ in seen))
    assert stages == ["propose", "weigh", "cells", "join"]
    for stage in stages:
        steps = [(done, total) for name, done, total in seen if name == stage]
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


@pytest.mark.parametrize("accounts", [1, 2, 5])
def test_a_handful_of_accounts_is_no_ring(accounts: int) -> None:
    """Nothing shared, or everything: no crash and no ring."""
    stratum = np.zeros(accounts, np.int32)
    alone = sightings(accounts, {(IP, f"x{a}"): [a] for a in range(accounts)}, stratum, ("",))
    shared = sightings(accounts, {(IP, f"x{v}"): range(accounts) for v in range(4)}, stratum, ("",))
    assert detect(alone).rings == detect(shared).rings == 0


def derived(values: Sequence[str], accounts: int = 1500) -> tuple[Sightings, dict[str, Kind]]:
    """A ring of 14 that shares addresses, in the kind `ip` and again in a kind that follows from it."""
    crowd = Crowd(accounts, seed=1)
    crowd.everyday()
    for a in range(14):
        for j in crowd.draw.integers(0, 5, 3).tolist():
            crowd.hold(IP, f"shared-{j}", [a])
            crowd.hold(CARD, f"follows-{j}", [a])
    some = replace(crowd.planted().sightings, kinds=tuple(values))
    return some, declare([Kind(values[CARD], derived_from=values[IP])])


def test_a_kind_that_follows_from_another_counts_once() -> None:
    """The ring's bits are those of one of both kinds; declared apart they would be twice as many."""
    some, kinds = derived(("ip", "network", "prompt_fingerprint"))
    once = Local().detect(some, kinds, 0, quiet)
    twice = Local().detect(some, BUILT_IN, 0, quiet)
    assert twice.rings >= 1
    assert twice.own_units[:, :2].sum() > 1.6 * once.own_units[:, :2].sum()
    held = (once.own_units[:, IP] != 0) & (once.own_units[:, CARD] != 0)
    assert not held.any()


def test_owned_identifiers_keep_their_codes_when_a_chain_is_cut() -> None:
    """Identifiers taken out of the middle do not shift the others."""
    some, kinds = derived(("ip", "network", "prompt_fingerprint"))
    found = Local(Params(min_gain=5.0, per_member=2.0)).detect(some, kinds, 0, quiet)
    assert found.rings >= 1
    for ring, v, inside in zip(found.owned.ring, found.owned.identifier, found.owned.inside, strict=True):
        members = found.account[found.ring == ring]
        assert np.isin(some.account[some.identifier == v], members).sum() >= inside >= 2
        assert str(some.identifier_values[v]).startswith(("shared", "follows"))


def test_two_lanes_propose_what_one_proposes(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a second process proposes and solves is what one process makes of it, byte for byte."""
    incidence = names_free(Incidence.of(population())).incidence
    search = Search(incidence, incidence, Params(), 3)
    monkeypatch.setattr(lanes, "WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    steps: list[tuple[str, int, int]] = []
    two = lanes.find_in_lanes(search, DEFAULT, lambda *step: steps.append(step))
    one = search.find(DEFAULT)
    assert one.count
    assert pickle.dumps(two) == pickle.dumps(one)
    assert [name for name, done, total in steps if done == total] == ["propose", "weigh", "cells", "join"]


def test_one_thread_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks for one core gets the same partitions without a second process, however much there would be to
    share.
    """
    monkeypatch.setattr(lanes, "WORTH_IT", 0)
    monkeypatch.setattr(multiprocessing, "get_context", lambda name: pytest.fail("started a process"))
    incidence = names_free(Incidence.of(population())).incidence
    search = Search(incidence, incidence, Params(), 3)
    assert pickle.dumps(lanes.find_in_lanes(search, DEFAULT, quiet, threads=1)) == pickle.dumps(search.find(DEFAULT))


def test_a_lane_that_ends_early_is_an_error_of_the_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proposer that fails in the child: said with what to do, not a hang and not half of the partitions."""
    monkeypatch.setattr(lanes, "WORTH_IT", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    incidence, fails = Incidence.of(population()), SharedPairs(cast(int, None))
    with pytest.raises(FraudgraphError) as caught:
        lanes.find_in_lanes(Search(incidence, incidence, Params(), 3), (DEFAULT[2], fails, *DEFAULT[3:]), quiet)
    assert caught.value.kept
    assert caught.value.hint


def test_owned_identifiers_are_named_right_where_a_kind_follows_from_another() -> None:
    """Addresses that are copies of templates go: what a ring owns is still in the codes of the sightings."""
    crowd = Crowd(1200, seed=5)
    for group in range(300):
        crowd.hold(PROMPT, f"template-{group}", range(4 * group, 4 * group + 4))
        crowd.hold(IP, f"copy-{min(group, 298)}", range(4 * group, 4 * group + 4))
    for card in range(12):
        crowd.hold(CARD, f"card-{card}", range(card % 6, 24, 6))
    seen = crowd.planted().sightings
    found = detect(seen)
    assert len(found.owned.identifier) >= 6
    assert {CARD} <= set(seen.kind[found.owned.identifier].tolist()) <= {CARD, PROMPT}
    for ring, v, inside in zip(found.owned.ring, found.owned.identifier, found.owned.inside, strict=True):
        members = found.account[found.ring == ring]
        assert np.isin(seen.account[seen.identifier == v], members).sum() == inside
