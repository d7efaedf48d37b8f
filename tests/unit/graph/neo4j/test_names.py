"""Keys of nodes: short enough for an index, never shared by two texts, the same in Python and in SQL."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.graph.neo4j.connection import quoted
from fraudgraph.graph.neo4j.names import LONGEST_KEY, identifier_key, identifier_key_sql, key_of, key_sql, labels_of

LONG = "x" * (LONGEST_KEY + 1)
TEXTS = (
    "a",
    "",
    "a:b",
    "a\\:b",
    "\\",
    "🦊" * 900,
    "münch",
    "nul\0nul",
    LONG,
    LONG + "y",
    key_of(LONG),
    "#sha256:" + "0" * 64,
)
kinds_and_values = st.tuples(st.text("a:\\", max_size=4), st.text("a:\\", max_size=4))


@pytest.mark.parametrize("text", TEXTS)
def test_key_fits_an_index_and_is_the_same_in_sql(text: str) -> None:
    """A key has 1,000 characters at most, of 4 bytes each: half of what an index takes."""
    found = duckdb.execute(
        f"SELECT {key_sql('t')}, {identifier_key_sql('k', 't')} FROM (SELECT ? AS t, 'k:i' AS k)", [text]
    )
    assert found.fetchone() == (key_of(text), identifier_key("k:i", text))
    assert len(key_of(text).encode()) <= 4 * LONGEST_KEY


def test_no_two_texts_have_one_key() -> None:
    """Not even one that reads like the key of another."""
    assert len({key_of(text) for text in TEXTS}) == len(TEXTS)


@given(one=kinds_and_values, other=kinds_and_values)
def test_no_two_identifiers_have_one_key(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Wherever the colons and backslashes stand."""
    assert (identifier_key(*one) == identifier_key(*other)) == (one == other)


def test_kind_that_we_know_has_a_label() -> None:
    """One of a mapping file has none: a database never forgets a label."""
    assert labels_of("payment_instrument") == ["FraudgraphPaymentInstrument"]
    assert labels_of("loyalty") == []


@pytest.mark.parametrize("name", ["Card", "My Card", "a`b", "`) DETACH DELETE (n", "\\u0060) DELETE"])
def test_name_of_theirs_cannot_end_its_quotes(name: str) -> None:
    """Back quotes are doubled, and a backslash never begins an escape of Cypher."""
    inside = quoted(name)[1:-1]
    assert inside.replace("``", "").count("`") == 0
    assert "\\u0060" not in inside
