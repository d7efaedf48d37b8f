"""The whole way of the product on the files of a world: load, sweep, memberships; who would be looked at first."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from benchmarks import measured
from benchmarks.quality.metrics import best_of, communities, ppm, score
from benchmarks.quality.rules import Believed
from benchmarks.quality.score import NONE, average_precision, precision_of_listed
from benchmarks.quality.world import HONEST, World
from fraudgraph.model.rings import Band, EvidenceClass, Tier

RESTS_ON = "fraudgraph.sweep"
"""The module whose code decides what comes out."""


def walk(world: World, work: Path) -> dict[str, Any]:
    """Scores of the rings as listed, of the band to look at first and of the queue, with the cost of each command."""
    assert world.files is not None
    case, out, log = work / f"{world.name}-product", work / f"{world.name}-members.parquet", work / "log.txt"
    costs = []
    if not (case / "ledger.sqlite").exists():
        mapping = ("--mapping", world.files.mapping) if world.files.mapping else ()
        costs.append(measured.fraudgraph("load", world.files.data, *mapping, "--case", case, log=log))
    costs.append(measured.fraudgraph("sweep", "--case", case, log=log))
    measured.fraudgraph("members", "--all", "-o", out, "--force", "--case", case, log=log)
    return {"costs": [asdict(cost) for cost in costs], **judged(world, out)}


def behind_gate(world: World, labels: Path, work: Path) -> dict[str, Any]:
    """The same for the groups of another method, which `labels` holds as the gate left them."""
    out, log = work / f"{world.name}-peer-members.parquet", work / "log.txt"
    measured.script("benchmarks.quality.peer", work / f"{world.name}-case", labels, out, log=log)
    result = judged(world, out)
    del result["linked"]
    return result


def judged(world: World, members: Path) -> dict[str, Any]:
    """The memberships of a file against the truth."""
    columns = "account_id, ring_id, rank, band, tier, in_queue, member_class"
    rows = duckdb.execute(f"SELECT {columns} FROM '{members}'").fetchall()
    code = {str(a): n for n, a in enumerate(world.sightings.account_ids.tolist())}
    number = {ring: g for g, ring in enumerate(sorted({row[1] for row in rows}))}
    rank = np.zeros(len(number))
    label, first = np.full(len(code), NONE, np.int64), np.full(len(code), NONE, np.int64)
    queue, core, firm = np.zeros((3, len(code)), bool)
    for account, ring, place, band, tier, queued, member_class in rows:
        a = code[account]
        label[a], rank[number[ring]], queue[a], core[a] = number[ring], place, bool(queued), tier == Tier.CORE
        firm[a] = core[a] and member_class == EvidenceClass.A
        if band == Band.LOOK_FIRST:
            first[a] = number[ring]
    who = (first, queue, core, firm)
    return {"linked": score(world, Believed(label, -rank)), **_attention(world, label, -rank, who)}


def _attention(world: World, label: np.ndarray, worth: np.ndarray, who: tuple[np.ndarray, ...]) -> dict[str, Any]:
    """What the list puts before a person: honest communities to look at first, honest accounts in the queue, and how
    many ring accounts are there, of all, of those with core evidence, and of those whose core evidence is of class A.
    """
    first, queue, core, firm = who
    innocent, guilty = world.ring == HONEST, world.ring != HONEST
    order = np.argsort(-worth, kind="stable")
    mostly = 2 * np.bincount(label[guilty & (label != NONE)], minlength=len(worth)) > np.bincount(
        label[label != NONE], minlength=len(worth)
    )
    return {
        "queue": int(queue.sum()),
        "honest_in_queue": int((queue & innocent).sum()),
        "honest_in_queue_ppm": ppm(queue & innocent, innocent),
        "honest_in_queue_by_category": _count(world.category[queue & innocent]),
        "ring_accounts_in_queue": int((queue & guilty).sum()),
        "ring_accounts": int(guilty.sum()),
        "core_ring_accounts": int((core & guilty).sum()),
        "core_ring_accounts_in_queue": int((core & guilty & queue).sum()),
        "class_a_core_ring_accounts": int((firm & guilty).sum()),
        "class_a_core_ring_accounts_in_queue": int((firm & guilty & queue).sum()),
        "honest_communities_to_look_at_first": communities(world, first),
        "average_precision": round(average_precision(order.astype(str).tolist(), dict(best_of(world, label))), 4),
        "average_precision_of_listed": round(precision_of_listed(mostly[order].tolist()), 4),
    }


def _count(names: np.ndarray) -> dict[str, int]:
    kinds, count = np.unique(names.astype(str), return_counts=True)
    return dict(zip(kinds.tolist(), count.tolist(), strict=True))
