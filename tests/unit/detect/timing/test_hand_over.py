"""Hand-overs: found where one account takes up what another left, not where strangers share a name."""

import numpy as np
from numpy.typing import NDArray

from fraudgraph.detect.timing.hand_over import NONE, hand_overs
from tests.unit.detect.timing.crowds import DAY, T0

Row = tuple[int, int, float]
Index = NDArray[np.int64]


def chains(rows: list[Row]) -> list[set[int]]:
    """The accounts of each chain, in order. rows: (thread, account, second)."""
    rows = sorted(rows, key=lambda row: (row[0], row[2], row[1]))
    thread, account, at = (np.array(column) for column in zip(*rows, strict=True))
    of = hand_overs(thread.astype(np.int64), account.astype(np.int64), (at * 1e6).astype(np.int64))
    return [set(account[of == one].tolist()) for one in range(int(of.max()) + 1)]


def relay(thread: int, accounts: list[int], start: float, pause: float = 4.0) -> list[Row]:
    """Each account sends 12 exchanges, one a minute; the next begins `pause` seconds after the last."""
    rows, at = [], start
    for account in accounts:
        rows += [(thread, account, at + 60.0 * number) for number in range(12)]
        at += 11 * 60.0 + pause
    return rows


def strangers(draw: np.random.Generator, thread: int, accounts: int, within: float) -> list[Row]:
    """Accounts that use one thread at independent times, a handful of exchanges in each of three visits."""
    rows: list[Row] = []
    for account in range(accounts):
        for start in T0 + draw.uniform(0, within, 3):
            rows += [(thread, account, float(at)) for at in start + draw.uniform(0, 900, 5)]
    return rows


def test_a_session_that_goes_from_account_to_account_is_one_chain() -> None:
    """Three accounts, one after another, seconds apart."""
    assert chains(relay(0, [5, 7, 6], T0 + 1000)) == [{5, 6, 7}]


def test_a_session_of_one_account_is_none() -> None:
    """Nothing changes hands."""
    assert chains(relay(0, [5], T0) + relay(1, [6], T0)) == []


def test_sessions_that_share_accounts_are_one_chain_a_week() -> None:
    """Two sessions of the same circle in one week are one chain; another week is a second one, another circle too."""
    rows = relay(0, [1, 2], T0 + 9000) + relay(1, [2, 3], T0 + 30_000) + relay(2, [8, 9], T0 + 50_000)
    assert chains(rows + relay(3, [3, 1], T0 + 8 * DAY)) == [{1, 2, 3}, {8, 9}, {1, 3}]


def test_strangers_who_share_a_default_hand_nothing_over() -> None:
    """200 ids, each used by 40 accounts at independent times over a month: nearly none by chance."""
    draw = np.random.default_rng(1)
    found = chains([row for thread in range(200) for row in strangers(draw, thread, 40, 30 * DAY)])
    assert sum(map(len, found)) <= 10


def test_an_event_at_which_everybody_uses_one_id_hands_nothing_over() -> None:
    """60 accounts on one id within a day: somebody always follows within seconds, at the event's own pace."""
    assert chains(strangers(np.random.default_rng(2), 0, 60, DAY)) == []


def test_a_template_that_goes_round_is_found_among_its_other_users() -> None:
    """A template of 50 strangers that six accounts pass on 40 times: every week's chain holds them and few others."""
    draw = np.random.default_rng(3)
    rows = strangers(draw, 0, 50, 28 * DAY)
    for start in T0 + draw.choice(28 * 12, 40, replace=False) * 7200.0:
        rows += relay(0, (100 + draw.permutation(6)[:3]).tolist(), start)
    largest = [one for one in chains(rows) if len(one) > 2]
    assert len(largest) in (4, 5)
    assert np.mean([account >= 100 for one in largest for account in one]) > 0.8


def test_no_rows_give_no_segment() -> None:
    """An empty table is none."""
    nothing: Index = np.zeros(0, np.int64)
    assert len(hand_overs(nothing, nothing, nothing)) == 0
    assert NONE == -1
