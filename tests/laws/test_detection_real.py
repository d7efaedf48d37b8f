"""A cut of a real set with known rings, through the product's own way. It is not part of the project: see the skip."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from fraudgraph.case import Case, sweeps
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.sweep import SweepOptions, SweepReport, sweep

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "hop_sybil_small"
HUBS = (
    "exchange", "contract", "misc_service", "connection_blacklist", "fundraising", "gitcoin_grant", "giveth",
    "nft_power_user",
)  # fmt: skip
MAPPING = (
    '[sightings]\naccount_id = "account"\nkind = "identifier_kind"\nvalue = "identifier"\ncount = "n"\n'
    'ignore = ["direction", "chain", "transfer_kind"]\n'
    '[kinds.wallet]\nfamily = "network"\n[kinds.exchange_deposit]\nfamily = "ownership"\n'
    + "".join(f"[kinds.{kind}]\nhub = true\n" for kind in HUBS)
)
Swept = tuple[SweepReport, dict[str, int]]

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real set is not beside the project: {DATA}")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Swept:
    """Loaded through a mapping file, the block lists as hub kinds, default parameters; the ring of each member."""
    folder = tmp_path_factory.mktemp("real")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    with Case.create_or_open(folder / "case") as case:
        result = load(case, [str(DATA / "edges.csv")], LoadOptions(mapping=folder / "mapping.toml"))
        assert result.rejected_reasons == ()
        report = sweep(case, SweepOptions())
        return report, {m.account_id: m.ring_id for m in sweeps.members(case, report.sweep.sweep_id)}


def truth() -> dict[str, str]:
    """The true ring of each labelled account that is in one."""
    with (DATA / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["account"]: row["ring_id"] for row in csv.DictReader(file) if row["ring_id"]}


def same_ring(groups: Counter[str] | Counter[int] | Counter[tuple[int, str]]) -> int:
    """Pairs of accounts in one group."""
    return sum(n * (n - 1) // 2 for n in groups.values())


def test_pairs_of_real_rings_are_found_and_hardly_any_others(swept: Swept) -> None:
    """Among accounts with a true ring: nearly every pair that we link is of one true ring, and a good part of the true
    pairs is found.
    """
    _, ring = swept
    true = truth()
    both = [a for a in true if a in ring]
    right = same_ring(Counter((ring[a], true[a]) for a in both))
    linked, real = same_ring(Counter(ring[a] for a in both)), same_ring(Counter(true.values()))
    assert right / linked >= 0.9
    assert right / real >= 0.4


def test_most_linked_accounts_are_of_a_real_ring(swept: Swept) -> None:
    """A bound from below: who is not labelled was not eliminated, which is not proven innocent."""
    _, ring = swept
    true = truth()
    assert len(ring) >= 100
    assert sum(a in true for a in ring) / len(ring) >= 0.75


def test_block_lists_hold_no_ring_together(swept: Swept) -> None:
    """Kinds that mean nothing are in no ring's evidence."""
    report, _ = swept
    assert {share.kind for ring in report.rings for share in ring.kinds} <= {"wallet", "exchange_deposit"}
