"""The catalogue says what it does: every header is checked against the server's own plan."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from fraudgraph.graph.neo4j.catalogue import Statement, parse, statements
from fraudgraph.graph.neo4j.connection import Connection
from fraudgraph.graph.neo4j.names import OWN_ACCOUNT, OWN_IDENTIFIER

CATALOGUE = [one for part in ("schema", "write", "read", "ask") for one in statements(part)]
every_statement = pytest.mark.parametrize("one", CATALOGUE, ids=lambda one: one.name)


def operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """Names of all operators of a plan."""
    yield str(plan["operatorType"]).partition("@")[0]
    for child in plan.get("children", ()):
        yield from operators(child)


def reads_everything(operator: str) -> bool:
    """Whether it reads all nodes, all of a label, all of a relationship type, or a whole index."""
    return operator.endswith("Scan")


@every_statement
def test_header_names_the_parameters_of_the_text(one: Statement) -> None:
    """All of them and no other, with what each is."""
    assert set(one.parameters) == set(one.used)
    assert all(one.parameters.values())


@every_statement
def test_statement_keeps_to_labels_of_our_own(one: Statement) -> None:
    """What somebody else may have called Account is never matched, but where the name is theirs on purpose."""
    names = re.findall(r"[(\[][a-z]*:([A-Za-z_`]+)", one.text)
    theirs = [name for name in names if not name.lower().startswith("fraudgraph")]
    assert all(name.startswith("`THEIR_") and "/foreign_" in one.name for name in theirs)


@pytest.mark.neo4j
@every_statement
def test_server_agrees_with_the_header(one: Statement, connection: Connection) -> None:
    """Columns, and an index for everything that is looked up; what reads all of something says so, and why."""
    with connection.driver.session() as session:
        result = session.run(f"EXPLAIN {one.text}", dict.fromkeys(one.used))
        assert tuple(result.keys()) == one.returns
        plan = result.consume().plan or {}
    scans = [name for name in operators(plan) if reads_everything(name)] if plan else []
    assert bool(scans) == bool(one.scan), scans


def test_header_that_says_too_little_is_refused() -> None:
    """A statement without its parameters is no part of the catalogue."""
    with pytest.raises(Exception, match="does not say its Parameters and Returns"):
        parse("ask/none", "// Only a purpose.\nRETURN 1")


def test_names_of_the_model_are_those_of_the_statements() -> None:
    """Labels that the code speaks of stand in the schema."""
    text = "\n".join(one.text for one in statements("schema"))
    assert f":{OWN_ACCOUNT})" in text
    assert f":{OWN_IDENTIFIER})" in text
