"""The server of the tests is a real one, with authentication on."""

import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError

from tests.neo4j.running import Server

pytestmark = pytest.mark.neo4j


def test_server_answers_who_knows_the_password(neo4j_server: Server) -> None:
    """On loopback, in the version that was asked for."""
    with neo4j_server.driver() as driver:
        records, _, _ = driver.execute_query("CALL dbms.components() YIELD versions RETURN versions[0] AS version")
    assert records[0]["version"] == neo4j_server.jars.name


def test_server_refuses_who_does_not(neo4j_server: Server) -> None:
    """So that a test of credentials can fail."""
    with (
        GraphDatabase.driver(neo4j_server.uri, auth=(neo4j_server.user, "guess")) as driver,
        pytest.raises(AuthError),
    ):
        driver.verify_connectivity()
