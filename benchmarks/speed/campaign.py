"""The full-size campaign: files to ranked rings in one run, scored against its truth, beside bare DuckDB and bare
igraph.
"""

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import measured
from benchmarks.quality.score import RingScore, average_precision, best_f1

HONEST_INDIVIDUALS = ("individual", "family", "multi_account", "carrier", "vpn", "victim")


def run(work: Path, scale: float) -> None:
    """Simulate, load, sweep, list; then the bare libraries; then the scores."""
    population, case, log = work / f"campaign-{scale:g}", work / f"case-{scale:g}", work / f"campaign-{scale:g}.log"
    costs = []
    if not population.exists():
        costs.append(measured.fraudgraph("simulate", "campaign", "-o", population, "--scale", str(scale), log=log))
    out = work / f"members-{scale:g}.parquet"
    costs += [
        measured.fraudgraph("load", population / "data", "--case", case, log=log),
        measured.fraudgraph("sweep", "--case", case, log=log),
        measured.fraudgraph("rings", "--case", case, log=log),
        measured.fraudgraph("members", "--all", "-o", out, "--force", "--case", case, log=log),
        measured.script("benchmarks.speed.bare_aggregation", population / "data", "4GB", log=log),
        measured.script("benchmarks.speed.bare_leiden", case, log=log),
    ]
    for cost in costs:
        print(f"{cost.command:34} {cost.wall_seconds:7.1f} s wall {cost.cpu_seconds:7.1f} s cpu {cost.peak_mb:6} MB")
    scores = score(out, population / "truth.csv")
    print({name: value for name, value in scores.items() if name != "rings"})
    results = {"scale": scale, "costs": [asdict(cost) for cost in costs], "scores": scores}
    measured.write(Path(f"benchmarks/speed/results/campaign-{scale:g}.json"), results)


def score(members: Path, truth: Path) -> dict[str, Any]:
    """What was found of what was planted, and who else was linked."""
    rows = duckdb.execute(
        "SELECT m.account_id, m.ring_id, m.rank, m.band, m.in_queue, t.ring, t.category "
        f"FROM '{members}' m JOIN read_csv('{truth}', all_varchar = true) t USING (account_id)"
    ).fetchall()
    planted: dict[str, set[str]] = {}
    types: dict[str, str] = {}
    for account, ring, kind in duckdb.execute(
        f"SELECT account_id, ring, ring_type FROM read_csv('{truth}', all_varchar = true) WHERE ring <> ''"
    ).fetchall():
        planted.setdefault(ring, set()).add(account)
        types[ring] = kind
    found: dict[str, set[str]] = {}
    place: dict[str, tuple[int, str]] = {}
    categories: dict[str, Counter[str]] = {}
    for account, ring, rank, band, _, _, category in rows:
        found.setdefault(ring, set()).add(account)
        place[ring] = (rank, band)
        categories.setdefault(ring, Counter())[category] += 1
    best = best_f1(found, planted)
    rings = [
        RingScore(name, types[name], len(planted[name]), round(f1, 4), *place.get(ring, (None, None)))
        for name, (f1, ring) in sorted(best.items())
    ]
    main_category = {ring: some.most_common(1)[0][0] for ring, some in categories.items()}
    honest = [ring for ring, category in main_category.items() if category != "ring"]
    return {
        "planted": len(planted),
        "found_at_f1_0.9": sum(one.f1 >= 0.9 for one in rings),
        "largest_f1": max(rings, key=lambda one: one.accounts).f1,
        "average_precision": round(average_precision(sorted(found, key=lambda r: place[r][0]), best), 4),
        "rings_listed": len(found),
        "communities_of_honest_individuals": sum(main_category[ring] in HONEST_INDIVIDUALS for ring in honest),
        "honest_communities": Counter(f"{main_category[ring]}, {place[ring][1]}" for ring in sorted(honest)),
        "queue": sum(bool(row[4]) for row in rows),
        "honest_in_queue": sum(bool(row[4]) and row[6] != "ring" for row in rows),
        "rings": [asdict(one) for one in rings],
    }
