"""What a statement is given, and what it gives, as plain values."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from neo4j.time import DateTime
from pytz import UTC

from fraudgraph.cli.given import parameters
from fraudgraph.errors import UsageError
from fraudgraph.graph.neo4j.asking import nearest, pieces_of
from fraudgraph.graph.neo4j.catalogue import statements
from fraudgraph.graph.neo4j.query import named, plain, values_of


def test_parameters_are_text_unless_said_otherwise() -> None:
    """`:=` takes JSON; an account that is a number stays text."""
    assert parameters(["ring=R-0007", "id=007", "most:=20", "kinds:=[1, 2]", "text=a=b"]) == {
        "ring": "R-0007",
        "id": "007",
        "most": 20,
        "kinds": [1, 2],
        "text": "a=b",
    }


@pytest.mark.parametrize("pair", ["ring", "=x", "a b=c", "most:=twenty", "1=2"])
def test_what_is_no_parameter(pair: str) -> None:
    """A usage error; so is a name twice."""
    with pytest.raises(UsageError):
        parameters([pair])
    with pytest.raises(UsageError):
        parameters(["a=1", "a=2"])


def test_statement_wants_exactly_its_parameters() -> None:
    """The case's id comes by itself; what is missing is told with what it is."""
    asked = named("linked")
    assert values_of(asked, {"first": "a", "second": "b"}, "c") == {"case_id": "c", "first": "a", "second": "b"}
    with pytest.raises(UsageError, match="misses second") as caught:
        values_of(asked, {"first": "a"}, "c")
    assert "second: another account" in caught.value.hint
    with pytest.raises(UsageError, match="does not know ring"):
        values_of(asked, {"first": "a", "second": "b", "ring": "c"}, "c")


def test_statement_of_a_person(tmp_path: Path) -> None:
    """A file, with comments or without; neither a name nor a file is refused with the names that there are."""
    (tmp_path / "own.cypher").write_text("// mine, of $x\nRETURN 'https://example' AS n\n")
    assert named(str(tmp_path / "own.cypher")).text == "RETURN 'https://example' AS n"
    assert named(str(tmp_path / "own.cypher")).used == frozenset()
    with pytest.raises(UsageError) as caught:
        named(str(tmp_path / "nothing.cypher"))
    assert all(one.name.removeprefix("ask/") in caught.value.hint for one in statements("ask"))


def test_values_are_plain() -> None:
    """Times as RFC 3339 with microseconds, what JSON does not know as text."""
    assert plain(DateTime(2026, 5, 3, 1, 2, 3, 123456000, tzinfo=UTC)) == "2026-05-03T01:02:03.123456Z"
    assert plain([None, True, 1.5, {"a": date(2026, 5, 3)}]) == [None, True, 1.5, {"a": "2026-05-03"}]
    assert plain(timedelta(hours=1)) == "1:00:00"
    assert plain(b"\x00\xff") == "00ff"


def test_one_of_three_pieces_survives_two_changes() -> None:
    """So the server can leave out most names before letters are counted."""
    assert pieces_of("abcdef") == ["ab", "cd", "ef"]
    assert pieces_of("ab") == [""]
    names = [("acct_1", ""), ("acct_12", ""), ("axxt_1", ""), ("other", ""), ("acct_999", "")]
    assert [name for name, _ in nearest(names, "acct_1", "")] == ["acct_1", "acct_12"]
    assert [name for name, _ in nearest(names, "acct_", "9")] == ["acct_999"]
