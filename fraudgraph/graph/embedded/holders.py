"""How many hold what, from the sorted files."""

from collections.abc import Collection, Sequence

from fraudgraph.case.facts import literal
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs, hub_codes
from fraudgraph.graph.embedded.reader import Reader
from fraudgraph.graph.holders import Name


def held_by(
    reader: Reader, cache: Cache, identifiers: Collection[Name], account_ids: Sequence[str] | None
) -> dict[Name, int]:
    """How many accounts hold each (kind, value), all eras of a value together; of these accounts, of all where None."""
    counts = dict.fromkeys(identifiers, 0)
    for (kind, value, raw), many in _counts(reader, cache, {value for _, value in identifiers}, account_ids):
        for name in {(kind, value), (kind, raw)} & counts.keys():
            counts[name] += many
    return counts


def _counts(
    reader: Reader, cache: Cache, values: Collection[str], account_ids: Sequence[str] | None
) -> list[tuple[tuple[str, str, str], int]]:
    """((kind, value, what the facts say of it), holders) of all identifiers that these texts name."""
    with reader.among("value", sorted(values)) as exact, reader.among("raw", sorted(values)) as raw:
        rows = reader.rows(
            f"SELECT code, kind, value, coalesce(raw, value), holders FROM {cache.file('identifiers')} "
            f"WHERE {exact} OR {raw}"
        )
    if account_ids is None:
        return [((kind, value, raw), holders) for _, kind, value, raw, holders in rows]
    with (
        reader.among("identifier", [row[0] for row in rows]) as wanted,
        reader.among("account_id", sorted(set(account_ids))) as inside,
    ):
        counts = dict(
            reader.rows(
                f"SELECT identifier, count(*) FROM {cache.file('by_identifier')} WHERE {wanted} AND account IN "
                f"(SELECT code FROM {cache.file('accounts')} WHERE {inside}) GROUP BY identifier"
            )
        )
    return [((kind, value, raw), counts.get(code, 0)) for code, kind, value, raw, _ in rows]


def most_held(
    reader: Reader, cache: Cache, hubs: Hubs, wanted: tuple[int, Collection[Name]]
) -> tuple[tuple[str, str, int], ...]:
    """The identifiers of most holders. wanted: how many of a kind, and which are left out. Kind by kind: the first few
    of one kind cost no sorting.
    """
    each, without = wanted
    found: list[tuple[str, str, int]] = []
    with reader.among("code", hub_codes(reader, cache, hubs).tolist()) as listed:
        for kind in (name for name in cache.kinds if name not in hubs.kinds):
            with reader.among("value", sorted(value for other, value in without if other == kind)) as left:
                found += reader.rows(
                    f"SELECT kind, value, holders FROM {cache.file('identifiers')} WHERE kind = {literal(kind)} "
                    f"AND holders > 1 AND ({listed}) IS NOT TRUE AND ({left}) IS NOT TRUE "
                    f"ORDER BY holders DESC, value LIMIT {each}"
                )
    return tuple(found)
