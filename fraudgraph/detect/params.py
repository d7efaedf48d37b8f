"""The constants of the law: one default for every data set."""

from dataclasses import dataclass

from fraudgraph.model.rings import BIT


@dataclass(frozen=True, slots=True)
class Params:
    """Every constant that decides what a community is. Bits are bits here; arrays hold units of 1 / `unit` bit.

    min_gain: bits that a cell must save over the whole data set; per_member: bits of evidence of the average member
    before names are paid; join_gain: bits that a join of cells must save; join_share: least share of an identifier's
    holders inside for it to connect or join; alike: least overlap of the mixture of kinds inside a part and between
    the parts; overlap: share of a candidate that others may hold; kappa: pseudo-accounts that shrink a stratum's rate
    to the global one; pooled: kinds (by index) whose identifiers come in pools, and public: holders from which they do;
    levels: how many times rings are joined.
    """

    min_gain: float = 20.0
    per_member: float = 8.0
    min_size: int = 3
    join_gain: float = 20.0
    join_share: float = 0.5
    alike: float = 0.5
    overlap: float = 0.3
    kappa: float = 100.0
    pooled: tuple[int, ...] = ()
    public: int = 50
    levels: int = 6
    trim_rounds: int = 2
    split_min: int = 6
    split_max: int = 3000
    split_rounds: int = 4
    merge_cells: int = 30
    merge_rounds: int = 6
    adopt_rounds: int = 2
    adopt_shared: int = 2
    group_rounds: int = 4
    release_rounds: int = 6
    unit: int = BIT


def units(bits: float, params: Params) -> int:
    """Bits as integer units."""
    return round(bits * params.unit)
