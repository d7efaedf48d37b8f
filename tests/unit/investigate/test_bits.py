"""Bits of single links are those of the sweep's background."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from fraudgraph.case import Case, Hub
from fraudgraph.detect.background import surprise as of_all
from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.params import Params
from fraudgraph.graph.embedded import EmbeddedGraph
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.model.rings import BIT
from tests.contract.facts import Facts, fill
from tests.contract.worlds import ALL, exchange

Countries = Callable[[int], str | None]


def world(path: Path, country: Countries) -> Case:
    """300 accounts that draw from few addresses and templates, some of them busy."""
    random = Random(7)
    rows = [
        exchange(
            f"a{n:03}", random.random(), ip=f"v{random.randrange(60)}", prompt_fingerprint=f"t{random.randrange(40)}"
        )
        for n in range(300)
        for _ in range(1 + 20 * (n % 50 == 0) + n % 3)
    ]
    accounts = [{"account_id": f"a{n:03}", "country": country(n)} for n in range(300)]
    return fill(path, [Facts(accounts=accounts, exchanges=rows, hubs=[Hub("ip", "v1", "gateway", "list")])])


@pytest.mark.parametrize("country", [lambda n: None, lambda n: ("BR", "ID", "PT")[n % 3 if n < 20 else n % 2]])
def test_surprise_of_an_edge_is_that_of_the_sweep(tmp_path: Path, country: Countries) -> None:
    """Asked for one by one or all at once, with hubs, busy accounts, one stratum or several: the same units."""
    with world(tmp_path / "case", country) as case:
        graph, params = EmbeddedGraph(case), Params()
        found = graph.sightings(ALL)
        edges = [
            (found.account_ids[a], found.kinds[found.kind[v]], found.identifier_values[v])
            for a, v in zip(found.account, found.identifier, strict=True)
        ]
        expected = dict(zip(edges, of_all(Incidence.of(found), params).tolist(), strict=True))
        assert len(found.strata) == (1 if country(0) is None else 3)
        assert surprises(graph, ALL, edges, params.kappa) == expected
        assert surprises(graph, ALL, edges[5:6], params.kappa) == {edges[5]: expected[edges[5]]}


def test_link_is_worth_less_among_many() -> None:
    """Of k holders any of the k - 1 others might be the second one."""
    assert link_bits(16 * BIT, 2) == 16 * BIT
    assert link_bits(16 * BIT, 5) == 14 * BIT
    assert link_bits(16 * BIT, 1 + (1 << 16)) == 0
    assert link_bits(3 * BIT, 1_000) == 0
    assert link_bits(16 * BIT, 1) == 0


def test_shrinkage_is_that_of_the_sweep(case: Case) -> None:
    """What a sweep recorded holds for its links; before the first, the default."""
    from fraudgraph.case import sweeps

    assert kappa_of(sweeps.latest(case)) == 100.0
    assert kappa_of(None) == Params().kappa
