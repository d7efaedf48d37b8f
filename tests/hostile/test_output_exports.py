"""Hostile names in exports: networkx, igraph, a spreadsheet and a page read them, and the same value comes back."""

import csv
import json
from pathlib import Path
from typing import Any

import igraph
import networkx
import pytest

from fraudgraph.evidence import read_back
from fraudgraph.evidence.export import FORMATS
from fraudgraph.evidence.memberships import COLUMNS
from fraudgraph.evidence.subgraph import Subgraph, subgraph
from fraudgraph.model.safe_text import read_back as value_of
from fraudgraph.model.safe_text import unguard
from tests.hostile.test_output_text import HOSTILE
from tests.unit.evidence.made_up import ringed, seen, store

UTF8 = [value for value in HOSTILE.values() if value and "\ud800" not in value]
NAMES = [
    *UTF8,
    "]]>",
    "</script><script>alert(1)</script>",
    "&lol;",
    "<!ENTITY x 'y'>",
    "a & b < c > d",
    "quote ' and \"",
    "=HYPERLINK(1)",
    "-1",
    "comma, and ; and \t",
    "../../etc/passwd",
    "}) DETACH DELETE n //",
    "日本語",
    "x" * 5_000,
]


def graph_of(names: list[str]) -> Subgraph:
    """Every name as an account and as an identifier, in a ring."""
    sightings = [seen(name, "ip", name, 2) for name in names]
    return subgraph(ringed(names, [("ip", name, 2) for name in names]), store(sightings))


def written(name: str, folder: Path) -> tuple[Path, ...]:
    """All names in one export of a format."""
    paths = FORMATS[name].paths(folder / f"r.{name}")
    FORMATS[name].write(graph_of(NAMES), paths)
    return paths


@pytest.mark.parametrize("name", FORMATS)
def test_every_reader_finds_every_node_and_edge(name: str, tmp_path: Path) -> None:
    """None lost, none merged."""
    paths = written(name, tmp_path)
    expected = read_back.Counts(2 * len(NAMES), len(NAMES))
    assert {reader: read(paths) for reader, read in read_back.READERS[name].items()} == dict.fromkeys(
        read_back.READERS[name], expected
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_node_that_is_lost_is_missed_with_its_edge(name: str, tmp_path: Path) -> None:
    """A file that is not whole is not taken for one."""
    paths = written(name, tmp_path)
    lines = paths[0].read_text(encoding="utf-8").splitlines(keepends=True)
    lost = next(place for place, line in enumerate(lines) if "account:" in line)
    paths[0].write_text("".join([*lines[:lost], *lines[lost + 1 :]]), encoding="utf-8")
    *_, read = read_back.READERS[name].values()
    assert read(paths) == read_back.Counts(2 * len(NAMES) - 1, len(NAMES) - 1)


def test_networkx_finds_every_node_and_edge(tmp_path: Path) -> None:
    """In GraphML and in node-link JSON, which it reads itself."""
    (xml,), (text,) = written("graphml", tmp_path), written("json", tmp_path)
    for graph in (networkx.read_graphml(xml), networkx.node_link_graph(json.loads(text.read_text(encoding="ascii")))):
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (2 * len(NAMES), len(NAMES))


def test_graphml_gives_every_value_back_in_both_readers(tmp_path: Path) -> None:
    """Escaped where XML forbids it, and the escape tells the value."""
    (path,) = written("graphml", tmp_path)
    by_networkx = {data["value"] for _, data in networkx.read_graphml(path).nodes(data=True)}
    by_igraph = set(igraph.Graph.Read_GraphML(str(path)).vs["value"])
    assert {value_of(value) for value in by_networkx} == {value_of(value) for value in by_igraph} == set(NAMES)


def test_graphml_keeps_types_in_both_readers(tmp_path: Path) -> None:
    """Numbers are numbers, truth is truth."""
    (path,) = written("graphml", tmp_path)
    node: dict[str, Any] = next(iter(dict(networkx.read_graphml(path).nodes(data=True)).values()))
    assert (node["member_bits"], node["in_queue"], node["tier"], node["type"]) == (20.0, True, "core", "account")
    graph = igraph.Graph.Read_GraphML(str(path))
    assert graph.vs[0]["member_bits"] == 20.0
    assert set(graph.es["count"]) == {1.0}
    assert not graph.is_directed()


def test_json_is_exact_and_holds_no_markup(tmp_path: Path) -> None:
    """The raw value, in ASCII, harmless inside a page."""
    (path,) = written("json", tmp_path)
    text = path.read_text(encoding="ascii")
    assert "<" not in text
    assert "&" not in text
    assert {node["value"] for node in json.loads(text)["nodes"]} == set(NAMES)
    assert networkx.node_link_graph(json.loads(text)).number_of_nodes() == 2 * len(NAMES)


def test_csv_runs_nothing_and_gives_every_value_back(tmp_path: Path) -> None:
    """No cell of text starts a formula, no control character is in it, and the guard comes off."""
    nodes, edges = written("csv", tmp_path)
    for path, column, expected in ((nodes, "value", set(NAMES)), (edges, "target", {f"ip:{name}" for name in NAMES})):
        text = path.read_text(encoding="utf-8")
        assert all(char == "\n" or char.isprintable() or char == "\u00a0" or ord(char) >= 0xE000 for char in text)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert not any(row[column][:1] in "=+-@" for row in rows)
        assert {unguard(row[column]) for row in rows} == expected


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_graph_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    """No date, no order of a set, no path in it."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    first, second = (written(name, tmp_path / folder) for folder in ("one", "two"))
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_membership_columns_are_those_that_others_rely_on() -> None:
    """Their names and order are a promise."""
    promised = "account_id, ring_id, band, ring_class, member_class, tier, in_queue, member_bits, rank"
    assert ", ".join(COLUMNS) == promised
