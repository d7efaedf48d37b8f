"""The worked example of docs/method.md as arrays: a ring of six among 10,000 accounts."""

import numpy as np

from fraudgraph.detect.incidence import Incidence
from fraudgraph.detect.law import Law, coded
from fraudgraph.detect.members import membership
from fraudgraph.detect.owned import choose
from fraudgraph.detect.params import Params
from fraudgraph.detect.sets import Sets

N = 10_000
CARDS = ((0, 1, 2), (3, 4, 5))
ADDRESSES = ((0, 1, 2, 3, 4, 5, 6, 7), (0, 1, 3, 4))
OTHERS = ((0, 3, 998), (1, 2, 3000), (1, 4, 799), (1, 8, 199))
"""(kind, holders, identifiers): what the rest of the population shares."""
RING = Sets.from_list([np.arange(6)])


def incidence() -> Incidence:
    """Cards are kind 0, addresses kind 1; everybody has one card and three addresses, most of them private."""
    held: list[tuple[int, tuple[int, ...]]] = [(0, who) for who in CARDS] + [(1, who) for who in ADDRESSES]
    following = [8, 8]
    for t, holders, identifiers in OTHERS:
        for _ in range(identifiers):
            who = tuple(8 + (following[t] - 8 + n) % (N - 8) for n in range(holders))
            following[t] += holders
            held.append((t, who))
    edges = sorted((a, v) for v, (_, who) in enumerate(held) for a in who)
    account, identifier = np.array(edges, np.int32).T
    kind = np.array([t for t, _ in held], np.int16)
    degree = np.tile(np.array([[1, 3]], np.int32), (N, 1))
    return Incidence(account, identifier, kind, degree, np.zeros(N, np.int32))


def terms() -> dict[str, float]:
    """Every term of the example in bits, by the name that the page gives it."""
    law = Law(incidence(), Params())
    unit = law.params.unit
    evidence = law.weigh(RING)
    rows = law.rows(RING)
    surprise = rows.surprise / unit
    code = coded(rows.inside, law.incidence.holders[rows.identifier], np.full(4, 6), N)
    shape = (1, 2, unit)
    plain, fine = (choose(rows.set, rows.identifier, evidence.worth, n, shape)[0][0] for n in law.namings)
    worth = evidence.worth / unit
    cards, addresses = worth[:2].sum(), worth[2:].sum()
    member = membership(law, RING, evidence)
    out = {"surprise of one slot": law.h[0] / unit}
    for v, name in enumerate(("card 1", "card 2", "address 1", "address 2")):
        out |= {f"{name}: background": surprise[v], f"{name}: code": code[v], f"{name}: gain": worth[v]}
    return {name: float(value) for name, value in out.items()} | {
        "names of cards, one class": float(cards - plain[0] / unit),
        "names of cards, by holders": float(cards - fine[0] / unit),
        "names of addresses, one class": float(addresses - plain[1] / unit),
        "names of addresses, by holders": float(addresses - fine[1] / unit),
        "evidence of cards": float(evidence.kind_units[0, 0] / unit),
        "evidence of addresses": float(evidence.kind_units[0, 1] / unit),
        "evidence a member": float(evidence.kind_units.sum() / unit / 6),
        "names of members": float(evidence.names[0] / unit),
        "gain": float(evidence.gain[0] / unit),
        "first member": float(member.gain[0] / unit),
        "first member, card": float(member.edges[0, 0] / unit),
        "first member, addresses": float(member.edges[0, 1] / unit),
        "third member": float(member.gain[2] / unit),
        "third member, card": float(member.edges[2, 0] / unit),
        "third member, addresses": float(member.edges[2, 1] / unit),
    }
