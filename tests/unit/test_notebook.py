"""The Python API on a real case: the same answers as the commands, in the forms that a notebook wants."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import networkx
import pytest

import fraudgraph
from fraudgraph import Case
from fraudgraph.cli.main import main
from fraudgraph.errors import NotFound, UsageError
from fraudgraph.investigate.members import members as view_members
from fraudgraph.investigate.rows import Field, Rows, Type
from fraudgraph.investigate.views.node import AccountNode, IdentifierNode
from fraudgraph.notebook import Walk
from fraudgraph.sweep import SweepOptions, sweep
from tests.unit.small_case import Story, put

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one planted ring, swept."""
    path = tmp_path_factory.mktemp("notebook") / "case"
    put(path, Story().everyday(300).ring("band", range(12), 3, exchanges=8))
    with Case.open(path) as case:
        sweep(case.folder, SweepOptions())
    return path


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    """The same, open."""
    with Case.open(folder) as opened:
        yield opened


def told(folder: Path, capsys: Capture, *words: str) -> dict[str, object]:
    """What the command says in JSON."""
    assert main([*words, "--case", str(folder), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return answer


def test_rings_are_those_of_the_command(case: Case, folder: Path, capsys: Capture) -> None:
    """As dicts, as arrow, as pandas: the same rows in the same order, with the same values."""
    rings = case.rings()
    told_rings = told(folder, capsys, "rings")["rings"]
    assert isinstance(told_rings, list)
    assert [row["ring_id"] for row in rings] == [one["ring_id"] for one in told_rings]
    assert rings.to_arrow()["ring_bits"].to_pylist() == [one["ring_bits"] for one in told_rings]
    frame = rings.to_pandas()
    assert list(frame.columns) == list(rings.columns)
    assert frame["accounts"].tolist() == [one["accounts"] for one in told_rings]


def test_rows_are_what_a_pipe_prints(case: Case, folder: Path, capsys: Capture) -> None:
    """Cell by cell: the command has no list of its own."""
    for words, rows in ((("rings",), case.rings()), (("members", "1"), case.ring(1).members())):
        assert main([*words, "--case", str(folder)]) == 0
        header, *lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
        assert header == list(rows.columns)
        assert [line[0] for line in lines] == [row[header[0]] for row in rows]
        assert len(lines) == len(rows) > 0


def test_times_are_instants_in_utc(case: Case) -> None:
    """And whole numbers stay whole beside unknown ones."""
    rows = Rows((Field("n", Type.WHOLE), Field("at", Type.TIME)), ((1, 1_000_000), (None, None)))
    assert rows.to_arrow()["at"].to_pylist() == [datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), None]
    assert str(rows.to_pandas()["n"].dtype) == "Int64"
    first = case.rings().to_pandas()["first_exchange"]
    assert str(first.dt.tz) == "UTC"


def test_a_ring_gives_members_figures_and_identifiers(case: Case, folder: Path, capsys: Capture) -> None:
    """By any spelling of its id; its view is the one that the screen draws."""
    ring = case.ring("r1")
    answer = told(folder, capsys, "ring", "R-0001")
    assert (ring.ring_id, ring.view.exchanges) == (answer["ring_id"], answer["exchanges"])
    members = ring.members()
    assert set(members.column("account_id")) == {f"band-{n:03d}" for n in range(12)}
    assert members.column("account_id") == tuple(row.member.account_id for row in view_members(case.folder, 1).rows)
    assert len(ring.members("core")) <= len(members)
    assert {row["kind"] for row in ring.identifiers()} <= {"ip", "payment_instrument", "prompt_fingerprint", "lockstep"}
    rings = [case.ring(str(row["ring_id"])) for row in case.rings()]
    assert len(case.members()) == sum(len(one.members()) for one in rings)


def test_a_ring_draws_itself_as_the_command_does(case: Case, folder: Path, capsys: Capture, tmp_path: Path) -> None:
    """The same bytes; nothing where no file is named."""
    drawn = case.ring(1).draw(svg=tmp_path / "r.svg", html=str(tmp_path / "r.html"))
    assert [(name, file.path) for name, file in drawn.files] == [
        ("html", tmp_path / "r.html"),
        ("svg", tmp_path / "r.svg"),
    ]
    answer = told(folder, capsys, "export", "R-0001", "--html", str(tmp_path / "again.html"))
    assert isinstance(answer["files"], list)
    assert answer["files"][0]["sha256"] == drawn.files[0][1].sha256
    with pytest.raises(UsageError):
        case.ring(1).draw()


def test_graphs_are_the_export(case: Case, tmp_path: Path) -> None:
    """networkx and igraph get the nodes, edges and attributes that stand in the file."""
    ring = case.ring(1)
    written = ring.export(tmp_path / "r.graphml")
    from_file = networkx.read_graphml(tmp_path / "r.graphml")
    graph = ring.to_networkx()
    assert list(graph.nodes(data=True)) == list(from_file.nodes(data=True))
    assert {frozenset(edge[:2]): edge[2] for edge in graph.edges(data=True)} == {
        frozenset(edge[:2]): edge[2] for edge in from_file.edges(data=True)
    }
    other = ring.to_igraph()
    assert (other.vcount(), other.ecount()) == (written.nodes, written.edges)
    assert other.vs["name"] == list(graph.nodes)
    first = other.vs[0].attributes()
    assert {name: value for name, value in first.items() if value is not None and name != "name"} == graph.nodes[
        first["name"]
    ]
    assert ring.to_networkx(all_edges=True).number_of_edges() == written.sightings


def test_why_and_node_are_values(case: Case) -> None:
    """Frozen, and the same as the screens are drawn from."""
    link = case.why("band-000", "band-001")
    assert link.total_bits == sum(reason.bits for reason in link.reasons if reason.counted)
    account = case.node("band-000")
    assert isinstance(account, AccountNode)
    shared = account.shared[0]
    identifier = case.node(f"{shared.kind.name}:{shared.value}")
    assert isinstance(identifier, IdentifierNode)
    assert identifier.holders == shared.holders
    assert case.status().sweep == link.sweep


def test_every_other_question_is_a_value_too(case: Case) -> None:
    """Search, expand, timeline, hubs: what the commands of these names draw."""
    assert case.search("band-").sorts[0].names == 12
    reached = case.expand("band-000")
    assert {row.account_id for row in reached.rows or ()} >= {f"band-{n:03d}" for n in range(1, 12)}
    assert case.expand("band-000", walk=Walk(kinds=("payment",))).rows is None
    assert case.timeline("R-0001").events == case.ring(1).view.exchanges
    assert case.hubs().rows == ()


def test_mistakes_are_sentences(case: Case, tmp_path: Path) -> None:
    """The same errors as at the command line, with the same remedies."""
    with pytest.raises(NotFound, match="has no ring R-0999"):
        case.ring(999)
    with pytest.raises(UsageError, match="is not a tier"):
        case.ring(1).members("corr")
    with pytest.raises(NotFound, match="there is no case at"):
        Case.open(tmp_path / "none")
    with pytest.raises(KeyError, match="no column 'ring'; there are ring_id"):
        case.rings().column("ring")


def test_without_pandas_everything_else_works(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the error says what to do."""
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match="pandas is not installed") as refused:
        case.rings().to_pandas()
    assert "to_arrow()" in refused.value.hint
    assert case.rings().to_arrow().num_rows == len(case.rings())


def test_rows_show_themselves_in_short_and_harmlessly() -> None:
    """A notebook draws HTML: text from the data never becomes markup, and no list fills the page."""
    rows = Rows((Field("account_id"),), (("<script>x</script>",), ("a\u202eb",), *((f"n{n}",) for n in range(50))))
    assert repr(rows) == "<52 rows of account_id>"
    page = rows._repr_html_()
    assert "<script" not in page
    assert "\u202e" not in page
    assert page.count("<tr>") == 21
    assert rows[2:4] == Rows(rows.fields, (("n0",), ("n1",)))
    assert rows[0] == {"account_id": "<script>x</script>"}


def test_importing_the_package_is_light() -> None:
    """The version costs nothing; `Case` brings what it needs when it is asked for; other names are refused."""
    script = (
        "import sys, fraudgraph; light = not {'duckdb', 'numpy', 'pyarrow', 'networkx'} & set(sys.modules); "
        "from fraudgraph import Case; sys.exit(not (light and Case.__module__ == 'fraudgraph.notebook'))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        fraudgraph.Nothing  # noqa: B018
