"""The real data sets, default configuration, through the product's own commands, over relabelings of the accounts."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks import measured
from benchmarks.quality.score import NONE, AccountScore, Labels, score_accounts

HUBS = (
    "exchange",
    "contract",
    "misc_service",
    "connection_blacklist",
    "fundraising",
    "gitcoin_grant",
    "giveth",
    "nft_power_user",
)
COLUMNS = 'account_id = "account"\nkind = "identifier_kind"\nvalue = "identifier"\n'
HOP_MAPPING = (
    f'[sightings]\n{COLUMNS}count = "n"\nignore = ["direction", "chain", "transfer_kind", "time"]\n\n'
    '[kinds.wallet]\nfamily = "network"\n\n[kinds.exchange_deposit]\nfamily = "ownership"\n'
    + "".join(f"\n[kinds.{kind}]\nhub = true\n" for kind in HUBS)
)
HISTORICAL_MAPPING = f'[sightings]\n{COLUMNS}ignore = ["time"]\n'


@dataclass(frozen=True)
class RealSet:
    """A data set: its folder, its mapping file, the truth as SQL over labels.parquet (account, ring or NULL)."""

    folder: str
    mapping: str
    truth: str


SETS = (
    RealSet("hop_sybil", HOP_MAPPING, "SELECT account, ring_id FROM '{labels}'"),
    RealSet("historical_50k", HISTORICAL_MAPPING, "SELECT account, ring_id FROM '{labels}'"),
)


def run(data: Path, work: Path, relabelings: int) -> None:
    """Score every set under every relabeling (0: the names as they are), print and write the result."""
    results: dict[str, Any] = {}
    for real in SETS:
        scores = [_once(real, data / real.folder, work, seed) for seed in range(relabelings)]
        results[real.folder] = _summary(scores)
        print(real.folder, results[real.folder]["median"], "minimum ARI", results[real.folder]["minimum_ari"])
    measured.write(Path("benchmarks/quality/results/real.json"), {"relabelings": relabelings, "sets": results})


def _once(real: RealSet, folder: Path, work: Path, seed: int) -> AccountScore:
    """Load, sweep and score one relabeling in a fresh case."""
    place = work / f"{real.folder}-{seed}"
    place.mkdir(exist_ok=True)
    truth = _relabel(real, folder, place, seed)
    (place / "mapping.toml").write_text(real.mapping)
    case, log, out = place / "case", place / "log.txt", place / "members.parquet"
    measured.fraudgraph("load", place / "edges.parquet", "--mapping", place / "mapping.toml", "--case", case, log=log)
    measured.fraudgraph("sweep", "--case", case, log=log)
    measured.fraudgraph("members", "--all", "-o", out, "--force", "--case", case, log=log)
    rings = dict(duckdb.execute(f"SELECT account_id, ring_id FROM '{out}'").fetchall())
    accounts = sorted(truth)
    return score_accounts(_codes([rings.get(a) for a in accounts]), _codes([truth[a] for a in accounts]))


def _relabel(real: RealSet, folder: Path, place: Path, seed: int) -> dict[str, str | None]:
    """Write the edges under new account names; returns the truth under those names."""
    truth = dict(duckdb.execute(real.truth.format(labels=folder / "labels.parquet")).fetchall())
    old = sorted(truth)
    order = np.random.default_rng(seed).permutation(len(old))
    new = {a: a if seed == 0 else f"account-{n:08d}" for a, n in zip(old, order.tolist(), strict=True)}
    connection = duckdb.connect()
    connection.execute("CREATE TABLE names (old VARCHAR, new VARCHAR)")
    connection.executemany("INSERT INTO names VALUES (?, ?)", list(new.items()))
    columns = f"SELECT names.new AS account, edges.* EXCLUDE (account) FROM '{folder / 'edges.parquet'}' AS edges"
    connection.execute(f"COPY ({columns} JOIN names ON old = account) TO '{place / 'edges.parquet'}' (FORMAT parquet)")
    return {new[a]: None if ring is None else str(ring) for a, ring in truth.items()}


def _codes(names: list[str | None]) -> Labels:
    numbers: dict[str, int] = {}
    return np.array([NONE if x is None else numbers.setdefault(x, len(numbers)) for x in names], np.int64)


def _summary(scores: list[AccountScore]) -> dict[str, Any]:
    table = {name: [getattr(s, name) for s in scores] for name in ("ari", "ari_all", "precision", "recall", "rings")}
    return {
        "median": {name: round(float(np.median(values)), 4) for name, values in table.items()},
        "minimum_ari": min(table["ari"]),
        "minimum_ari_all": min(table["ari_all"]),
        "runs": [asdict(score) for score in scores],
    }
