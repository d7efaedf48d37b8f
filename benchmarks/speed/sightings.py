"""Ten million sightings: load and sweep, beside one bare igraph Leiden pass over the same edges, in one run."""

import re
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks import measured
from benchmarks.speed import incidences
from benchmarks.speed.campaign import score

FULL = 10_000_000
_PASS = re.compile(r"edges (\d+) build ([\d.]+) s leiden ([\d.]+) s cpu ([\d.]+) s")


def run(work: Path, scale: float) -> None:
    """Write the population, load, sweep, list; then the bare pass; then the scores."""
    population, case, log = work / f"sightings-{scale:g}", work / f"sightings-case-{scale:g}", work / "sightings.log"
    if not population.exists():
        incidences.write(population, round(FULL * scale))
    rows = pq.read_metadata(population / "data" / "sightings.parquet").num_rows
    out = work / f"sightings-members-{scale:g}.parquet"
    log.write_bytes(b"")
    costs = [
        measured.fraudgraph("load", population / "data", "--case", case, log=log),
        measured.fraudgraph("sweep", "--case", case, log=log),
        measured.fraudgraph("members", "--all", "-o", out, "--force", "--case", case, log=log),
        measured.script("benchmarks.speed.bare_leiden", case, log=log),
    ]
    for cost in costs:
        print(
            f"{cost.command:34} {cost.wall_seconds:7.1f} s wall {cost.cpu_seconds:7.1f} s cpu "
            f"{cost.peak_mb:6} MB, all processes {cost.tree_mb:6} MB"
        )
    edges, build, leiden, cpu = _PASS.findall(log.read_text(errors="replace"))[-1]
    sweep = costs[1]
    results = {
        "scale": scale,
        "sightings": rows,
        "shared_sightings": int(edges),
        "costs": [asdict(cost) for cost in costs],
        "bare_pass_seconds": {"build": float(build), "leiden": float(leiden), "leiden_cpu": float(cpu)},
        "sweep_cpu_over_bare_leiden": round(sweep.cpu_seconds / float(cpu), 2),
        "sweep_wall_over_bare_leiden": round(sweep.wall_seconds / float(leiden), 2),
        "bytes_per_sighting": round(sweep.tree_mb * 1e6 / rows),
        "scores": score(out, population / "truth.csv"),
    }
    print({name: value for name, value in results.items() if name not in ("costs", "scores")})
    print({name: value for name, value in results["scores"].items() if name != "rings"})
    measured.write(Path(f"benchmarks/speed/results/sightings-{scale:g}.json"), results)
