"""What time makes of some rows, row by row: the kinds that stores derive. What is surprising is tested elsewhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import numpy as np

from fraudgraph.detect.timing.hand_over import hand_overs
from fraudgraph.detect.timing.windows import LOCKSTEP, SIGN_UP, Scan, scan
from tests.contract.facts import Row

Moment = tuple[str, str, str, str, list[int]]
"""(account, kind, value, table, times)"""
SECOND_US = 1_000_000


def moments(exchanges: Sequence[Row], accounts: Sequence[Row]) -> Iterable[Moment]:
    """Every sighting of the kinds of time."""
    for column in ("session_id", "prompt_fingerprint"):
        yield from handed_over([row for row in exchanges if row.get(column) is not None], column)
    yield from together([(row["account_id"], row["at"]) for row in exchanges], "lockstep", LOCKSTEP, "exchanges")
    created = [(row["account_id"], row["created_at"]) for row in accounts if row.get("created_at") is not None]
    yield from together(created, "signup_batch", SIGN_UP, "accounts")


def handed_over(rows: Sequence[Row], column: str) -> Iterable[Moment]:
    """Threads of two accounts or more that change hands."""
    users = defaultdict(set)
    for row in rows:
        users[row[column]].add(row["account_id"])
    ordered = sorted((row[column], row["at"], row["account_id"]) for row in rows if len(users[row[column]]) > 1)
    code = {name: number for number, name in enumerate(sorted({account for _, _, account in ordered}))}
    thread = {name: number for number, name in enumerate(sorted({value for value, _, _ in ordered}))}
    chain = hand_overs(
        np.array([thread[value] for value, _, _ in ordered], np.int64),
        np.array([code[account] for _, _, account in ordered], np.int64),
        np.array([at for _, at, _ in ordered], np.int64),
    )
    found = defaultdict(list)
    for known, of in zip(ordered, chain.tolist(), strict=True):
        found[of].append(known)
    for of, some in found.items():
        first, at, _ = min(some, key=lambda row: (row[1], row[0]))
        minute = datetime.fromtimestamp(at // SECOND_US, UTC).strftime("%Y-%m-%dT%H:%MZ")
        for account in {account for _, _, account in some} if of >= 0 else ():
            times = [at for _, at, other in some if other == account]
            yield account, "hand_over", f"{first} {minute}", "exchanges", times


def together(events: Sequence[tuple[str, int]], kind: str, how: Scan, table: str) -> Iterable[Moment]:
    """Windows of surprisingly many accounts."""
    counts = sorted(Counter(at // SECOND_US for _, at in events).items())
    found = scan(np.array([s for s, _ in counts], np.int64), np.array([n for _, n in counts], np.int64), how)
    inside = [
        [(account, at) for account, at in events if first <= at // SECOND_US < first + width]
        for first, width in zip(found.first.tolist(), found.width.tolist(), strict=True)
    ]
    kept = found.holding(np.array([len({account for account, _ in one}) for one in inside], np.int64))
    for number in np.flatnonzero(kept).tolist():
        start = datetime.fromtimestamp(int(found.first[number]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for account in {account for account, _ in inside[number]}:
            times = [at for other, at in inside[number] if other == account]
            yield account, kind, f"{start}+{int(found.width[number])}s", table, times
