"""A small case by hand: two rings, people around them, a hub, and what a sweep left of it."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from fraudgraph.case import Case, Hub, sweeps
from fraudgraph.case.sweeps import SweepResult
from fraudgraph.investigate.node import node
from fraudgraph.model.rings import (
    BIT,
    Band,
    Change,
    EvidenceClass,
    KindShare,
    LineageEvent,
    Member,
    Review,
    Ring,
    Sign,
    State,
    Sweep,
    Tier,
)
from tests.contract.facts import Facts, fill
from tests.contract.worlds import T0, at, exchange

RING_1 = ("acct_a", "acct_b", "acct_c")
RING_2 = ("acct_d", "acct_e")
PEOPLE = tuple(f"user_{n:03}" for n in range(60))


def facts() -> Facts:
    """a, b, c share a card, an address and a template, d and e an address; one outsider knows the template too."""
    shared = {"ip": "203.0.113.7", "prompt_fingerprint": "tpl_ring", "payment_instrument": "pm_1"}
    used = {"model": "large", "capability": "code", "outcome": "served"}
    exchanges = [
        exchange(account, day + n / 100, **shared, **used) for n, account in enumerate(RING_1) for day in (0, 1, 3)
    ]
    exchanges += [exchange("acct_a", 9, ip="192.0.2.200", model="small", outcome="error")]
    exchanges += [exchange(account, 2, ip="203.0.113.8", model="large", outcome="served") for account in RING_2]
    exchanges += [
        exchange(person, 4, ip=f"192.0.2.{n}", model="small", outcome="served") for n, person in enumerate(PEOPLE)
    ]
    exchanges += [exchange(person, 5, ip="2001:db8::1", ip_net="2001:db8::/64") for person in PEOPLE[:4]]
    exchanges += [exchange(PEOPLE[0], 6, prompt_fingerprint="tpl_ring"), exchange("acct_b", 8, ip="198.51.100.1")]
    exchanges += [exchange("acct_a", 8, ip="198.51.100.1"), exchange("acct_d", 8, ip="198.51.100.1")]
    return Facts(
        accounts=(
            {
                "account_id": "acct_a",
                "created_at": at(-1),
                "country": "BR",
                "email_domain": "x.example",
                "status": "open",
            },
            {
                "account_id": "acct_b",
                "created_at": at(-31),
                "country": "ID",
                "email_domain": "y.example",
                "status": "ok",
            },
            {"account_id": "acct_c", "created_at": at(-1), "country": "BR", "suspended_at": at(8)},
        ),
        exchanges=exchanges,
        payments=(
            {"account_id": "acct_a", "payment_instrument": "pm_1", "paid_at": at(0), "outcome": "ok"},
            {"account_id": "acct_a", "payment_instrument": "pm_1", "paid_at": at(1), "outcome": "declined"},
            {"account_id": "acct_b", "payment_instrument": "pm_1", "paid_at": at(2), "outcome": "ok"},
        ),
        identifiers=({"kind": "ip", "value": "203.0.113.7", "asn": "AS64500"},),
        hubs=(Hub("ip", "198.51.100.1", "carrier gateway", "mapping"),),
    )


def sign(name: str, state: State, against: bool = False) -> Sign:
    """A sign of whatever."""
    return Sign(
        name, name, against, state, "share", 0.5, 0.1, 1 if against else None, "", (), -1.0 if against else 1.0, name
    )


def a_ring(ring_id: int, rank: int, accounts: int) -> Ring:
    """A ring of class A with two signs of three, one against, one not measured."""
    return Ring(
        ring_id=ring_id,
        rank=rank,
        band=Band.LOOK_FIRST,
        review=Review.NEW,
        ring_class=EvidenceClass.A,
        change=Change.BORN,
        joined=accounts,
        left=0,
        born_sweep=1,
        accounts=accounts,
        core=accounts - 1,
        probable=1,
        periphery=0,
        open_accounts=accounts,
        suspended_accounts=0,
        exchanges=10,
        served=9,
        exchanges_7d=4,
        first_us=at(0),
        last_us=at(9),
        ring_bits=60 * BIT,
        name_bits=20 * BIT,
        kinds=(KindShare("ip", 30 * BIT, 1, accounts, 0), KindShare("payment_instrument", 50 * BIT, 1, accounts, 1)),
        signs=(
            sign("one", State.PRESENT),
            sign("two", State.PRESENT),
            sign("three", State.ABSENT),
            sign("four", State.UNKNOWN),
            sign("tenure", State.PRESENT, True),
        ),
        cells=(2, 1),
    )


def a_member(account: str, ring_id: int, tier: Tier, bits: int) -> Member:
    """A membership."""
    return Member(account, ring_id, 0, tier, EvidenceClass.A, tier is Tier.CORE, bits * BIT, (("ip", 9 * BIT),))


def a_sweep(case: Case, as_of_us: int = T0 + 20 * 86_400_000_000) -> Sweep:
    """The record of a sweep that begins now, as the ledger counts time."""
    started = max(load.at_us for load in case.loads())
    return Sweep(0, as_of_us, None, 0, (("kappa", "100.0"),), (), (("accounts", 65),), "0" * 64, started, started)


def write_sweep(
    case: Case, rings: Sequence[Ring], members: Sequence[Member], events: Sequence[LineageEvent] = ()
) -> int:
    """Store what a sweep found."""
    known = {row[0] for row in case.ledger.execute("SELECT ring_id FROM rings")}
    born = tuple(ring.ring_id for ring in rings if ring.ring_id not in known)
    with case.writing("sweep"):
        return sweeps.write(case, SweepResult(a_sweep(case), tuple(rings), members, {}, tuple(events), born))


def change(case: Case, sql: str, *values: object) -> None:
    """What another command would do to the ledger."""
    with case.transaction() as ledger:
        ledger.execute(sql, values)


def members_of() -> list[Member]:
    """Members of both rings."""
    first = [a_member(account, 1, Tier.CORE, 30 - n) for n, account in enumerate(RING_1[:2])]
    return [*first, a_member("acct_c", 1, Tier.PROBABLE, 9), *(a_member(one, 2, Tier.CORE, 15) for one in RING_2)]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders `unswept` and `swept`, each a case with its cache: made once, copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    with fill(folder / "unswept", [facts()]) as case:
        node(case, "acct_a")
    shutil.copytree(folder / "unswept", folder / "swept")
    rings = (a_ring(1, 1, 3), replace(a_ring(2, 2, 2), band=Band.FIND_MORE, ring_class=EvidenceClass.C))
    with Case.open(folder / "swept") as case:
        write_sweep(case, rings, members_of())
    return folder


@pytest.fixture
def unswept(made: Path, tmp_path: Path) -> Iterator[Case]:
    """The case before its first sweep."""
    shutil.copytree(made / "unswept", tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        yield case


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Iterator[Case]:
    """The case after its first sweep."""
    shutil.copytree(made / "swept", tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        yield case
