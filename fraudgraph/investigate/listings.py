"""The lists as rows: what a pipe prints, a file holds and a notebook gets is one and the same."""

from fraudgraph.investigate.rows import Field, Rows, Type, Value
from fraudgraph.investigate.views.ring import MemberRow, MembersView
from fraudgraph.investigate.views.rings import RingRow, RingsView
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.rings import BIT, RingIdentifier

_RINGS = (
    Field("ring_id"),
    Field("rank", Type.WHOLE),
    Field("band"),
    Field("review"),
    Field("ring_class"),
    Field("signs_present", Type.WHOLE),
    Field("signs_measured", Type.WHOLE),
    Field("signs_against", Type.WHOLE),
    Field("exchanges_7d", Type.WHOLE),
    Field("open_accounts", Type.WHOLE),
    Field("accounts", Type.WHOLE),
    Field("change"),
    Field("accounts_change", Type.WHOLE),
    Field("linked_by"),
    Field("ring_bits", Type.NUMBER),
    Field("first_exchange", Type.TIME),
    Field("last_exchange", Type.TIME),
    Field("core", Type.WHOLE),
    Field("probable", Type.WHOLE),
    Field("periphery", Type.WHOLE),
    Field("suspended_accounts", Type.WHOLE),
    Field("exchanges", Type.WHOLE),
    Field("served", Type.WHOLE),
)
_MEMBERS = (
    Field("account_id"),
    Field("ring_id"),
    Field("tier"),
    Field("member_class"),
    Field("in_queue", Type.FLAG),
    Field("member_bits", Type.NUMBER),
)
_STANDING = (
    Field("status"),
    Field("exchanges", Type.WHOLE),
    Field("first_exchange", Type.TIME),
    Field("role"),
    Field("verdict"),
)
_IDENTIFIERS = (
    Field("kind"),
    Field("value"),
    Field("holders", Type.WHOLE),
    Field("holders_in_ring", Type.WHOLE),
    Field("gain_bits", Type.NUMBER),
)


def bits(units: int) -> float:
    """Units of 2^-20 bit as bits, to six decimals."""
    return round(units / BIT, 6)


def of_rings(view: RingsView) -> Rows:
    """A row a ring, by rank; `linked_by`: kinds by their full names, divided by blanks."""
    return Rows(_RINGS, tuple(map(_ring, view.rows)))


def _ring(row: RingRow) -> tuple[Value, ...]:
    ring = row.ring
    known: dict[str, Value] = {
        "ring_id": show_id(Minted.RING, ring.ring_id),
        "band": ring.band.value,
        "review": ring.review.value,
        "ring_class": ring.ring_class.value,
        "signs_present": row.signs_present,
        "signs_measured": row.signs_measured,
        "signs_against": row.signs_against,
        "change": ring.change.value,
        "accounts_change": row.delta,
        "linked_by": " ".join(kind.name for kind in row.linked_by),
        "ring_bits": bits(ring.ring_bits),
        "first_exchange": ring.first_us,
        "last_exchange": ring.last_us,
    }
    return tuple(known[one.name] if one.name in known else getattr(ring, one.name) for one in _RINGS)


def of_members(view: MembersView) -> Rows:
    """A row a member, most bits first; a column of bits for each kind that adds any."""
    kinds = [kind.name for kind in view.kinds]
    added = tuple(Field(f"{kind}_bits", Type.NUMBER) for kind in kinds)
    return Rows((*_MEMBERS, *added, *_STANDING), tuple(_member(row, kinds) for row in view.rows))


def _member(row: MemberRow, kinds: list[str]) -> tuple[Value, ...]:
    member, added = row.member, dict(row.member.kind_bits)
    return (
        member.account_id,
        show_id(Minted.RING, member.ring_id),
        member.tier.value,
        member.member_class.value,
        member.in_queue,
        bits(member.member_bits),
        *(bits(added[kind]) if kind in added else None for kind in kinds),
        row.status or None,
        row.exchanges,
        row.first_us,
        member.role,
        row.verdict or None,
    )


def of_identifiers(found: tuple[RingIdentifier, ...]) -> Rows:
    """A row for each identifier that holds a ring together, most bits first."""
    cells = tuple((one.kind, one.value, one.holders, one.inside, bits(one.bits)) for one in found)
    return Rows(_IDENTIFIERS, cells)
