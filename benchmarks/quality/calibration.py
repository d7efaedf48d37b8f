"""`python -m benchmarks calibration`: do calibrated bits say what they are taken for?

A population with some hundred rings and as many honest groups goes through the product's own commands: load, sweep,
a verdict from the simulated truth on every second community (`judge --from`), sweep again. The calibration that the
second sweep learned from the ledger is then held against the communities that nobody judged.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks import measured
from fraudgraph.case import Case, sweeps
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.simulate import Scenario, simulate
from fraudgraph.simulate.population import Calendar
from fraudgraph.simulate.ring_kinds import SUPPORTING
from fraudgraph.simulate.scenarios import Groups

RESULTS = Path("benchmarks/quality/results/calibration.json")
SEED = 7
COPIES = 3
LARGEST = 120
SCENARIO = Scenario(
    "calibration",
    "As many rings as honest groups.",
    40_000,
    Calendar(date(2026, 2, 2), 35),
    tuple(replace(p, name=f"{p.name}-{n}", size=min(p.size, LARGEST)) for n in range(COPIES) for p in SUPPORTING),
    Groups(firms=40, automated_firms=30, campuses=6, agencies=30, resellers=12, hackathons=30, poolers=60),
    sessions=True,
)


@dataclass(frozen=True)
class Community:
    """abusive: most of its accounts are of a planted ring; judged: a verdict on it was written; bits: calibrated."""

    ring_id: int
    abusive: bool
    judged: bool
    balance: float
    bits: float | None


def run(work: Path) -> None:
    """Measure, print and write the result."""
    folder, case, log = work / SCENARIO.name, work / f"{SCENARIO.name}-case", work / "log.txt"
    if not (folder / "truth.csv").exists():
        simulate(SCENARIO, folder, seed=SEED)
    measured.fraudgraph("load", folder / "data", "--case", case, log=log)
    measured.fraudgraph("sweep", "--case", case, log=log)
    first = list(communities(case, folder / "truth.csv"))
    verdicts = work / "verdicts.csv"
    write(verdicts, [one for one in first if one.judged])
    measured.fraudgraph("judge", "--from", verdicts, "--case", case, log=log)
    measured.fraudgraph("sweep", "--case", case, log=log)
    result = figures(list(communities(case, folder / "truth.csv")))
    measured.write(RESULTS, {"command": "python -m benchmarks calibration", "seed": SEED, **result})
    print(result)


def communities(case: Path, truth: Path) -> Iterator[Community]:
    """Those of the latest sweep, by number; every second one is judged."""
    with Case.open(case) as opened:
        last = sweeps.latest(opened).sweep_id
        rings = sorted(sweeps.rings(opened, last), key=lambda ring: ring.ring_id)
        members = [(one.ring_id, one.account_id) for one in sweeps.members(opened, last)]
    planted = {row[0] for row in duckdb.execute(_PLANTED, [str(truth)]).fetchall()}
    guilty: dict[int, list[bool]] = {}
    for ring_id, account in members:
        guilty.setdefault(ring_id, []).append(account in planted)
    for ring in rings:
        some = guilty[ring.ring_id]
        yield Community(ring.ring_id, 2 * sum(some) > len(some), ring.ring_id % 2 == 0, ring.balance, ring.calibrated)


_PLANTED = "SELECT account_id FROM read_csv(?, all_varchar = true) WHERE ring IS NOT NULL"


def write(path: Path, judged: Sequence[Community]) -> None:
    """A file of verdicts as `judge --from` reads it."""
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(("ring", "verdict", "reason"))
        for one in judged:
            said = "confirmed" if one.abusive else "benign"
            rows.writerow((show_id(Minted.RING, one.ring_id), said, "known from the simulation"))


def figures(some: Sequence[Community]) -> dict[str, Any]:
    """Communities that were judged and not, and how well the bits foretell the others: log loss in bits a community,
    beside that of the share of confirmed ones among the judged; and by step what was expected and what is true.
    """
    judged, others = [one for one in some if one.judged], [one for one in some if not one.judged]
    share = (sum(one.abusive for one in judged) + 0.5) / (len(judged) + 1)
    known = [one for one in others if one.bits is not None]
    true = np.array([one.abusive for one in known])
    foretold = np.array([chance(one.bits or 0.0) for one in known])
    return {
        "judged": len(judged),
        "judged_abusive": sum(one.abusive for one in judged),
        "others": len(others),
        "others_abusive": sum(one.abusive for one in others),
        "calibrated": len(known),
        "log_loss": loss(foretold, true),
        "log_loss_of_the_share": loss(np.full(len(known), share), true),
        "steps": list(_steps(known)),
    }


def chance(bits: float) -> float:
    """Of log2 odds."""
    return 2**bits / (1 + 2**bits)


def loss(foretold: Any, true: Any) -> float | None:
    """Mean of -log2 of the chance given to what is true; None of nobody."""
    if len(true) == 0:
        return None
    return round(float(-np.log2(np.where(true, foretold, 1 - foretold)).mean()), 4)


def _steps(known: Sequence[Community]) -> Iterator[dict[str, Any]]:
    """One for each value of the bits, the least first."""
    for bits in sorted({one.bits for one in known if one.bits is not None}):
        here = [one.abusive for one in known if one.bits == bits]
        expected = round(len(here) * chance(bits), 1)
        yield {"bits": bits, "communities": len(here), "expected_abusive": expected, "abusive": sum(here)}
