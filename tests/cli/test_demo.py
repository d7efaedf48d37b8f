"""The demonstration: it runs from nothing to an export, and is honest about the truth."""

import json
from pathlib import Path

import networkx
import pytest
from jsonschema import validate

from fraudgraph.cli.main import main
from fraudgraph.cli.screens.verdict import compare
from tests.cli.schemas import of_command

Capture = pytest.CaptureFixture[str]


def test_a_ring_is_found_if_one_ring_holds_nearly_all_of_it_and_little_else() -> None:
    """F1 of 0.9 or more with one found ring; halves are not a whole."""
    planted = {f"a{n}": "whole" for n in range(10)} | {f"b{n}": "halves" for n in range(10)} | {"c0": "lost"}
    members = {f"a{n}": 1 for n in range(10)} | {f"b{n}": 2 + n % 2 for n in range(10)}
    compared = compare(planted, members, frozenset())
    assert (compared.planted, compared.found, compared.missed) == (3, 1, ("halves", "lost"))


def test_a_ring_drowned_in_others_is_not_found() -> None:
    """Ten planted accounts in a ring of a hundred: precision counts as well."""
    planted = {f"a{n}": "ring" for n in range(10)}
    members = {f"a{n}": 1 for n in range(10)} | {f"x{n}": 1 for n in range(90)}
    assert compare(planted, members, frozenset()).missed == ("ring",)


def test_honest_accounts_in_the_queue_are_counted() -> None:
    """Whoever is in no planted ring and stands in the queue."""
    compared = compare({"a": "ring"}, {"a": 1, "x": 1}, frozenset({"a", "x"}))
    assert (compared.queue, compared.honest) == (2, 1)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path, capsys: Capture) -> None:
    """With --force too: nothing that the demonstration did not make is ever removed."""
    kept = tmp_path / "mine.txt"
    kept.write_text("mine")
    for words in (("demo", str(tmp_path)), ("demo", str(tmp_path), "--force"), ("demo", str(kept), "--force")):
        assert main(words) == 2
        assert "is no demonstration" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.slow
def test_the_demonstration_runs_through_and_goes_on_where_it_stopped(tmp_path: Path, capsys: Capture) -> None:
    """Every step shows its command; the export is read back; the verdict stands at the end."""
    folder = tmp_path / "demo"
    assert main(["demo", str(folder)]) == 0
    streams = capsys.readouterr()
    steps = [line.split()[2] for line in streams.err.splitlines() if line.startswith("$ fraudgraph ")]
    assert steps == ["simulate", "load", "sweep", "rings", "ring", "why", "export"]
    rings, queue = streams.out.splitlines()[-2:]
    assert int(rings.split()[1]) >= 28
    assert queue.startswith("queue      ")
    (exported,) = folder.glob("*.graphml")
    assert networkx.read_graphml(exported).number_of_nodes() > 2_400
    assert main(["demo", str(folder), "--json"]) == 0
    streams = capsys.readouterr()
    document = json.loads(streams.out)
    validate(document, of_command("demo"))
    assert list(document["steps"]) == ["sweep", "rings", "ring", "why", "export"]
