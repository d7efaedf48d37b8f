"""What time makes of the facts of a case: kinds that every question answers like any other."""

from pathlib import Path

import numpy as np
import pytest

from fraudgraph.case import Case
from fraudgraph.graph.embedded import EmbeddedGraph
from fraudgraph.ingest.minhash import MinHash
from tests.contract.facts import Facts, Row, add, fill
from tests.contract.worlds import ALL, T0, exchange

SECOND = 1 / 86_400


def everyday() -> list[Row]:
    """60 accounts, 20 exchanges each at any time of 20 days, in sessions of their own."""
    draw = np.random.default_rng(1)
    return [
        exchange(f"u{a:02}", float(day), session_id=f"s{a}-{number}")
        for a in range(60)
        for number, day in enumerate(draw.uniform(0, 20, 20))
    ]


def part(a: int) -> list[Row]:
    """Ten exchanges of account a in the session x, which ends three seconds before the next account's begins."""
    return [exchange(f"u{a:02}", 5 + (300 * a + 33 * n) * SECOND, session_id="x") for n in range(10)]


def moments_of(case: Case, kind: str) -> dict[str, set[str]]:
    """Holders of every identifier of a kind."""
    graph = EmbeddedGraph(case)
    known = graph.identifiers_of(ALL, [f"u{a:02}" for a in range(60)])
    names = sorted({one.value for one in known if one.kind == kind})
    seen = graph.holders_of(ALL, [(kind, name) for name in names])
    return {name: {one.account_id for one in seen if one.value == name} for name in names}


def test_a_session_that_changes_hands_is_an_identifier(tmp_path: Path) -> None:
    """Named by the session and its first minute; all who passed it on hold it, and it counts their exchanges."""
    passed = [row for a in range(3) for row in part(a)]
    with fill(tmp_path / "case", [Facts(exchanges=[*everyday(), *passed])]) as case:
        assert moments_of(case, "hand_over") == {"x 2026-04-27T00:04Z": {"u00", "u01", "u02"}}
        assert EmbeddedGraph(case).find_values(ALL, "x 2026-04-27T00:04Z") == (("hand_over", "x 2026-04-27T00:04Z", 3),)


def test_accounts_in_lockstep_share_the_window(tmp_path: Path) -> None:
    """Eight accounts within four seconds, among 60 an hour or fewer."""
    together = [exchange(f"u{a:02}", 7 + (1234 + a / 2) * SECOND, session_id=f"l{a}") for a in range(8)]
    with fill(tmp_path / "case", [Facts(exchanges=[*everyday(), *together])]) as case:
        assert moments_of(case, "lockstep") == {"2026-04-29T00:20:34Z+10s": {f"u{a:02}" for a in range(8)}}


def test_a_batch_of_sign_ups_is_an_identifier(tmp_path: Path) -> None:
    """Ten accounts made five seconds apart; the others over a year. Times that are missing are in no batch."""
    draw = np.random.default_rng(2)
    made = [int(T0 - us) for us in draw.uniform(0, 365 * 86_400e6, 49)]
    batch = [T0 - 30_000_000_000 + 5_000_000 * number for number in range(10)]
    rows = [{"account_id": f"u{a:02}", "created_at": at} for a, at in enumerate([*batch, *made, None])]
    with fill(tmp_path / "case", [Facts(accounts=rows)]) as case:
        assert list(moments_of(case, "signup_batch").values()) == [{f"u{a:02}" for a in range(10)}]


def test_templates_that_are_nearly_the_same_are_one_group(tmp_path: Path) -> None:
    """Named by the first of them; a template of another text is in none, and hashes of another length are left out."""
    words = [f"w{number}" for number in range(60)]
    other = [f"v{number}" for number in range(60)]
    minima = MinHash(b"k" * 32).of([words, [*words[:30], "new", *words[31:]], other])
    texts = {"t1": minima[0].tobytes(), "t2": minima[1].tobytes(), "t3": minima[2].tobytes(), "t4": b"short"}
    rows = [
        exchange(f"u{a:02}", a / 3, prompt_fingerprint=f"t{a + 1}", prompt_minhash=texts[f"t{a + 1}"]) for a in range(4)
    ]
    with fill(tmp_path / "case", [Facts(exchanges=rows)]) as case:
        assert moments_of(case, "prompt_group") == {"near t1": {"u00", "u01"}}


@pytest.mark.parametrize("rows", [[], [{"account_id": "u00"}]])
def test_without_times_the_kinds_hold_nothing(tmp_path: Path, rows: list[Row]) -> None:
    """Only sightings from a warehouse, and accounts without a date."""
    seen = [{"account_id": f"u{a:02}", "kind": "device", "value": "d"} for a in range(5)]
    with fill(tmp_path / "case", [Facts(accounts=rows, sightings=seen)]) as case:
        kinds = {kind.kind for kind in EmbeddedGraph(case).population(ALL).kinds}
    assert kinds == {"device"}


def test_later_loads_are_seen_together_with_earlier_ones(tmp_path: Path) -> None:
    """A session whose halves came in two loads changes hands; nothing of the older cache is carried over."""
    with fill(tmp_path / "case", [Facts(exchanges=[*everyday(), *part(0)])]) as case:
        assert moments_of(case, "hand_over") == {}
        add(case, Facts(exchanges=part(1)))
        assert moments_of(case, "hand_over") == {"x 2026-04-27T00:04Z": {"u00", "u01"}}
        add(case, Facts(exchanges=[exchange("u09", 30)]))
        assert moments_of(case, "hand_over") == {"x 2026-04-27T00:04Z": {"u00", "u01"}}
