"""What a drawing shows, in a sentence: for whoever looks at it for the first time, or cannot see it."""

from collections import Counter

import numpy as np

from fraudgraph.evidence.picture.held import Index
from fraudgraph.evidence.picture.picture import Picture
from fraudgraph.evidence.subgraph import iso
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.kinds import kind_of
from fraudgraph.model.rings import Band, Review
from fraudgraph.model.safe_text import visible

_BANDS = {
    Band.LOOK_FIRST: "to look at first",
    Band.FIND_MORE: "not enough to act on",
    Band.MORE_AGAINST: "more signs against abuse than for it",
    Band.JUDGED: "judged",
}


def caption(picture: Picture) -> str:
    """`In the middle 12 prompt, each held by 33 to 34 % of the accounts; around them ...`."""
    parts = [part for part in (_cells(picture), _hearts(picture), _clusters(picture), _between(picture)) if part]
    return f"{parts[0][:1].upper()}{'; '.join(parts)[1:]}." if parts else "Accounts without a shared identifier."


def reach(picture: Picture) -> str:
    """`S-0012, facts before 2026-06-06 00:00:00 UTC; class A, to look at first; not reviewed`: how far it reaches."""
    ring, sweep = picture.ringed.ring, picture.ringed.sweep
    as_of = (iso(sweep.as_of_us) or "")[:19].replace("T", " ")
    review = "not reviewed" if ring.review is Review.NEW else f"review: {ring.review.value.replace('_', ' ')}"
    standing = f"class {ring.ring_class.value}, {_BANDS[ring.band]}"
    return f"{show_id(Minted.SWEEP, sweep.sweep_id)}, facts before {as_of} UTC; {standing}; {review}"


def counted(count: int, noun: str) -> str:
    """`1 cell`, `1,250 cells`."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def _cells(picture: Picture) -> str:
    if picture.held.cells < 2:
        return ""
    sizes = np.bincount(picture.held.cell)
    bridges = int((picture.spans > 1).sum())
    return f"{counted(picture.held.cells, 'cell')} of {_range(sizes)} accounts, joined by {counted(bridges, 'bridge')}"


def _hearts(picture: Picture) -> str:
    disc, heart = picture.clusters.disc, picture.clusters.heart
    inner = np.flatnonzero((disc >= 0) & heart[disc])
    if not len(inner):
        return ""
    size = np.bincount(picture.held.cell)[picture.clusters.home[inner]]
    share = np.round(100 * picture.clusters.inside_home(picture.held)[inner] / size).astype(np.int64)
    whole, where = (
        ("the accounts", "in the middle") if picture.held.cells == 1 else ("its cell", "in the middle of cells")
    )
    each = "held by" if len(inner) == 1 else "each held by"
    return f"{where} {_kinds(picture, inner)}, {each} {_range(share)} % of {whole}"


def _clusters(picture: Picture) -> str:
    anchored = np.flatnonzero(picture.clusters.anchor >= 0)
    if not len(anchored):
        return f"{counted(picture.held.accounts, 'account')} around them" if picture.clusters.heart.any() else ""
    sizes = picture.clusters.sizes[anchored]
    around = Counter(picture.identifiers[v].kind for v in picture.clusters.anchor[anchored])
    words = " or ".join(_word(picture, kind) for kind, _ in around.most_common())
    return f"{counted(len(anchored), 'cluster')} of {_range(sizes)} accounts, each around one {words}"


def _between(picture: Picture) -> str:
    free = np.flatnonzero(picture.clusters.disc < 0)
    return f"between these {_kinds(picture, free)}" if len(free) else ""


def _kinds(picture: Picture, places: Index) -> str:
    found = Counter(picture.identifiers[v].kind for v in places)
    return ", ".join(f"{count:,} {_word(picture, kind)}" for kind, count in found.most_common())


def _word(picture: Picture, kind: str) -> str:
    return visible(kind_of(kind, picture.ringed.kinds).word)


def _range(values: Index) -> str:
    low, high = int(np.min(values)), int(np.max(values))
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"
