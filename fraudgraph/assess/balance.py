"""The balance of signs: signs of one group measure one thing, so the strongest of a group counts, once a side."""

from collections.abc import Sequence

from fraudgraph.model.rings import Sign, State

NO_RING = "no ring"
"""The reference of most signs: the accounts in no ring."""


def by_group(signs: Sequence[Sign], against: bool) -> dict[str, float]:
    """Indicator bits of each group on a side: those of its strongest sign, since a group measures one thing."""
    out: dict[str, float] = {}
    for sign in signs:
        if sign.against == against and sign.state is State.PRESENT:
            out[sign.group] = max(out.get(sign.group, 0.0), sign.abuse_bits, key=abs)
    return out


def balance(signs: Sequence[Sign]) -> float:
    """Indicator bits for abuse less those against it, each group once a side. Uncalibrated, never bits of linkage."""
    return round(sum(by_group(signs, against=False).values()) + sum(by_group(signs, against=True).values()), 3) + 0.0
