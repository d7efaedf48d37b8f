"""`export --html`, `export --svg`: a ring as a page to explore and as a picture for a document."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.evidence import files, read_back
from fraudgraph.evidence.formats import node_link, page, svg
from fraudgraph.evidence.picture import Beside, Picture, picture_of
from fraudgraph.evidence.source import ring_and_store
from fraudgraph.evidence.subgraph import Ringed, assembled, sightings
from fraudgraph.graph.base import GraphStore
from fraudgraph.model.ids import Minted, show_id
from fraudgraph.model.progress import Progress, Silence
from fraudgraph.model.safe_text import inert, visible

if TYPE_CHECKING:
    from fraudgraph.case import Case


@dataclass(frozen=True, slots=True)
class DrawOptions:
    """Where to: a page, a picture for a document, or both; force: replace files."""

    html: Path | None = None
    svg: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """What left the case. files: (format, file); identifiers: (kind, how many); marks: drawn in the SVG (None: no SVG);
    whole: whether each account and identifier has its own mark there; evidence_sha256: of the same subgraph as
    node-link JSON with all edges.
    """

    ring_id: str
    sweep_id: str
    files: tuple[tuple[str, files.WrittenFile], ...]
    accounts: int
    identifiers: tuple[tuple[str, int], ...]
    sightings: int
    cells: int
    load_bearing: int
    bridges: int
    escaped: int
    marks: int | None
    whole: bool
    evidence_sha256: str


_WRITERS: dict[str, Callable[[Picture, Path], None]] = {"html": page.write, "svg": svg.write}


def draw_ring(case: "Case", ring_id: int, options: DrawOptions, progress: Progress | None = None) -> Drawn:
    """Draw the ring of the latest sweep, read the files back, record them, and only then give them their names.

    UsageError for a file in the way; FraudgraphError if what was written does not hold what was drawn.
    """
    if options.html is None and options.svg is None:
        raise UsageError("nothing is to be drawn", hint="name a file for the page, for the picture, or for both")
    wanted = tuple((name, path) for name, path in (("html", options.html), ("svg", options.svg)) if path is not None)
    paths = tuple(path for _, path in wanted)
    if len({path.absolute() for path in paths}) < len(paths):
        raise UsageError("the page and the picture have one name", hint="name two files")
    files.refuse_existing(paths, options.force)
    progress = progress or Silence()
    picture = _picture(case, ring_id, progress)
    with files.drafts(paths) as drafts:
        progress.stage("write", None, "files")
        for (name, _), draft in zip(wanted, drafts, strict=True):
            _WRITERS[name](picture, draft)
            _check(name, draft, picture)
        progress.done()
        _record(case, picture, [(name, path, draft) for (name, path), draft in zip(wanted, drafts, strict=True)])
        written = [files.publish(draft, path, options.force) for draft, path in zip(drafts, paths, strict=True)]
    return _drawn(picture, tuple(zip((name for name, _ in wanted), written, strict=True)))


def _picture(case: "Case", ring_id: int, progress: Progress) -> Picture:
    progress.stage("choose", None, "edges")
    ringed, store = ring_and_store(case, ring_id)
    seen = sightings(ringed, store)
    progress.stage("place", None, "accounts")
    evidence = node_link.digest(assembled(ringed, seen, all_edges=True))
    return picture_of(ringed, seen, evidence, _beside(case, ringed, store))


def _beside(case: "Case", ringed: Ringed, store: GraphStore) -> Beside:
    from fraudgraph.graph.embedded import EmbeddedActivity

    statuses = EmbeddedActivity(case).statuses(ringed.view, [member.account_id for member in ringed.members])
    return Beside(statuses, store.attributes(ringed.view, [(one.kind, one.value) for one in ringed.identifiers]))


def _check(name: str, draft: Path, picture: Picture) -> None:
    """The page holds every account, identifier and sighting; the picture is XML with the marks that were meant."""
    if name == "html":
        found, expected = read_back.page(draft), read_back.Counts(_nodes(picture), len(picture.seen))
    else:
        found, expected = read_back.svg(draft), read_back.Counts(svg.marks(picture).number, 0)
    if found != expected:
        raise FraudgraphError(
            f"the {name} file reads back as {found}, not {expected}",
            kept="Nothing was written.",
            hint="this is a mistake in fraudgraph: please report it",
        )


def _nodes(picture: Picture) -> int:
    return picture.held.accounts + picture.held.identifiers


def _record(case: "Case", picture: Picture, written: list[tuple[str, Path, Path]]) -> None:
    ringed = picture.ringed
    detail = {
        "sweep": show_id(Minted.SWEEP, ringed.sweep.sweep_id),
        "format": " ".join(name for name, _, _ in written),
        "nodes": _nodes(picture),
        "edges": len(picture.seen),
        "evidence_sha256": picture.evidence_sha256,
        "files": [[inert(path.name), files.digest(draft)] for _, path, draft in written],
    }
    with case.transaction() as ledger:
        case.custody.append(ledger, "export", show_id(Minted.RING, ringed.ring.ring_id), detail)


def _drawn(picture: Picture, written: tuple[tuple[str, files.WrittenFile], ...]) -> Drawn:
    ringed = picture.ringed
    drawn = svg.marks(picture) if any(name == "svg" for name, _ in written) else None
    names = [member.account_id for member in ringed.members] + [one.value for one in picture.identifiers]
    return Drawn(
        ring_id=show_id(Minted.RING, ringed.ring.ring_id),
        sweep_id=show_id(Minted.SWEEP, ringed.sweep.sweep_id),
        files=written,
        accounts=picture.held.accounts,
        identifiers=tuple(sorted(Counter(one.kind for one in picture.identifiers).items())),
        sightings=len(picture.seen),
        cells=picture.held.cells,
        load_bearing=int(picture.load_bearing.sum()),
        bridges=int((picture.spans > 1).sum()),
        escaped=sum(visible(name) != name for name in names),
        marks=None if drawn is None else drawn.number,
        whole=drawn is not None and drawn.whole,
        evidence_sha256=picture.evidence_sha256,
    )
