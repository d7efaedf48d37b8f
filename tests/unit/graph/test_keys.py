"""Keys by hash: names that differ in two places have keys of their own."""

import duckdb
import pytest

from fraudgraph.graph.embedded.keys import Keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("20.29.243.135@2026-04-08", "20.29.253.135@2026-04-01"),
        ("20.20.200.125@2026-04-09", "20.20.210.125@2026-04-02"),
    ],
)
def test_names_alike_in_two_places_have_different_keys(one: str, other: str) -> None:
    """Addresses with the day from which they changed hands, for which a plain hash has one key."""
    with duckdb.connect() as db:
        key = Keys().of("name")
        names = f"SELECT count(DISTINCT {key}), count(DISTINCT hash(name)) FROM (VALUES (?), (?)) AS two(name)"
        ours, plain = db.execute(names, [one, other]).fetchall()[0]
    assert ours == 2
    assert plain == 1, "the plain hash tells these apart now: `keys` may be simpler"
