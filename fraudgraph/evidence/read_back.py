"""Read an export as strangers will: with networkx and with igraph. Counts that differ are our defect, and said."""

import base64
import csv
import json
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Counts:
    """What a reader found."""

    nodes: int
    edges: int


def by_networkx(format: str, paths: Sequence[Path]) -> Counts:
    """Counts by networkx."""
    import networkx

    graph = networkx.read_graphml(paths[0]) if format == "graphml" else networkx.Graph()
    if format != "graphml":
        nodes, edges = _ROWS[format](paths)
        graph.add_nodes_from((row["id"], row) for row in nodes)
        graph.add_edges_from((row["source"], row["target"], row) for row in edges)
    return Counts(graph.number_of_nodes(), graph.number_of_edges())


def by_igraph(format: str, paths: Sequence[Path]) -> Counts:
    """Counts by igraph."""
    import igraph

    if format == "graphml":
        graph = igraph.Graph.Read_GraphML(str(paths[0]))
    else:
        nodes, edges = _ROWS[format](paths)
        graph = igraph.Graph.DictList(nodes, edges, vertex_name_attr="id")
    return Counts(graph.vcount(), graph.ecount())


Rows = tuple[list[dict[str, Any]], list[dict[str, Any]]]


def _from_json(paths: Sequence[Path]) -> Rows:
    document = json.loads(paths[0].read_text(encoding="utf-8"))
    return document["nodes"], document["edges"]


def _from_csv(paths: Sequence[Path]) -> Rows:
    nodes, edges = (_csv_rows(path) for path in paths)
    return nodes, edges


def _csv_rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_ROWS: dict[str, Callable[[Sequence[Path]], Rows]] = {"json": _from_json, "csv": _from_csv}


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
