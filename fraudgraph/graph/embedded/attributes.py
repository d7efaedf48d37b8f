"""What the table `identifiers` says beside the edges: who runs a network, who issued a card."""

from collections.abc import Collection

from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.reader import Reader

_NAMES = ("asn", "network_type", "issuer", "prepaid", "country", "source")
_LAST_US = 253_402_300_799_999_999
_WHEN = "strftime(timezone('UTC', max(as_of)), '%Y-%m-%dT%H:%M:%SZ')"


def attributes_of(
    reader: Reader, view: View, identifiers: Collection[tuple[str, str]]
) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(kind, value) as the facts say it -> (name, text), of each name the newest row that has it."""
    newest = (
        f"arg_max({name}::VARCHAR, (coalesce(as_of, '-infinity'), {name}::VARCHAR)) FILTER (WHERE {name} IS NOT NULL)"
        for name in _NAMES
    )
    with reader.among("value", sorted({value for _, value in identifiers})) as wanted:
        rows = reader.rows(
            f"SELECT kind, value, {', '.join(newest)}, {_WHEN} FROM {reader.case.relation('identifiers')} "
            f"WHERE {wanted} AND (as_of IS NULL OR as_of < make_timestamptz(?)) GROUP BY kind, value",
            min(view.as_of_us, _LAST_US),
        )
    names = (*_NAMES, "as_of")
    said = {(row[0], row[1]): zip(names, row[2:], strict=True) for row in rows if (row[0], row[1]) in identifiers}
    return {name: tuple((column, text) for column, text in pairs if text is not None) for name, pairs in said.items()}
