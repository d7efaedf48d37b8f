"""The words of a page: names, kinds, and where the evidence comes from. Names are as the sanitiser shows them."""

from typing import Any

from fraudgraph import __version__
from fraudgraph.evidence.formats.page.arrays import CLASSES, TIERS, kind_names, role_names, status_names
from fraudgraph.evidence.picture import Picture
from fraudgraph.evidence.picture.caption import caption, reach
from fraudgraph.evidence.picture.palette import look_of
from fraudgraph.evidence.subgraph import iso
from fraudgraph.graph.ties import TABLES
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.kinds import kind_of
from fraudgraph.model.rings import BIT
from fraudgraph.model.safe_text import visible

FORMAT = 1
_DAY = len("2026-06-05")


def about(picture: Picture) -> dict[str, Any]:
    """What the page says in words."""
    ringed = picture.ringed
    accounts = [member.account_id for member in ringed.members]
    values = [one.value for one in picture.identifiers]
    return {
        "format": FORMAT,
        "madeBy": f"fraudgraph {__version__}",
        "ring": _ring(picture),
        "sweep": {
            "id": show_id(Minted.SWEEP, ringed.sweep.sweep_id),
            "asOf": iso(ringed.sweep.as_of_us),
            "windowSeconds": None if ringed.sweep.window_us is None else ringed.sweep.window_us // 1_000_000,
            "seed": ringed.sweep.seed,
            "factsSha256": ringed.sweep.segments_sha256,
        },
        "reach": reach(picture),
        "caption": caption(picture),
        "evidenceSha256": picture.evidence_sha256,
        "kinds": [_kind(picture, name) for name in kind_names(picture)],
        "tiers": TIERS,
        "classes": CLASSES,
        "sources": TABLES,
        "roles": role_names(picture),
        "statuses": [visible(status) if status else "" for status in status_names(picture)],
        "known": _known(picture),
        "accounts": [visible(name) for name in accounts],
        "identifiers": [visible(value) for value in values],
        "rawAccounts": _raw(accounts),
        "rawIdentifiers": _raw(values),
    }


def _ring(picture: Picture) -> dict[str, Any]:
    ring = picture.ringed.ring
    return {
        "id": show_id(Minted.RING, ring.ring_id),
        "firstSeen": iso(ring.first_us),
        "lastSeen": iso(ring.last_us),
        "ringBits": round(ring.ring_bits / BIT, 6),
        "open": ring.open_accounts,
        "suspended": ring.suspended_accounts,
        "exchanges": ring.exchanges,
    }


def _kind(picture: Picture, name: str) -> dict[str, Any]:
    kind = kind_of(name, picture.ringed.kinds)
    look = look_of(kind)
    share = next((one for one in picture.ringed.ring.kinds if one.kind == name), None)
    return {
        "name": name,
        "word": visible(kind.word),
        "family": kind.family.value,
        "causes": kind.causes,
        "shape": look.shape,
        "light": look.light,
        "dark": look.dark,
        "bits": None if share is None else round(share.bits / BIT, 6),
        "accounts": None if share is None else share.accounts,
        "leftWithout": None if share is None else share.left_without,
    }


def _known(picture: Picture) -> dict[int, str]:
    """What somebody's list says of an identifier, by its place: `network type hosting, asn 64500, as of 2026-05-01`."""
    found = {}
    for place, one in enumerate(picture.identifiers):
        parts = picture.beside.attributes.get((one.kind, one.value), ())
        words = [
            f"{name.replace('_', ' ')} {visible(text[:_DAY] if name == 'as_of' else text)}" for name, text in parts
        ]
        if words:
            found[place] = ", ".join(words)
    return found


def _raw(names: list[str]) -> dict[int, str]:
    """Names that are not shown as they are, by their place: a search finds them as they were loaded too."""
    return {place: name for place, name in enumerate(names) if visible(name) != name}
