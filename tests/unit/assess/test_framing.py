"""The least that gives an outsider a standing: the rules of tiers and classes, on what an outsider would gain."""

from functools import cache

import numpy as np

from fraudgraph.assess.framing import framings
from fraudgraph.assess.profiles import Profiles
from fraudgraph.assess.scene import Scene
from fraudgraph.assess.standing import stand
from fraudgraph.detect.check.joining import MOST, Joining, joining
from fraudgraph.detect.sightings import Sightings
from fraudgraph.engine.local import Local
from fraudgraph.model.checks import Framing, Standing
from fraudgraph.model.kinds import BUILT_IN, Family, Kind, declare, kind_of
from tests.unit.detect.worlds import KINDS, Crowd

KAPPA = 100.0


@cache
def sightings() -> Sightings:
    """2,000 accounts with a ring of 40 and one of 15."""
    crowd = Crowd(2000, seed=6)
    crowd.everyday()
    crowd.ring(40, 300)
    crowd.ring(15, 700)
    return crowd.planted().sightings


def scene(declared: dict[str, Kind] | None = None, some: Sightings | None = None) -> Scene:
    """What is found there; what accounts did is of no matter."""
    s, kinds = some or sightings(), declared or dict(BUILT_IN)
    found = Local().detect(s, kinds, 0, lambda *step: None)
    profiles: Profiles = None  # type: ignore[assignment]  # framing looks at linkage alone
    return Scene(s, profiles, found, stand(found, s.kinds, kinds), kinds)


def best(gains: Joining, ring: int, way: tuple[tuple[str, int], ...]) -> tuple[float, dict[Family, float]]:
    """Member bits of the best cell of a ring, and own bits by family there, one identifier at a time."""
    cells = np.flatnonzero(gains.ring == ring)
    bits = [gains.base[c] + sum(gains.net[c, KINDS.index(kind), n - 1] for kind, n in way) for c in cells]
    c = cells[int(np.argmax(bits))]
    own: dict[Family, float] = {}
    for kind, n in way:
        family = kind_of(kind).family
        own[family] = own.get(family, 0.0) + float(gains.own[c, KINDS.index(kind), n - 1])
    return float(max(bits)), own


def of(found: tuple[Framing, ...], standing: Standing) -> tuple[tuple[tuple[str, int], ...], ...]:
    """The ways to a standing."""
    return next(one.ways for one in found if one.standing is standing)


def test_every_way_suffices_by_the_rules_and_one_less_does_not() -> None:
    """Linked 7 bits; core 12 and 4 of two families; class A 8 of ownership on top."""
    one = scene()
    gains = joining(one.sightings, one.linkage, KAPPA)
    assert one.linkage.rings == 2
    for r, found in enumerate(framings(one, KAPPA)):
        assert [part.standing for part in found] == list(Standing)
        for way in of(found, Standing.LINKED):
            assert best(gains, r, way)[0] >= 7
        for way in of(found, Standing.CORE) + of(found, Standing.QUEUE):
            bits, own = best(gains, r, way)
            assert bits >= 12
            assert sum(value >= 4 for value in own.values()) >= 2
        for way in of(found, Standing.QUEUE):
            assert best(gains, r, way)[1][Family.OWNERSHIP] >= 8
        fewest = min(of(found, Standing.LINKED), key=lambda way: sum(n for _, n in way))
        for kind, n in fewest:
            less = tuple((k, m) for k, m in ((k, m - (k == kind)) for k, m in fewest) if m)
            assert not less or best(gains, r, less)[0] < 7, (kind, n)


def test_a_higher_standing_never_takes_fewer() -> None:
    """Core takes at least what being linked takes, the queue at least what core takes."""
    for found in framings(scene(), KAPPA):
        fewest = [min(sum(n for _, n in way) for way in of(found, one)) for one in Standing]
        assert fewest == sorted(fewest)


def test_the_easiest_way_avoids_what_is_hard_to_forge_where_it_can() -> None:
    """The first way to be linked is of addresses and templates alone; the queue never is."""
    for found in framings(scene(), KAPPA):
        assert all(not kind_of(kind).hard_to_fake for kind, _ in of(found, Standing.LINKED)[0])
        assert all(any(kind_of(kind).hard_to_fake for kind, _ in way) for way in of(found, Standing.QUEUE))


def test_without_ownership_nobody_can_be_framed_into_the_queue() -> None:
    """The same evidence under kinds that own nothing: no way, with any number of identifiers."""
    declared = declare([Kind("payment_instrument", Family.OTHER)])
    for found in framings(scene(declared), KAPPA):
        assert of(found, Standing.QUEUE) == ()
        assert of(found, Standing.LINKED)


def test_no_way_is_longer_than_what_is_looked_at() -> None:
    """And none names a kind twice or not at all."""
    for found in framings(scene(), KAPPA):
        for way in (way for one in found for way in one.ways):
            assert 1 <= sum(n for _, n in way) <= MOST
            assert len({kind for kind, _ in way}) == len(way)
            assert all(n >= 1 for _, n in way)


def test_no_rings_have_no_framing() -> None:
    """Everyday people only."""
    crowd = Crowd(300, seed=1)
    crowd.everyday()
    assert framings(scene(some=crowd.planted().sightings), KAPPA) == ()
