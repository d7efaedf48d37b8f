"""The numbers of a page, as little-endian arrays in one block: 25,000 accounts take some megabytes, not a hundred."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.evidence.picture import Picture
from fraudgraph.evidence.picture.held import Index
from fraudgraph.graph.ties import TABLES, UNKNOWN
from fraudgraph.investigate.desk import DAY_US
from fraudgraph.model.rings import BIT, EvidenceClass, Tier

TIERS = tuple(tier.value for tier in Tier)
CLASSES = tuple(one.value for one in EvidenceClass)
_MOST_TELLING = np.array([max((mask & -mask).bit_length() - 1, 0) for mask in range(1 << len(TABLES))], "<u1")
"""The first of TABLES, by `Ties.tables`."""
NO_DAY = 65_535
_ALIGN = 4


def packed(picture: Picture) -> tuple[dict[str, list[Any]], bytes]:
    """Name -> [type, offset in bytes, length], and the block."""
    table: dict[str, list[Any]] = {}
    block = bytearray()
    for name, values in {**_accounts(picture), **_identifiers(picture), **_places(picture), **_edges(picture)}.items():
        block.extend(b"\0" * (-len(block) % _ALIGN))
        table[name] = [values.dtype.str.removeprefix("<").removeprefix("|"), len(block), len(values)]
        block.extend(values.tobytes())
    return table, bytes(block)


def kind_names(picture: Picture) -> tuple[str, ...]:
    """Kinds of the ring, most bits first: a kind's code is its place."""
    known = {share.kind: -share.bits for share in picture.ringed.ring.kinds}
    named = {one.kind for one in picture.identifiers} | {
        kind for m in picture.ringed.members for kind, _ in m.kind_bits
    }
    return tuple(sorted(named, key=lambda kind: (known.get(kind, 0), kind)))


def status_names(picture: Picture) -> tuple[str, ...]:
    """Statuses of members; '' first, for unknown."""
    return ("", *sorted({status for status in picture.beside.statuses.values() if status}))


def role_names(picture: Picture) -> tuple[str, ...]:
    """Roles of members; '' first, for none."""
    return ("", *sorted({member.role for member in picture.ringed.members if member.role}))


Arrays = Mapping[str, NDArray[Any]]


def _accounts(picture: Picture) -> Arrays:
    members = picture.ringed.members
    kind = {name: code for code, name in enumerate(kind_names(picture))}
    status = {name: code for code, name in enumerate(status_names(picture))}
    role = {name: code for code, name in enumerate(role_names(picture))}
    bits = [(kind[name], units / BIT) for member in members for name, units in member.kind_bits]
    starts = np.cumsum([0, *(len(member.kind_bits) for member in members)])
    return {
        "tier": np.array([TIERS.index(member.tier) for member in members], "<u1"),
        "class": np.array([CLASSES.index(member.member_class) for member in members], "<u1"),
        "queued": np.array([member.in_queue for member in members], "<u1"),
        "status": np.array([status[picture.beside.statuses.get(one.account_id, "")] for one in members], "<u1"),
        "closed": np.array([picture.is_closed(account) for account in range(len(members))], "<u1"),
        "role": np.array([role[member.role or ""] for member in members], "<u1"),
        "bits": np.array([member.member_bits / BIT for member in members], "<f4"),
        "kindStart": starts.astype("<u4"),
        "kindOf": np.array([code for code, _ in bits], "<u1"),
        "kindBits": np.array([value for _, value in bits], "<f4"),
        "cell": picture.held.cell.astype("<u4"),
        "cluster": picture.clusters.of.astype("<u4"),
    }


def _identifiers(picture: Picture) -> Arrays:
    kind = {name: code for code, name in enumerate(kind_names(picture))}
    owned = picture.identifiers
    return {
        "kind": np.array([kind[one.kind] for one in owned], "<u1"),
        "holders": np.array([one.holders for one in owned], "<u4"),
        "inside": picture.held.inside.astype("<u4"),
        "insideHome": picture.clusters.inside_home(picture.held).astype("<u4"),
        "gain": picture.held.gain.astype("<f4"),
        "bearing": picture.load_bearing.astype("<u1"),
        "spans": picture.spans.astype("<u4"),
        "cutOff": picture.cut_off.astype("<u4"),
        "disc": picture.clusters.disc.astype("<i4"),
        "home": picture.clusters.home.astype("<i4"),
    }


def _places(picture: Picture) -> Arrays:
    at = picture.layout
    return {
        "accountAt": at.account.astype("<f4").ravel(),
        "identifierAt": at.identifier.astype("<f4").ravel(),
        "identifierRadius": at.identifier_radius.astype("<f4"),
        "clusterAt": at.cluster.astype("<f4").ravel(),
        "clusterRadius": at.cluster_radius.astype("<f4"),
        "clusterCell": picture.clusters.cell.astype("<u4"),
        "clusterAnchor": picture.clusters.anchor.astype("<i4"),
        "heart": picture.clusters.heart.astype("<u1"),
        "cellAt": at.cell.astype("<f4").ravel(),
        "cellRadius": at.cell_radius.astype("<f4"),
    }


def _edges(picture: Picture) -> Arrays:
    """By account: edgeStart[a] to edgeStart[a + 1]. Days are UTC days since 1970-01-01, NO_DAY where unknown."""
    seen = picture.seen
    starts = np.searchsorted(picture.held.account, np.arange(picture.held.accounts + 1))
    return {
        "edgeStart": starts.astype("<u4"),
        "edgeIdentifier": picture.held.identifier.astype("<u4"),
        "edgeCount": np.minimum(seen.count, 2**32 - 1).astype("<u4"),
        "edgeFirst": _days(seen.first_us),
        "edgeLast": _days(seen.last_us),
        "edgeSource": _MOST_TELLING[seen.tables],
    }


def _days(us: Index) -> NDArray[np.uint16]:
    return np.where(us == UNKNOWN, NO_DAY, np.clip(us // DAY_US, 0, NO_DAY - 1)).astype("<u2")
