"""`path`: the shortest ways between two accounts, the strongest of them, and what was not searched."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fraudgraph.case import Case, Hub
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate import path as module
from fraudgraph.investigate.bits import kappa_of, link_bits, surprises
from fraudgraph.investigate.desk import Desk, desk
from fraudgraph.investigate.path import Search, most_holders_of, path
from fraudgraph.investigate.views.path import PathView
from tests.contract.facts import Facts, Row, fill
from tests.contract.worlds import exchange

Way = tuple[str, ...]
"""account, identifier, account, ..., account"""
SMALL = Search(most_holders=50)


def shared(*groups: Sequence[str], **extra: Sequence[str]) -> list[Row]:
    """Accounts that share a device each: `d0`, `d1`, ... or one of that name."""
    named = {f"d{number}": group for number, group in enumerate(groups)} | dict(extra)
    return [exchange(account, 0, kind_device=device) for device, group in named.items() for account in group]


def ways(view: PathView) -> list[Way]:
    """The paths that are told."""
    return [
        (steps[0].near.account_id, *(part for step in steps for part in (step.value, step.far.account_id)))
        for steps in view.paths
    ]


def test_shortest_first(tmp_path: Path) -> None:
    """One step where there is one, though more lead there as well; two over somebody else otherwise."""
    rows = shared(["a", "b"], ["b", "c"], ["a", "x"], ["x", "c"], ["c", "d"])
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        assert ways(path(case, "a", "b", SMALL)) == [("a", "d0", "b")]
        view = path(case, "a", "c", Search(most_holders=50, paths=5))
        assert ways(view) == [("a", "d0", "b", "d1", "c"), ("a", "d2", "x", "d3", "c")]
        assert (view.steps, view.count, view.longer, view.stopped_at) == (2, 2, None, None)
        assert path(case, "a", "d", SMALL).steps == 3
        assert ways(path(case, "d", "a", SMALL))[0] == ("d", "d4", "c", "d1", "b", "d0", "a")


def test_strongest_weakest_link_then_rarest_identifiers(tmp_path: Path) -> None:
    """A crowd at one step makes a path weak, however rare the other step is."""
    crowd = [f"p{number}" for number in range(12)]
    rows = shared(["a", "m"], ["m", "b", *crowd], ["a", "n", "o"], ["n", "b", "q"])
    rows += [exchange(f"user_{number}", 0, ip=f"192.0.2.{number}") for number in range(100)]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = path(case, "a", "b", Search(most_holders=50, paths=2))
        assert ways(view) == [("a", "d2", "n", "d3", "b"), ("a", "d0", "m", "d1", "b")]
        strong, weak = (min(step.bits for step in steps) for steps in view.paths)
        assert strong > weak > 0


def test_hubs_and_crowds_are_no_paths_and_are_said(tmp_path: Path) -> None:
    """What both have and was not followed is named; nothing else joins them."""
    rows = shared(["a", "b"], ["a", "b", *(f"p{n}" for n in range(9))], ["b", "c"])
    with fill(tmp_path / "case", [Facts(exchanges=rows, hubs=[Hub("device", "d0", "a list", "list")])]) as case:
        view = path(case, "a", "b", Search(most_holders=5))
        assert (view.paths, view.count, view.steps) == ((), 0, 0)
        assert [(one.value, one.holders, one.hub) for one in view.closed] == [("d1", 11, False), ("d0", 2, True)]
        assert view.reached == (0, 0)
        assert path(case, "a", "b", Search(most_holders=11)).steps == 1


def test_longer_leaves_out_what_both_have(tmp_path: Path) -> None:
    """A second opinion that does not rest on the first; where an identifier of a step is only left out in part, the
    others behind it are not reached.
    """
    rows = shared(["a", "b", "c"], ["a", "m"], ["m", "b"])
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = path(case, "a", "b", Search(most_holders=50, longer=True))
        assert (ways(view), view.longer) == ([("a", "d1", "m", "d2", "b")], 1)
        assert path(case, "a", "c", Search(most_holders=50, longer=True)).steps == 0


def test_limits_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too few steps to meet; an end that leads nowhere; a front that is too large to go on from."""
    rows = shared(["a", "b"], ["b", "c"], ["c", "d"], ["lone"], ["d", "e"], ["a", "b2"], ["d", "c2"])
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = path(case, "a", "d", Search(steps=2, most_holders=50))
        assert (view.steps, view.searched_steps, view.exhausted, view.stopped_at) == (0, 2, False, None)
        view = path(case, "a", "lone", SMALL)
        assert (view.steps, view.exhausted, view.stopped_at) == (0, True, None)
        monkeypatch.setattr(module, "MOST_START", 1)
        view = path(case, "a", "d", SMALL)
        assert (view.steps, view.searched_steps, view.stopped_at) == (0, 2, 2)


def test_popular_in_a_small_population(tmp_path: Path) -> None:
    """One account in sixteen is the most that an identifier says something about."""
    rows = [exchange(f"user_{number:03}", 0, ip="192.0.2.1") for number in range(320)]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        assert most_holders_of(desk(case)) == 20
        assert path(case, "user_000", "user_001", Search()).closed[0].holders == 320


def test_where_the_accounts_stand(case: Case) -> None:
    """Ring and tier of each on the way; bits are those of `why`."""
    view = path(case, "acct_c", "user_000", SMALL)
    (step,) = view.paths[0]
    assert (step.near.ring_id, step.far.ring_id, step.value, step.holders) == (1, None, "tpl_ring", 4)
    at = desk(case)
    edges = [(name, "prompt_fingerprint", "tpl_ring") for name in ("acct_c", "user_000")]
    h = surprises(at.graph, at.view, edges, kappa_of(at.sweep))
    assert step.bits == min(link_bits(h[edge], 4) for edge in edges)


def test_what_cannot_be_asked(case: Case) -> None:
    """One account twice, nobody, and no step."""
    with pytest.raises(UsageError, match="one account"):
        path(case, "acct_a", "acct_a", SMALL)
    with pytest.raises(NotFound):
        path(case, "acct_a", "nobody", SMALL)
    with pytest.raises(UsageError, match="--steps"):
        path(case, "acct_a", "acct_b", Search(steps=7))


def every_way(holders: dict[str, set[str]], first: str, second: str, most: int) -> Iterator[Way]:
    """All shortest alternating ways, by walking every one."""
    ways: list[Way] = [(first,)]
    seen = {first}
    for _ in range(most):
        ways = [
            (*way, value, account)
            for way in ways
            for value, accounts in holders.items()
            if way[-1] in accounts and len(accounts) > 1
            for account in accounts - seen
        ]
        seen |= {way[-1] for way in ways}
        found = [way for way in ways if way[-1] == second]
        if found:
            yield from found
            return


def worth(at: Desk, way: Way, holders: dict[str, set[str]]) -> tuple[int, float]:
    """Weakest link, and the product of holders (less is better), of one way."""
    edges = [
        (account, "device", way[place]) for place in range(1, len(way), 2) for account in way[place - 1 : place + 2 : 2]
    ]
    h = surprises(at.graph, at.view, edges, kappa_of(None))
    bits = [h[edge] - round(math.log2(len(holders[edge[2]]) - 1) * (1 << 20)) for edge in edges]
    return min(bits), -sum(math.log2(len(holders[value])) for value in way[1::2])


@settings(max_examples=40, deadline=None)
@given(pairs=st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("stuvwxyz")), min_size=4, max_size=26))
def test_any_small_world_against_walking_every_way(pairs: list[tuple[str, str]]) -> None:
    """Steps, number of paths, and the worth of the strongest, as found by walking them all."""
    holders: dict[str, set[str]] = defaultdict(set)
    for account, value in pairs:
        holders[value].add(account)
    rows = [exchange(account, 0, kind_device=value) for account, value in pairs]
    rows += [exchange("a", 0), exchange("b", 0), *(exchange(f"user_{n}", 0) for n in range(30))]
    with TemporaryDirectory() as folder, fill(Path(folder) / "case", [Facts(exchanges=rows)]) as case:
        view = path(case, "a", "b", SMALL)
        known = list(every_way(holders, "a", "b", 6))
        assert view.count == len(known)
        if known:
            at = desk(case)
            assert ways(view)[0] in known
            assert worth(at, ways(view)[0], holders) == pytest.approx(max(worth(at, way, holders) for way in known))
