"""Laws of the whole way, files to rings: order, repetition and names do not matter."""

import hashlib
import random
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

import pytest

from fraudgraph.case import Case, sweeps
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.model.rings import Member, Ring
from fraudgraph.sweep import SweepOptions, sweep
from tests.unit.small_case import Row, Story, write

Found = tuple[tuple[Ring, ...], tuple[Member, ...]]


def story() -> Story:
    """500 everyday accounts; rings of 6, 12 and 25."""
    some = Story(seed=3).everyday(500, days=(0, 10))
    return some.ring("small", range(6), 3).ring("middle", range(12), 5).ring("large", range(25), 7)


def found(folder: Path, loads: Iterable[Iterable[Path]]) -> Found:
    """Load, one load after the other, and sweep."""
    with Case.create_or_open(folder) as case:
        for files in loads:
            load(case, [str(path) for path in files], LoadOptions())
        report = sweep(case, SweepOptions())
        return report.rings, sweeps.members(case, report.sweep.sweep_id)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """One file, as it was written."""
    folder = tmp_path_factory.mktemp("plain")
    result = found(folder / "case", [[write(folder / "exchanges.csv", story().rows)]])
    assert len(result[0]) == 3
    return result


def parts(rows: list[Row], count: int, folder: Path) -> list[Path]:
    """The rows dealt into so many files."""
    return [write(folder / f"exchanges-{j}.csv", rows[j::count]) for j in range(count)]


def test_row_order_leaves_the_rings_identical(plain: Found, tmp_path: Path) -> None:
    """The rows shuffled: the same rings, figures and bits, to the last unit."""
    rows = story().rows
    random.Random(1).shuffle(rows)
    assert found(tmp_path / "case", [[write(tmp_path / "exchanges.csv", rows)]]) == plain


def test_the_order_of_files_and_loads_leaves_the_rings_identical(plain: Found, tmp_path: Path) -> None:
    """Five files, loaded one by one in the order of nobody."""
    files = parts(story().rows, 5, tmp_path)
    assert found(tmp_path / "case", [[files[j]] for j in (3, 0, 4, 2, 1)]) == plain


def test_repeated_files_and_rows_leave_the_rings_identical(plain: Found, tmp_path: Path) -> None:
    """A file twice, in one load and again later, and another that overlaps: equal rows of two files are one fact."""
    rows = story().rows
    files = [write(tmp_path / "exchanges-a.csv", rows[:1500]), write(tmp_path / "exchanges-b.csv", rows[1000:])]
    again = write(tmp_path / "exchanges-c.csv", list(reversed(rows[500:1800])))
    assert found(tmp_path / "case", [files, [again, files[0]], files]) == plain


def test_rows_repeated_in_a_file_leave_the_memberships_identical(plain: Found, tmp_path: Path) -> None:
    """Two true calls in one second count twice among the exchanges, never in what links accounts."""
    rows = story().rows
    doubled = [*rows, *rows[::3]]
    rings, members = found(tmp_path / "case", [[write(tmp_path / "exchanges.csv", doubled)]])
    assert {(m.account_id, m.member_bits, m.kind_bits) for m in members} == {
        (m.account_id, m.member_bits, m.kind_bits) for m in plain[1]
    }
    assert sorted(ring.ring_bits for ring in rings) == sorted(ring.ring_bits for ring in plain[0])


def test_the_same_files_twice_give_the_same_bytes(plain: Found, tmp_path: Path) -> None:
    """Another case, the same facts and seed: equal rings, signs, members, bits."""
    assert found(tmp_path / "case", [[write(tmp_path / "exchanges.csv", story().rows)]]) == plain


def pairs(members: Iterable[Member], name: Callable[[str], str]) -> set[frozenset[str]]:
    """Pairs of accounts in one ring, under their names of before."""
    rings: dict[int, list[str]] = {}
    for member in members:
        rings.setdefault(member.ring_id, []).append(name(member.account_id))
    return {frozenset(pair) for some in rings.values() for pair in combinations(some, 2)}


def hashed(value: str, salt: str) -> str:
    """Another name."""
    return hashlib.sha256(f"{salt}{value}".encode()).hexdigest()[:12]


@pytest.mark.parametrize("salt", ["x", "y", "z"])
def test_names_do_not_matter(plain: Found, tmp_path: Path, salt: str) -> None:
    """Accounts, cards, templates and addresses renamed: pair F1 0.99 or more, and the same queue."""
    rows = story().rows
    addresses = sorted({row[2] for row in rows})
    moved = random.Random(salt).sample(range(1 << 24), len(addresses))
    address = {ip: f"11.{n >> 16}.{n >> 8 & 255}.{n & 255}" for ip, n in zip(addresses, moved, strict=True)}
    account = {row[0]: f"acc-{hashed(row[0], salt)}" for row in rows}
    back = {new: old for old, new in account.items()}
    renamed = [
        (account[a], at, address[ip], f"tok_{hashed(card, salt)}", hashed(prompt, salt), outcome)
        for a, at, ip, card, prompt, outcome in rows
    ]
    _, members = found(tmp_path / "case", [[write(tmp_path / "exchanges.csv", renamed)]])
    ours, theirs = pairs(plain[1], str), pairs(members, back.__getitem__)
    assert 2 * len(ours & theirs) >= 0.99 * (len(ours) + len(theirs))
    queue = {back[m.account_id] for m in members if m.in_queue}
    assert queue == {m.account_id for m in plain[1] if m.in_queue}
    assert queue
