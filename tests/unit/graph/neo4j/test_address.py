"""Where a graph is: URLs that are one, and none that holds a password."""

import pytest

from fraudgraph.errors import FraudgraphError, UsageError
from fraudgraph.graph.neo4j.address import address


@pytest.mark.parametrize(
    "url", ["neo4j://host", "neo4j+s://host:7687", "bolt://127.0.0.1:7687", "bolt+ssc://[::1]:7687"]
)
def test_url_of_a_graph(url: str) -> None:
    """As the driver takes them; the user is neo4j unless another is named."""
    found = address(url, None, None, "secret")
    assert (found.url, found.user, found.password) == (url, "neo4j", "secret")
    assert "secret" not in repr(found)


@pytest.mark.parametrize(
    "url", ["http://host", "host:7687", "bolt://", "neo4j:///x", "bolt://host:port", "", "file:///etc"]
)
def test_what_is_no_url_of_a_graph(url: str) -> None:
    """A usage error."""
    with pytest.raises(UsageError):
        address(url, None, None, "secret")


def test_password_in_a_url_is_refused_and_not_repeated() -> None:
    """A command line is kept in histories."""
    with pytest.raises(UsageError) as caught:
        address("bolt://me:hunter2@host", None, None, None)
    assert "hunter2" not in caught.value.message + caught.value.kept + caught.value.hint


def test_name_of_a_database() -> None:
    """As Neo4j allows them."""
    assert address("bolt://h", "fraud.2026-05", None, "x").shown == "bolt://h (database fraud.2026-05)"
    with pytest.raises(UsageError):
        address("bolt://h", "a b; DROP", None, "x")


def test_no_password_is_an_error_that_names_the_variable() -> None:
    """An empty one is none."""
    with pytest.raises(FraudgraphError) as caught:
        address("bolt://h", None, None, "")
    assert "FRAUDGRAPH_NEO4J_PASSWORD" in caught.value.hint
