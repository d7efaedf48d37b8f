"""Names and neighbours from the graph: what `search`, `expand`, `path` and `hubs` ask."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from fraudgraph.graph.base import View
from fraudgraph.graph.holders import Name
from fraudgraph.graph.neo4j.asking import Asking, Named
from fraudgraph.graph.neo4j.names import identifier_key, key_of, start_of
from fraudgraph.graph.walking import ACCOUNT_ID, DECLARED, Follow, Hits, Holdings


class Neo4jWalking(Asking):
    """`Walking` and `Holders` over a graph in Neo4j."""

    def search(self, view: View, text: str, limit: int) -> tuple[Hits, ...]:
        """What holds the text, whatever the case of its letters."""
        asked = {"text": text.lower(), "limit": limit}
        found = [(ACCOUNT_ID, self.read(view, "read/search_accounts", **asked))]
        found += [(name, self.read(view, "read/search_declared", column=name, **asked)) for name in DECLARED]
        found += [(row["sort"], [row]) for row in self.read(view, "read/search_identifiers", **asked)]
        return tuple(
            Hits(sort, row["names"], tuple((name, many) for name, many in row["first"]))
            for sort, rows in found
            for row in rows
            if row["names"]
        )

    def exact(self, view: View, names: Sequence[str]) -> tuple[tuple[str, str, int], ...]:
        """(sort, name, accounts) of every account and identifier that reads exactly like one of these names."""
        asked = set(names)
        found = {(ACCOUNT_ID, name): 1 for name in self.known_accounts(view, names)}
        counts: Counter[Name] = Counter()
        for one in self.of_any_kind(view, asked):
            counts.update({(one.kind, name): one.holders for name in {one.value, one.raw} & asked})
        return tuple(sorted((sort, name, many) for (sort, name), many in (found | counts).items()))

    def values_starting(self, view: View, start: str) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of every identifier whose value begins with `start`."""
        counts: Counter[Name] = Counter()
        for row in self.starting(view, start):
            if row["raw"].startswith(start):
                counts[row["kind"], row["raw"]] += row["holders"]
        return tuple(sorted((kind, value, many) for (kind, value), many in counts.items()))

    def accounts_declaring(self, view: View, column: str, values: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """The accounts whose newest record says exactly one of these in a column of DECLARED, by what it says."""
        if column not in DECLARED:
            raise ValueError(column)
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.read(view, "read/accounts_declaring", column=column, values=list(values)):
            found[row["said"]].append(row["account_id"])
        return {value: tuple(sorted(found[value])) for value in sorted(found)}

    def known_accounts(self, view: View, account_ids: Sequence[str]) -> frozenset[str]:
        """Those of these accounts that any visible fact names."""
        keys = sorted({key_of(name) for name in account_ids})
        return frozenset(row["account_id"] for row in self.read(view, "read/known_accounts", keys=keys))

    def holdings(self, view: View, identifiers: Sequence[Name]) -> Holdings:
        """All holders of these (kind, value), hubs too."""
        return self._held(view, self.named(view, identifiers), Follow(hubs=True))

    def step(self, view: View, account_ids: Sequence[str], follow: Follow) -> Holdings:
        """Every identifier of these accounts that others hold too, and all holders of those that are followed."""
        keys = sorted({key_of(name) for name in account_ids})
        kinds = None if follow.kinds is None else list(follow.kinds)
        rows = self.read(view, "read/identifiers_shared", keys=keys, kinds=kinds)
        found = [Named(r["key"], r["kind"], r["value"], r["raw"], r["holders"], r["hub"] or "") for r in rows]
        return self._held(view, sorted(found, key=lambda one: (one.kind, one.value)), follow)

    def held_by(
        self, view: View, identifiers: Sequence[Name], account_ids: Sequence[str] | None = None
    ) -> dict[Name, int]:
        """How many accounts hold each of these, all eras of a value together; of these accounts, of all where None."""
        named = self.named(view, identifiers)
        inside = None if account_ids is None else self._inside(view, named, account_ids)
        counts = dict.fromkeys(identifiers, 0)
        for one in named:
            many = one.holders if inside is None else inside.get(one.key, 0)
            for name in {(one.kind, one.value), (one.kind, one.raw)} & counts.keys():
                counts[name] += many
        return counts

    def most_held(self, view: View, each: int, without: Collection[Name] = ()) -> tuple[tuple[str, str, int], ...]:
        """(kind, value, holders) of the identifiers of most holders, up to `each` of a kind."""
        kinds = [[kind, start_of(kind, "")] for kind in self.kinds(view)]
        left = [identifier_key(*name) for name in without]
        rows = self.read(view, "read/most_held", kinds=kinds, each=each, without=left)
        found = [(row["kind"], row["value"], row["holders"]) for row in rows]
        return tuple(sorted(found, key=lambda one: (one[0], -one[2], one[1])))

    def _inside(self, view: View, named: Sequence[Named], account_ids: Sequence[str]) -> dict[str, int]:
        """Key of an identifier -> holders among these accounts, of those that have any. Whichever list is shorter
        travels: the holders, or the accounts.
        """
        keys = [one.key for one in named]
        if sum(one.holders for one in named) <= len(account_ids):
            asked = frozenset(account_ids)
            held = self.read(view, "read/holder_names", keys=keys)
            return {row["key"]: len(asked.intersection(row["account_ids"])) for row in held}
        accounts = sorted({key_of(name) for name in account_ids})
        rows = self.read(view, "read/holders_inside", keys=keys, accounts=accounts)
        return {row["key"]: row["many"] for row in rows}

    def _held(self, view: View, named: Sequence[Named], follow: Follow) -> Holdings:
        """The identifiers, and the edges of those that are followed."""
        most = follow.most_holders or np.inf
        followed = [one.key for one in named if (follow.hubs or not one.hub) and one.holders <= most]
        held = self.read(view, "read/holder_names", keys=followed) if followed else []
        edges = [(row["key"], name) for row in held for name in row["account_ids"]]
        names = sorted({name for _, name in edges})
        account = {name: place for place, name in enumerate(names)}
        place = {one.key: place for place, one in enumerate(named)}
        pairs = np.array(sorted((place[key], account[name]) for key, name in edges), np.int64)
        pairs = pairs.reshape(-1, 2)
        return Holdings(
            account_ids=_texts(names),
            kind=_texts([one.kind for one in named]),
            value=_texts([one.value for one in named]),
            raw=_texts([one.raw for one in named]),
            holders=np.array([one.holders for one in named], np.int64),
            hub=np.array([bool(one.hub) for one in named], np.bool_),
            account=np.ascontiguousarray(pairs[:, 1]),
            identifier=np.ascontiguousarray(pairs[:, 0]),
        )


def _texts(values: Sequence[str]) -> NDArray[np.object_]:
    return np.array([*values, None], dtype=object)[:-1]
