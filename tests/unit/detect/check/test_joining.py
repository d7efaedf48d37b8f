"""What an outsider would gain is what the law gives it once it is there, in the most favourable case."""

from functools import cache

import numpy as np
import pytest

from fraudgraph.detect.background import mean_degree
from fraudgraph.detect.check.joining import MOST, Joining, joining
from fraudgraph.detect.codelength import Floats
from fraudgraph.detect.linkage import Linkage
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.local import Local
from fraudgraph.model.kinds import BUILT_IN
from fraudgraph.model.rings import BIT
from tests.unit.detect.worlds import CARD, IP, KINDS, PROMPT, Crowd, Planted

OUTSIDER, KAPPA = 1999, 100.0
RING = frozenset(range(300, 340))


def crowd() -> Crowd:
    """2,000 accounts of one country, a ring of 40, and an account that was hardly ever seen."""
    some = Crowd(2000, seed=6)
    some.everyday()
    for key in [key for key, holders in some.seen.items() if OUTSIDER in holders]:
        some.seen[key].discard(OUTSIDER)
    some.seen = {key: holders for key, holders in some.seen.items() if holders}
    some.ring(len(RING), min(RING))
    return some


def detect(sightings: Sightings) -> Linkage:
    """By the whole way."""
    return Local().detect(sightings, BUILT_IN, 0, lambda *step: None)


@cache
def before() -> tuple[Planted, Linkage, Joining]:
    """The population, what is found in it, and what the ring would bring to an outsider."""
    planted = crowd().planted(shuffled=False)
    found = detect(planted.sightings)
    assert found.rings == found.cells == 1
    return planted, found, joining(planted.sightings, found, KAPPA)


def taken(way: dict[int, int]) -> list[tuple[int, str]]:
    """The best identifiers of each kind."""
    planted, _, gains = before()
    value = planted.sightings.identifier_values.tolist()
    return [(kind, value[v]) for kind, amount in way.items() for v in gains.identifier[0, kind, :amount].tolist()]


def predicted(way: dict[int, int]) -> float:
    """Member bits by `joining`."""
    _, _, gains = before()
    return float(gains.base[0] + sum(gains.net[0, kind, amount - 1] for kind, amount in way.items()))


WAYS = (
    {IP: 2, PROMPT: 1},
    {CARD: 1, PROMPT: 1},
    {CARD: 1, IP: 1},
    {IP: 3},
    {CARD: 2, IP: 2},
    {CARD: 1, IP: 2, PROMPT: 1},
)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_an_outsider_that_takes_them_on_gets_at_most_what_was_said(way: dict[int, int]) -> None:
    """And not much less: what is lacking is what being busier than others costs it."""
    some = crowd()
    for kind, value in taken(way):
        some.hold(kind, value, [OUTSIDER])
    planted = some.planted(shuffled=False)
    found = detect(planted.sightings)
    row = np.flatnonzero(found.account == OUTSIDER)
    expected = predicted(way)
    if len(row) == 0:
        assert expected < 12
        return
    bits = found.member_units[row[0]] / BIT
    mean = mean_degree(planted.incidence)[0]
    busy = sum(amount * max(0.0, np.log2((amount + 1) / (mean[kind] + 1))) for kind, amount in way.items())
    assert bits <= expected + 0.2
    assert bits >= expected - busy - 0.5
    own = found.own_units[row[0]] / BIT
    for kind, amount in way.items():
        assert own[kind] <= before()[2].own[0, kind, amount - 1] + 0.2


def test_most_of_the_ways_are_found() -> None:
    """The test above looks at members, not at outsiders that stayed outside."""
    assert sum(predicted(way) >= 12 for way in WAYS) >= 3


def test_more_identifiers_bring_more_evidence_until_there_are_none() -> None:
    """Own bits grow with each identifier of a kind; where a cell has fewer it says so."""
    planted, found, gains = before()
    s = planted.sightings
    owned = np.bincount(s.kind[found.owned.identifier], minlength=len(KINDS))
    for kind in range(len(KINDS)):
        there = min(int(owned[kind]), MOST)
        sums: Floats = gains.own[0, kind]
        assert (np.diff(sums[:there]) > 0).all()
        assert np.isneginf(sums[there:]).all()
        assert (gains.identifier[0, kind, :there] >= 0).all()
        assert (gains.identifier[0, kind, there:] == -1).all()
    assert gains.base[0] < 0


def test_an_outsider_of_another_country_surprises_more() -> None:
    """The most favourable stratum counts: an address of one country is rarer in another."""
    two = Crowd(2000, seed=6, stratum=[0] * 1000 + [1] * 1000, strata=("a", "b"))
    two.everyday()
    two.ring(len(RING), min(RING))
    s = two.planted(shuffled=False).sightings
    found = detect(s)
    assert found.rings
    local = joining(s, found, KAPPA)
    assert local.own[0, IP, 0] > before()[2].own[0, IP, 0] + 1


def test_nothing_found_brings_nothing() -> None:
    """No cells, no gains, no error."""
    plain = Crowd(300, seed=1)
    plain.everyday()
    s = plain.planted().sightings
    gains = joining(s, detect(s), KAPPA)
    assert gains.own.shape == (0, 3, MOST)
    assert len(gains.base) == 0
