"""The screen `rings`."""

from dataclasses import dataclass

from fraudgraph.model.kinds import Kind
from fraudgraph.model.rings import Band, Ring, Sweep


@dataclass(frozen=True, slots=True)
class BandTotal:
    """One band of the list: how many rings, accounts in them."""

    band: Band
    rings: int
    accounts: int


@dataclass(frozen=True, slots=True)
class RingRow:
    """One row of `rings`. linked_by: kinds that add bits, most first. signs: present of measured; delta: accounts
    joined less those that left.
    """

    ring: Ring
    signs_present: int
    signs_measured: int
    signs_against: int
    linked_by: tuple[Kind, ...]
    delta: int


@dataclass(frozen=True, slots=True)
class RingsView:
    """The screen `rings`: rows in the order of rank (so by band), bands in their order with those that are empty
    left out.

    need_person = to_do + new + changed + dormant_to_do. accounts: in all rings of the sweep; all_accounts: in the case.
    dormant, merged_away: rings given before that are not in this sweep.
    """

    sweep: Sweep
    rows: tuple[RingRow, ...]
    bands: tuple[BandTotal, ...]
    accounts: int
    all_accounts: int
    to_do: int
    new: int
    changed: int
    dormant_to_do: int
    dormant: int
    merged_away: int

    @property
    def need_person(self) -> int:
        """Rings that wait for a person."""
        return self.to_do + self.new + self.changed + self.dormant_to_do
