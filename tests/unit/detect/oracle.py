"""The law of linkage once more, slow and plain, written from its description alone.

Nothing here comes from `fraudgraph.detect`: dicts of sets, big integers for the binomials, floats for the rest, so that
an error of the arrays cannot hide in both. Where the description leaves a choice open, the choice is named here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import comb, log2, perm

CLASSES = 16


@dataclass(frozen=True)
class World:
    """Who holds what. holders: identifier -> accounts (2 or more); kind: identifier -> kind; stratum: account -> r;
    degree: (account, kind) -> identifiers of the kind, private ones too.
    """

    accounts: int
    kinds: int
    holders: dict[int, frozenset[int]]
    kind: dict[int, int]
    stratum: dict[int, int]
    degree: dict[tuple[int, int], int]
    kappa: float = 1000.0
    pooled: tuple[int, ...] = ()
    public: int = 50
    mean: dict[tuple[int, int], float] = field(default_factory=dict)

    def size(self, r: int) -> int:
        """N_r."""
        return sum(1 for a in range(self.accounts) if self.stratum[a] == r)

    @property
    def strata(self) -> list[int]:
        """All r with an account."""
        return sorted(set(self.stratum.values()))

    def mean_degree(self, r: int, t: int) -> float:
        """Mean number of identifiers of kind t over the accounts of stratum r."""
        if (r, t) not in self.mean:
            of = [self.degree.get((a, t), 0) for a in range(self.accounts) if self.stratum[a] == r]
            self.mean[r, t] = sum(of) / len(of)
        return self.mean[r, t]


def surprise(world: World, account: int, v: int) -> float:
    """h = -log2 pi_v(a); at least 1 bit (the open choice: a slot is never less surprising than a coin)."""
    k = len(world.holders[v])
    r, t = world.stratum[account], world.kind[v]
    rate = local_rate(world, v, r) * k / slots(world, v)
    busy = (world.degree.get((account, t), 0) + 1) / (world.mean_degree(r, t) + 1)
    return max(-log2(max(rate * max(1.0, busy), along(world, account, v)) / k), 1.0)


def local_rate(world: World, v: int, r: int) -> float:
    """b_{v|r}: the rate of the stratum, shrunk to the global one."""
    inside = sum(1 for a in world.holders[v] if world.stratum[a] == r)
    shrunk = inside + world.kappa * len(world.holders[v]) / world.accounts
    return shrunk / (world.size(r) + world.kappa)


def slots(world: World, v: int) -> float:
    """z_v: what the rates of all accounts add up to; k_v exactly where there is one stratum."""
    strata = set(world.stratum)
    if len(strata) == 1:
        return len(world.holders[v])
    return sum(world.size(r) * local_rate(world, v, r) for r in strata)


def along(world: World, account: int, v: int) -> float:
    """How often v goes along with the public identifier of its kind that the account holds just before it, in order of
    holders (the open choice: codes break ties); 0 if it is the first.
    """
    t = world.kind[v]
    mine = [w for w, some in world.holders.items() if account in some and world.kind[w] == t]
    places = sorted((len(world.holders[w]), w) for w in mine if len(world.holders[w]) >= world.public)
    before = [w for place, w in places if (place, w) < (len(world.holders[v]), v)]
    if t not in world.pooled or len(world.holders[v]) < world.public or not before:
        return 0.0
    return len(world.holders[before[-1]] & world.holders[v]) / len(world.holders[before[-1]])


def identifier_gain(world: World, v: int, members: frozenset[int]) -> float:
    """g_v: the background code of the slots inside, minus the 2x2 table that says who holds it."""
    holders, n, total = world.holders[v], len(members), world.accounts
    inside = holders & members
    k, x = len(holders), len(inside)
    count = 1.0 if x == k else 1.0 + log2(min(k, n))
    background = sum(surprise(world, a, v) for a in inside) - log2(perm(k, x))
    return background - log2(comb(n, x)) - (k - x) * log2(max(1 - n / total, 1e-9)) - count


def could_own(world: World, v: int, members: frozenset[int]) -> bool:
    """Owned only if x >= 2 and x/n > k/N: absence is no evidence."""
    x, k = len(world.holders[v] & members), len(world.holders[v])
    return x >= 2 and x * world.accounts > len(members) * k


def fixed_point(gains: dict[int, float], among: int) -> set[int]:
    """v is owned iff g_v > log2((M-m+1)/m), m the number owned; from all with a gain, downwards; 6 rounds."""
    owned = {v for v, g in gains.items() if g > 0}
    for _ in range(6):
        m = len(owned)
        price = max(log2(max(among - m + 1, 1) / max(m, 1)), 0.0)
        new = {v for v, g in gains.items() if g > price}
        if new == owned:
            break
        owned = new
    return owned


def naming(gains: dict[int, float], among: int, unused: float) -> tuple[float, set[int]]:
    """Bits left when the owned ones of one class are named, and who they are; unused: prior that there are none."""
    if among == 0:
        return 0.0, set()
    owned, nothing = fixed_point(gains, among), log2(unused)
    if not owned:
        return nothing, set()
    m = len(owned)
    bits = sum(gains[v] for v in owned) - log2(comb(among, m)) - log2(m * (m + 1)) + log2(1 - unused)
    return (bits, owned) if bits >= nothing else (nothing, set())


def kind_bits(world: World, t: int, members: frozenset[int]) -> tuple[float, set[int]]:
    """bits_t and the owned identifiers of kind t, under the shorter of both namings."""
    of_kind = [v for v in world.holders if world.kind[v] == t]
    gains = {v: identifier_gain(world, v, members) for v in of_kind if could_own(world, v, members)}
    flat, owned = naming(gains, len(of_kind), 0.5)
    classed, owned_classed = 0.0, set[int]()
    for c in range(CLASSES):
        in_class = {v for v in of_kind if min(len(world.holders[v]).bit_length() - 1, CLASSES - 1) == c}
        bits, some = naming({v: g for v, g in gains.items() if v in in_class}, len(in_class), 0.9)
        classed, owned_classed = classed + bits, owned_classed | some
    best, chosen = (classed, owned_classed) if classed > flat else (flat, owned)
    return (best - 2, chosen) if best - 2 > -1 else (-1.0, set())


def member_names(world: World, members: frozenset[int]) -> float:
    """Bits that name the members; without strata the bit that says which of both codes is not needed."""
    n, strata = len(members), world.strata
    among_all = log2(comb(world.accounts, n))
    size = log2(n * (n + 1)) if n else 0.0
    if len(strata) == 1:
        return among_all + size
    by_stratum = log2(comb(n + len(strata) - 1, len(strata) - 1))
    for r in strata:
        by_stratum += log2(comb(world.size(r), sum(1 for a in members if world.stratum[a] == r)))
    return min(among_all, by_stratum) + 1 + size


@dataclass(frozen=True)
class Verdict:
    """G, bits of each kind, and the owned identifiers of a set."""

    gain: float
    bits: tuple[float, ...]
    owned: frozenset[int]


def judge(world: World, members: Iterable[int]) -> Verdict:
    """G = sum_t bits_t - names of members."""
    group = frozenset(members)
    each = [kind_bits(world, t, group) for t in range(world.kinds)]
    bits = tuple(b for b, _ in each)
    owned = frozenset(v for _, some in each for v in some)
    return Verdict(sum(bits) - member_names(world, group), bits, owned)


def passes(world: World, members: Iterable[int]) -> bool:
    """The gate: G >= 20 and sum_t max(bits_t, 0) >= 8 n before the members' names."""
    group = frozenset(members)
    verdict = judge(world, group)
    return verdict.gain >= 20 and sum(max(b, 0.0) for b in verdict.bits) >= 8 * len(group)


def member_bits(world: World, members: Iterable[int], account: int) -> float:
    """G(C) - G(C without a), the owned set and its price held fixed (so the price cancels)."""
    group = frozenset(members)
    rest = group - {account}
    owned = judge(world, group).owned
    saved = sum(identifier_gain(world, v, group) - identifier_gain(world, v, rest) for v in owned)
    return saved - member_names(world, group) + member_names(world, rest)
