"""Who is measured on the frontier: the law with and without the evidence of time, and its peers with their defaults."""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from benchmarks.quality.methods import OURS, variants
from benchmarks.quality.methods.ours import Fraudgraph
from benchmarks.quality.rules import RULES, Believed
from benchmarks.quality.world import Seen
from fraudgraph.detect.sightings import Sightings

OF_TIME = ("hand_over", "lockstep", "signup_batch")
"""Kinds that say when accounts were used or signed up."""
AFTER, BEFORE = f"{OURS}, with time", f"{OURS}, without time"
LEFT_OUT = ("Infomap", "FRAUDAR", "GDS WCC", "GDS label propagation", "GDS Louvain", "GDS Leiden")
"""Too slow, or in need of a server, where igraph runs the same."""
RULES_OF_PEERS = ("naive", "gate")
Key = tuple[str, str]
"""Method and rule."""


def without(sightings: Sightings, kinds: tuple[str, ...]) -> Sightings:
    """The same sightings as if nobody had recorded these kinds."""
    s = sightings
    dropped = np.isin(np.array(s.kinds, object), kinds)
    if not dropped.any():
        return s
    stays = ~dropped[s.kind]
    code = np.cumsum(stays) - 1
    edge = stays[s.identifier]
    return replace(
        s,
        account=s.account[edge],
        identifier=code[s.identifier[edge]].astype(np.int32),
        count=s.count[edge],
        kind=(np.cumsum(~dropped) - 1)[s.kind[stays]].astype(np.int16),
        degree=s.degree[:, ~dropped],
        kinds=tuple(name for name, gone in zip(s.kinds, dropped, strict=True) if not gone),
        identifier_values=s.identifier_values[stays],
    )


def every(seen: Seen, seed: int, known: Collection[Key] = ()) -> Iterator[tuple[str, str, Believed]]:
    """(method, rule, what it believes) of ours and of each peer with its defaults, but those that are `known`.

    Peers do not see kinds of time, which are ours; ours with time is left out where no kind of time was recorded.
    """
    plain = Seen(without(seen.sightings, OF_TIME), seen.kinds)
    timed = set(OF_TIME) & set(seen.sightings.kinds)
    for method, sight in ((BEFORE, plain), *(((AFTER, seen),) if timed else ())):
        if (method, "law") not in known:
            yield method, "law", Fraudgraph().decided(sight, seed)
    for one in variants():
        rules = [rule for rule in RULES_OF_PEERS if (one.family, rule) not in known]
        if one.default and one.family not in (OURS, *LEFT_OUT) and rules:
            label = one.method.labels(plain, seed)
            yield from ((one.family, rule, RULES[rule](plain.incidence, label)) for rule in rules)
