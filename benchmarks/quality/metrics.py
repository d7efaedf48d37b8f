"""What the comparison says of one partition of one world."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.rules import Believed
from benchmarks.quality.score import (
    NONE,
    Labels,
    adjusted_rand,
    alone,
    average_precision,
    b_cubed,
    best_f1,
    pair_scores,
    score_accounts,
)
from benchmarks.quality.world import HONEST, World

FOUND = 0.9
"""F1 at which a planted ring counts as found."""
BANDS = ((3, 9), (10, 99), (100, 999), (1000, None))
ORGANISATIONS = frozenset(
    (
        "firm",
        "automated_firm",
        "enterprise",
        "campus",
        "university",
        "agency",
        "reseller_customer",
        "hackathon",
        "pooler",
    )
)
"""Categories of honest accounts that do belong together (pooler: one person's accounts): linked rightly, and told apart
only by the signs. Everybody
else who is honest is people, for whom every link is wrong.
"""
COUNTRIES = 12

Best = Mapping[str, tuple[float, str]]


def score(world: World, believed: Believed) -> dict[str, Any]:
    """Every figure of the table for one partition."""
    result: dict[str, Any] = {"groups": len(believed.worth), "linked": int((believed.label != NONE).sum())}
    if world.unseen is not None:
        result["unseen"] = lift(believed.label, world.unseen)
    if world.ring_type:
        accounts = score_accounts(believed.label, world.ring)
        best = best_of(world, believed.label)
        found, wrong = rings(world, best), honest(world, believed.label)
        result |= {
            "ari": accounts.ari,
            "ari_all": accounts.ari_all,
            "account_precision": accounts.precision,
            "account_recall": accounts.recall,
            "pairs": _rounded(asdict(pair_scores(believed.label, world.ring))),
            "b_cubed": _rounded(asdict(b_cubed(believed.label, world.ring))),
            "rings": {**found, "ring_f1": ring_f1(found, len(believed.worth), wrong["communities"])},
            "average_precision": round(average_precision(ranked(believed.worth), dict(best)), 4),
            "honest": wrong,
        }
    return result


def ranked(worth: NDArray[np.float64]) -> list[str]:
    """Names of the groups, the worthiest first, ties by number."""
    return [str(g) for g in np.argsort(-worth, kind="stable").tolist()]


def best_of(world: World, label: Labels) -> Best:
    """For each planted ring the best F1 of a group, and which."""
    return best_f1(_named(label), _named(world.ring))


def _named(label: Labels) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for account in np.flatnonzero(label != NONE).tolist():
        groups.setdefault(str(label[account]), set()).add(str(account))
    return groups


def rings(world: World, best: Best) -> dict[str, Any]:
    """How many planted rings are found, by threshold, band of size and type. Jaccard is F1 / (2 - F1)."""
    size = np.bincount(world.ring[world.ring != HONEST], minlength=len(world.ring_type))
    there = np.flatnonzero(size)
    f1 = np.array([best.get(str(r), (0.0, ""))[0] for r in there.tolist()])
    jaccard = f1 / (2 - f1)
    hit = f1 >= FOUND
    band = [_band(int(n)) for n in size[there]]
    kind = [world.ring_type[r] for r in there.tolist()]
    return {
        "planted": len(there),
        "f1_0.9": int(hit.sum()),
        "jaccard_0.5": int((jaccard >= 0.5 - 1e-12).sum()),
        "jaccard_0.8": int((jaccard >= 0.8 - 1e-12).sum()),
        "mean_f1": round(float(f1.mean()), 4) if len(f1) else 0.0,
        "by_size": _tally(band, hit),
        "by_type": _tally(kind, hit),
    }


def ring_f1(found: Mapping[str, Any], groups: int, honest_communities: Mapping[str, int]) -> float:
    """Harmonic mean of the shares of planted rings that are found and of groups that are such. Groups
    of honest organisations are left out: they are linked rightly.
    """
    claims = groups - sum(n for name, n in honest_communities.items() if name in ORGANISATIONS)
    return round(2 * int(found["f1_0.9"]) / max(int(found["planted"]) + claims, 1), 4)


def _band(n: int) -> str:
    low, high = next(((a, b) for a, b in BANDS if b is None or n <= b))
    return f"{low}-{high}" if high else f"{low}+"


def _tally(names: list[str], hit: NDArray[np.bool_]) -> dict[str, list[int]]:
    """[found, planted] by name."""
    planted = Counter(names)
    found = Counter(name for name, one in zip(names, hit.tolist(), strict=True) if one)
    return {name: [found[name], planted[name]] for name in sorted(planted)}


def honest(world: World, label: Labels) -> dict[str, Any]:
    """Accounts of no ring that are in a group: in all, people only, by category and by country, in parts per million of
    those there are; and groups of which more than half is honest, by their commonest category.
    """
    innocent = world.ring == HONEST
    linked = innocent & (label != NONE)
    person = people(world)
    return {
        "accused": int(linked.sum()),
        "ppm": ppm(linked, innocent),
        "people": int((linked & person).sum()),
        "people_ppm": ppm(linked & person, person),
        "by_category": _by(world.category, linked, innocent),
        "by_country": _by(_pooled(world.country, innocent), linked, innocent),
        "communities": communities(world, label),
    }


def people(world: World) -> NDArray[np.bool_]:
    """bool[N]: honest and in no organisation."""
    apart = ~np.isin(world.category.astype(str), sorted(ORGANISATIONS))
    return np.asarray((world.ring == HONEST) & apart, dtype=np.bool_)


def ppm(some: NDArray[np.bool_], of: NDArray[np.bool_]) -> float | None:
    """Parts per million, None of nobody."""
    return round(1e6 * float(some.sum()) / float(of.sum()), 1) if of.any() else None


def _by(names: NDArray[np.object_], linked: NDArray[np.bool_], innocent: NDArray[np.bool_]) -> dict[str, list[int]]:
    """[accused, there are] by name, nobody left out."""
    there, accused = Counter(names[innocent].tolist()), Counter(names[linked].tolist())
    return {str(name): [accused[name], there[name]] for name in sorted(there, key=str)}


def _pooled(country: NDArray[np.object_], innocent: NDArray[np.bool_]) -> NDArray[np.object_]:
    """The largest countries by name, the others as one."""
    large = {name for name, _ in Counter(country[innocent].tolist()).most_common(COUNTRIES)}
    return np.array([name if name in large else "other" for name in country.tolist()], object)


def communities(world: World, label: Labels) -> dict[str, int]:
    """Groups of which more than half is honest, by their commonest honest category."""
    members: dict[int, Counter[str]] = {}
    for account in np.flatnonzero(label != NONE).tolist():
        name = "" if world.ring[account] != HONEST else str(world.category[account]) or "unknown"
        members.setdefault(int(label[account]), Counter())[name] += 1
    wrong: Counter[str] = Counter()
    for some in members.values():
        guilty = some.pop("", 0)
        if some.total() > guilty:
            wrong[max(sorted(some), key=lambda name: some[name])] += 1
    return dict(sorted(wrong.items()))


def lift(label: Labels, unseen: Labels) -> dict[str, Any]:
    """How much oftener two accounts of one group are tied by what was not shown than two random ones."""
    a, b = label[unseen[:, 0]], label[unseen[:, 1]]
    tied = int(((a == b) & (a != NONE)).sum())
    inside = _pairs_inside(label)
    n = len(label)
    by_chance = len(unseen) / (n * (n - 1) / 2)
    share = tied / inside if inside else 0.0
    return {"pairs": inside, "tied": tied, "share": round(share, 6), "lift": round(share / by_chance, 1)}


def _pairs_inside(label: Labels) -> int:
    size = np.bincount(label[label != NONE])
    return int((size * (size - 1) // 2).sum())


def agreement(one: Labels, other: Labels) -> float | None:
    """Adjusted Rand index of two runs over the accounts that either links; None where neither links any."""
    either = (one != NONE) | (other != NONE)
    if not either.any():
        return None
    a, b = alone(one)[either], alone(other)[either]
    return 1.0 if _same(a, b) else round(adjusted_rand(a, b), 4)


def _same(a: Labels, b: Labels) -> bool:
    """The same partition under other names (where the index would be 0 / 0)."""
    cells = len(np.unique(a * (b.max() + 1) + b))
    return cells == len(np.unique(a)) == len(np.unique(b))


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
