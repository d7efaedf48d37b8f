"""Laws of the whole product on a simulated campaign, all tables, files to queue: order, repetition, names."""

import hashlib
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fraudgraph.case import Case, sweeps
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.model.rings import Member, Ring, RingIdentifier
from fraudgraph.simulate import simulate
from fraudgraph.sweep import SweepOptions, sweep

Rename = Callable[[str], str]


@dataclass(frozen=True)
class Outcome:
    """Everything that a sweep says of rings."""

    rings: tuple[Ring, ...]
    members: tuple[Member, ...]
    identifiers: tuple[tuple[RingIdentifier, ...], ...]

    @property
    def queue(self) -> set[str]:
        """The accounts in the queue."""
        return {member.account_id for member in self.members if member.in_queue}


def outcome(folder: Path, files: Iterable[Path]) -> Outcome:
    """Load all files at once and sweep."""
    with Case.create_or_open(folder) as case:
        load(case, [str(path) for path in files], LoadOptions())
        report = sweep(case, SweepOptions())
        number = report.sweep.sweep_id
        held = tuple(sweeps.identifiers(case, number, ring.ring_id) for ring in report.rings)
        return Outcome(report.rings, sweeps.members(case, number), held)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """An early campaign at a fiftieth of its size: accounts, payments, actions, 45 days of exchanges."""
    return simulate("campaign-150k", tmp_path_factory.mktemp("law") / "out", scale=0.02, seed=3).files


@pytest.fixture(scope="module")
def plain(files: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    """As it was written."""
    found = outcome(tmp_path_factory.mktemp("plain") / "case", files)
    assert len(found.rings) >= 5
    assert found.queue
    return found


def shuffled(files: Iterable[Path], folder: Path, seed: int) -> list[Path]:
    """The same rows in other orders, under other names."""
    draw = np.random.default_rng(seed)
    out = []
    for path in files:
        table = pq.read_table(path)
        target = folder / f"{path.stem}-again.parquet"
        pq.write_table(table.take(draw.permutation(table.num_rows)), target)
        out.append(target)
    return out


def test_row_and_file_order_leave_everything_identical(plain: Outcome, files: tuple[Path, ...], tmp_path: Path) -> None:
    """Rows shuffled in every table, files in reverse: the same rings, figures, identifiers, members and queue."""
    assert outcome(tmp_path / "case", reversed(shuffled(files, tmp_path, 1))) == plain


def test_rows_delivered_twice_leave_everything_identical(
    plain: Outcome, files: tuple[Path, ...], tmp_path: Path
) -> None:
    """Every file and a shuffled copy of it: equal rows of two files are one fact."""
    assert outcome(tmp_path / "case", [*files, *shuffled(files, tmp_path, 2)]) == plain


def test_an_account_delivered_twice_in_a_file_is_one_account(
    plain: Outcome, files: tuple[Path, ...], tmp_path: Path
) -> None:
    """Rows of accounts and actions repeated inside their file."""
    twice = []
    for path in files:
        table = pq.read_table(path)
        twice.append(tmp_path / path.name)
        again = pa.concat_tables([table, table]) if path.stem == "accounts" else table
        pq.write_table(again, twice[-1])
    assert outcome(tmp_path / "case", twice) == plain


def hashed(text: str, salt: str, digits: int = 16) -> str:
    """Another name."""
    return hashlib.sha256(f"{salt} {text}".encode()).hexdigest()[:digits]


def other_address(text: str, salt: str) -> str:
    """Another public address; those of one IPv6 network stay in one."""
    if ":" in text:
        network = int(ipaddress.ip_address(text)) >> 64
        host = int(ipaddress.ip_address(text)) & (1 << 64) - 1
        moved = int(hashed(str(network), salt), 16) % (1 << 44)
        return str(ipaddress.ip_address((0x2A0 << 116) | (moved << 64) | host))
    return str(ipaddress.ip_address(11 << 24 | int(hashed(text, salt), 16) % (1 << 24)))


def renamed(path: Path, target: Path, ways: dict[str, Rename]) -> Path:
    """The file with some columns renamed value by value."""
    table = pq.read_table(path)
    for name in ways.keys() & set(table.column_names):
        known = {value: None if value is None else ways[name](value) for value in table[name].unique().to_pylist()}
        values = [known[value] for value in table[name].to_pylist()]
        table = table.set_column(table.column_names.index(name), name, pa.array(values, pa.string()))
    pq.write_table(table, target)
    return target


def pairs(members: Iterable[Member], name: Callable[[str], str]) -> set[frozenset[str]]:
    """Pairs of accounts in one ring, under their names of before."""
    rings: dict[int, list[str]] = {}
    for member in members:
        rings.setdefault(member.ring_id, []).append(name(member.account_id))
    return {frozenset(pair) for some in rings.values() for pair in combinations(some, 2)}


@pytest.mark.parametrize("salt", ["p", "q"])
def test_names_do_not_matter(plain: Outcome, files: tuple[Path, ...], tmp_path: Path, salt: str) -> None:
    """Accounts, instruments, addresses and templates renamed in every table: pair F1 0.99 or more, the same queue."""
    back: dict[str, str] = {}

    def account(text: str) -> str:
        new = f"u-{hashed(text, salt)}"
        back[new] = text
        return new

    ways: dict[str, Rename] = {
        "account_id": account,
        "payment_instrument": lambda text: f"tok_{hashed(text, salt)}",
        "prompt_fingerprint": lambda text: f"tpl_{hashed(text, salt)}",
        "ip": lambda text: other_address(text, salt),
    }
    found = outcome(tmp_path / "case", [renamed(path, tmp_path / path.name, ways) for path in files])
    ours, theirs = pairs(plain.members, str), pairs(found.members, back.__getitem__)
    assert 2 * len(ours & theirs) >= 0.99 * (len(ours) + len(theirs))
    assert {back[account_id] for account_id in found.queue} == plain.queue
