"""Read an export as strangers will: with parsers that know nothing of us. Counts that differ are our defect."""

import base64
import csv
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader found."""

    nodes: int
    edges: int


def _igraph(paths: Sequence[Path]) -> Counts:
    """GraphML by igraph's own reader, attributes and all."""
    import igraph

    graph = igraph.Graph.Read_GraphML(str(paths[0]))
    return Counts(graph.vcount(), graph.ecount())


def _xml(paths: Sequence[Path]) -> Counts:
    """GraphML by the standard library's XML parser."""
    from xml.parsers import expat

    nodes, edges = list[str](), list[Ends]()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "edge":
            edges.append((attributes["source"], attributes["target"]))
        elif tag == "node":
            nodes.append(attributes["id"])

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with paths[0].open("rb") as file:
        parser.ParseFile(file)
    return _counted(nodes, edges)


def _json(paths: Sequence[Path]) -> Counts:
    document = json.loads(paths[0].read_text(encoding="utf-8"))
    return _counted(
        (node["id"] for node in document["nodes"]), ((edge["source"], edge["target"]) for edge in document["edges"])
    )


def _csv(paths: Sequence[Path]) -> Counts:
    nodes, edges = (_csv_rows(path) for path in paths)
    return _counted((row[0] for row in nodes), ((row[0], row[1]) for row in edges))


def _csv_rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        yield from rows


Ends = tuple[str, str]


def _counted(nodes: Iterable[str], edges: Iterable[Ends]) -> Counts:
    """As a graph would hold them: nodes of one name are one, and edges need both ends."""
    known = set(nodes)
    return Counts(len(known), sum(one in known and other in known for one, other in set(edges)))


READERS: Mapping[str, Mapping[str, Callable[[Sequence[Path]], Counts]]] = {
    "graphml": {"igraph": _igraph, "Python's XML parser": _xml},
    "json": {"Python's JSON parser": _json},
    "csv": {"Python's CSV parser": _csv},
}
"""Who reads which format, none of them with our code. networkx reads all three in the tests: importing it would take
longer than most exports.
"""


def page(path: Path) -> Counts:
    """Counts by the standard library's HTML parser: names and sightings that a browser would find in the page."""
    reader = _Scripts()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    words = json.loads(reader.found["ring-names"])
    block = base64.b64decode(reader.found["ring-numbers"], validate=True)
    kind, start, length = words["arrays"]["edgeIdentifier"]
    edges = struct.unpack_from(f"<{length}{_CODES[kind]}", block, start)
    return Counts(len(words["accounts"]) + len(words["identifiers"]), len(edges))


class _Scripts(HTMLParser):
    """The text of each script of a page, by its id."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._name: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._name = dict(attrs).get("id") if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self._name = None

    def handle_data(self, data: str) -> None:
        if self._name is not None:
            self.found[self._name] = self.found.get(self._name, "") + data


_CODES = {"u1": "B", "u2": "H", "u4": "I", "i4": "i", "f4": "f"}


def svg(path: Path) -> Counts:
    """Counts by the standard library's XML parser: marks in the group that is the drawing."""
    from xml.etree import ElementTree

    names = {"svg": "http://www.w3.org/2000/svg"}
    drawing = ElementTree.parse(path).find("svg:g[@id='drawing']", names)
    marks = [] if drawing is None else [one for one in drawing.iter() if one.tag != f"{{{names['svg']}}}g"]
    return Counts(len(marks), 0)
