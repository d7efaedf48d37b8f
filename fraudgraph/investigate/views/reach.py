"""Where accounts stand: what `search`, `expand` and `node -` say of many at once."""

from dataclasses import dataclass

from fraudgraph.model.rings import Ring


@dataclass(frozen=True, slots=True)
class Spread:
    """Some accounts by ring. main_ring: the ring with most of them; in_ring of them in it, in_other in other_rings
    further ones, in_no_ring in none.
    """

    accounts: int
    main_ring: int | None
    in_ring: int
    other_rings: int
    in_other: int
    in_no_ring: int


@dataclass(frozen=True, slots=True)
class RingReach:
    """What of some accounts lies in one ring. accounts: how many; names: identifiers (or what they declare) of those
    asked about that lead there.
    """

    ring: Ring
    accounts: int
    names: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Some accounts, and every ring in which any of them is, most of them first."""

    spread: Spread
    rings: tuple[RingReach, ...]
