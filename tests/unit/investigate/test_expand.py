"""`expand`: whom accounts and identifiers lead to, counted before anybody is named."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate import expand as module
from fraudgraph.investigate.expand import Walk, expand
from fraudgraph.investigate.views.expand import ExpandView, Step
from fraudgraph.investigate.views.reach import Spread
from fraudgraph.model.rings import Tier
from tests.contract.facts import Facts, Row, fill
from tests.contract.worlds import exchange


def chain(links: Iterable[tuple[str, str, str]]) -> list[Row]:
    """Pairs of accounts that share a device of that name."""
    return [exchange(name, 0, kind_device=device) for one, other, device in links for name in (one, other)]


def counts(step: Step) -> dict[str, tuple[int, int]]:
    """Kind -> (identifiers that lead to somebody new, others)."""
    return {way.kind.name: (way.identifiers, way.others.accounts) for way in step.kinds}


def listed(view: ExpandView) -> dict[str, tuple[int, str]]:
    """Account -> (step, over which value)."""
    assert view.rows is not None
    return {row.account_id: (row.step, row.value) for row in view.rows}


def test_one_step_counts_before_it_names(case: Case) -> None:
    """Each identifier with others and where they are; the hub is not followed; what came twice is counted once."""
    view = expand(case, ["acct_a"], Walk())
    (step,) = view.steps
    assert view.reached.spread == Spread(3, 1, 2, 0, 0, 1)
    assert [(way.kind.word, way.value, way.others) for way in step.ways] == [
        ("ip", "203.0.113.7", Spread(2, 1, 2, 0, 0, 0)),
        ("payment", "pm_1", Spread(2, 1, 2, 0, 0, 0)),
        ("prompt", "tpl_ring", Spread(3, 1, 2, 0, 0, 1)),
    ]
    assert [(one.value, one.holders, one.hub) for one in step.closed] == [("198.51.100.1", 3, True)]
    assert view.rows is None


def test_through_hubs(case: Case) -> None:
    """Then the gateway leads into the other ring."""
    view = expand(case, ["acct_a"], Walk(through_hubs=True))
    assert view.reached.spread == Spread(4, 1, 2, 1, 1, 1)
    assert view.steps[0].closed == ()


def test_steps_reach_everybody_once(tmp_path: Path) -> None:
    """A chain with a way round: each account in its first step, over the identifier of fewest holders."""
    rows = chain([("a", "b", "d1"), ("b", "c", "d2"), ("a", "c", "d3"), ("c", "d", "d4"), ("d", "e", "d5")])
    rows += [exchange(name, 1, ip="192.0.2.1") for name in ("a", "b", "x")]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = expand(case, ["a"], Walk(steps=2, listed=True))
        assert listed(view) == {"b": (1, "d1"), "c": (1, "d3"), "x": (1, "192.0.2.1"), "d": (2, "d4")}
        assert counts(view.steps[0]) == {"device": (2, 2), "ip": (1, 2)}
        assert counts(view.steps[1]) == {"device": (1, 1)}
        assert view.steps[1].inward == 4  # d1, d2, d3 and the address lead back
        assert view.reached.spread.accounts == 4


def test_walk_ends_where_nobody_new_is(tmp_path: Path) -> None:
    """Of six steps two were taken, and the second reached nobody."""
    with fill(tmp_path / "case", [Facts(exchanges=chain([("a", "b", "d1")]))]) as case:
        view = expand(case, ["a"], Walk(steps=6))
        assert [step.reached.spread.accounts for step in view.steps] == [1, 0]
        assert view.asked_steps == 6


def test_start_of_an_identifier_is_its_holders(case: Case) -> None:
    """A card leads over what its holders share besides; a set of names is one start; unknown ones are said."""
    view = expand(case, ["payment:pm_1"], Walk())
    assert (view.start.spread.accounts, view.reached.spread) == (3, Spread(1, None, 0, 0, 0, 1))
    view = expand(case, ["payment:pm_1", "acct_d", "nobody"], Walk())
    assert (view.start.spread, view.unknown) == (Spread(4, 1, 3, 1, 1, 0), ("nobody",))
    assert view.reached.spread == Spread(2, 2, 1, 0, 0, 1)


def test_popular_identifiers_are_not_followed(tmp_path: Path) -> None:
    """Neither those of more holders than asked for, nor other kinds than asked for, which are not even counted."""
    rows = chain([("a", "b", "d1")]) + [exchange(name, 0, ip="192.0.2.1") for name in "abcdef"]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        view = expand(case, ["a"], Walk(most_holders=5))
        assert (view.reached.spread.accounts, view.steps[0].closed[0].holders) == (1, 6)
        view = expand(case, ["a"], Walk(kinds=("device",)))
        assert (view.reached.spread.accounts, view.steps[0].closed) == (1, ())
        view = expand(case, ["a"], Walk(most_holders=None))
        assert view.reached.spread.accounts == 5
        with pytest.raises(UsageError, match="not a kind"):
            expand(case, ["a"], Walk(kinds=("phones",)))


def test_kind_goes_by_the_word_of_the_screens(case: Case) -> None:
    """`payment`, as every screen says."""
    view = expand(case, ["acct_a"], Walk(kinds=("payment",)))
    assert counts(view.steps[0]) == {"payment_instrument": (1, 2)}


def test_list_says_where_each_stands(case: Case) -> None:
    """Those in no ring first: they are the news."""
    view = expand(case, ["acct_a"], Walk(listed=True))
    assert view.rows is not None
    assert [(row.account_id, row.ring_id, row.tier) for row in view.rows] == [
        ("user_000", None, None),
        ("acct_b", 1, Tier.CORE),
        ("acct_c", 1, Tier.PROBABLE),
    ]


def test_no_step_is_taken_from_everybody(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start that is too large stops the walk, and says so."""
    monkeypatch.setattr(module, "MOST_START", 2)
    view = expand(case, ["acct_a"], Walk(steps=3))
    assert (len(view.steps), view.asked_steps, view.most_start) == (1, 3, 2)


def test_every_name_at_once(tmp_path: Path) -> None:
    """More names than a query can hold, addresses and cards among them."""
    rows = [exchange(f"a{n:03}", 0, ip=f"192.0.2.{n // 4}", kind_device=f"d{n}") for n in range(400)]
    with fill(tmp_path / "case", [Facts(exchanges=rows, hubs=[Hub("ip", "192.0.2.0", "a list", "list")])]) as case:
        names = [*(f"a{n:03}" for n in range(0, 400, 4)), *(f"device:d{n}" for n in range(1, 400, 4)), "ip:192.0.2.0"]
        names += [f"nobody_{n}" for n in range(300)]
        view = expand(case, names, Walk())
        assert (view.start.spread.accounts, len(view.unknown)) == (202, 300)
        assert view.reached.spread.accounts == 198


def test_what_cannot_be_asked(case: Case) -> None:
    """No step, too many, and names that mean nothing."""
    for steps in (0, 7):
        with pytest.raises(UsageError):
            expand(case, ["acct_a"], Walk(steps=steps))
    with pytest.raises(NotFound, match="none of 'nobody', 'noone'"):
        expand(case, ["nobody", "noone"], Walk())
