"""The edges of a view as arrays: hubs taken out, degrees counted, shared identifiers numbered, and the population
described.
"""

import hashlib
import json
import os
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fraudgraph.case.disk import FILE_MODE
from fraudgraph.detect.sightings import Sightings
from fraudgraph.graph.base import KindStanding, Population
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.reader import Reader

Codes = NDArray[np.int32]


@dataclass(frozen=True)
class Hubs:
    """What means nothing: kinds, and (kind, value) -> why."""

    kinds: frozenset[str]
    values: Mapping[tuple[str, str], str]

    def why(self, kind: str, value: str) -> str:
        """Why an identifier is excluded; '' if it is not."""
        if (kind, value) in self.values:
            return self.values[kind, value]
        return "every identifier of this kind means nothing" if kind in self.kinds else ""

    @cached_property
    def key(self) -> str:
        """A short hash of what is excluded."""
        text = json.dumps([sorted(self.kinds), sorted(self.values)])
        return hashlib.sha256(text.encode()).hexdigest()[:24]


def hubs_of(reader: Reader) -> Hubs:
    """The hubs of the case: by list or person, and kinds declared as such."""
    values = {(hub.kind, hub.value): hub.reason or f"set by {hub.set_by}" for hub in reader.case.hubs()}
    return Hubs(frozenset(name for name, kind in reader.case.kinds().items() if kind.hub), values)


def hub_codes(reader: Reader, cache: Cache, hubs: Hubs) -> Codes:
    """Codes of the identifiers that are listed as hubs (those of whole kinds are not among them), ascending."""
    if not hubs.values:
        return np.zeros(0, np.int32)
    return np.array(codes_named(reader, cache, hubs.values), np.int32)


def codes_named(reader: Reader, cache: Cache, names: Collection[tuple[str, str]]) -> list[int]:
    """Codes of the identifiers that these (kind, value) name, ascending: of all eras where the value has several."""
    table, values = cache.file("identifiers"), sorted({value for _, value in names})
    with reader.among("value", values) as exact, reader.among("raw", values) as raw:
        rows = reader.rows(
            f"SELECT code, kind, value FROM {table} WHERE {exact} UNION SELECT code, kind, raw FROM {table} WHERE {raw}"
        )
    return sorted({code for code, kind, value in rows if (kind, value) in names})


def raw_of(reader: Reader, cache: Cache, kind: str, value: str) -> str:
    """What the facts say of one identifier."""
    return raws_of(reader, cache, [(kind, value)])[kind, value][1]


def raws_of(
    reader: Reader, cache: Cache, identifiers: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], tuple[str, str]]:
    """(kind, value) -> (kind, what the facts say of it): the value without the day of its era."""
    found = {name: name for name in identifiers}
    with reader.among("value", sorted({value for _, value in found})) as wanted:
        rows = reader.rows(
            f"SELECT kind, value, raw FROM {cache.file('identifiers')} WHERE {wanted} AND raw IS NOT NULL"
        )
    return found | {(kind, value): (kind, raw) for kind, value, raw in rows if (kind, value) in found}


@dataclass(frozen=True)
class Edges:
    """All edges of a scope by code. account, identifier: int32[E]; exchanges: int64[E]; holders: int32[I]; kind:
    int16[I];
    hub: bool[I]; stratum: int32[N].
    """

    cache: Cache
    account: Codes
    identifier: Codes
    exchanges: NDArray[np.int64]
    holders: Codes
    kind: NDArray[np.int16]
    hub: NDArray[np.bool_]
    stratum: Codes

    @cached_property
    def degree(self) -> Codes:
        """int32[N, T]: identifiers of each kind an account has, hubs left out."""
        kinds = len(self.cache.kinds)
        kept = ~self.hub[self.identifier]
        slot = self.account[kept].astype(np.int64) * kinds + self.kind[self.identifier[kept]]
        counts = np.bincount(slot, minlength=self.cache.accounts * kinds)
        return counts.reshape(self.cache.accounts, kinds).astype(np.int32)

    @property
    def shared(self) -> NDArray[np.bool_]:
        """bool[I]: identifiers with 2 holders or more that are no hubs."""
        return np.asarray((self.holders >= 2) & ~self.hub)


def read_edges(reader: Reader, cache: Cache, hubs: Hubs) -> Edges:
    """The edges of a cache."""
    edges = reader.arrays(f"SELECT account, identifier, exchanges FROM {cache.file('by_account')}")
    holders = reader.arrays(f"SELECT holders FROM {cache.file('identifiers')}")["holders"]
    stratum = reader.arrays(f"SELECT stratum FROM {cache.file('accounts')}")["stratum"]
    kind = np.repeat(np.arange(len(cache.kinds), dtype=np.int16), np.diff([*cache.kind_starts, len(holders)]))
    hub = np.isin(kind, [at for at, name in enumerate(cache.kinds) if name in hubs.kinds])
    hub[hub_codes(reader, cache, hubs)] = True
    return Edges(cache, edges["account"], edges["identifier"], edges["exchanges"], holders, kind, hub, stratum)


def to_sightings(reader: Reader, edges: Edges) -> Sightings:
    """What detection sees. Kinds without a shared identifier are left out: they could prove nothing, and the law
    would charge for them.
    """
    shared, cache = edges.shared, edges.cache
    used = np.unique(edges.kind[shared])
    number = np.cumsum(shared, dtype=np.int32) - 1
    kept = shared[edges.identifier]
    values = reader.arrays(f"SELECT value FROM {cache.file('identifiers')} WHERE holders >= 2")["value"]
    names = reader.arrays(f"SELECT account_id FROM {cache.file('accounts')}")["account_id"]
    return Sightings(
        account=edges.account[kept],
        identifier=number[edges.identifier[kept]].astype(np.int32),
        kind=np.searchsorted(used, edges.kind[shared]).astype(np.int16),
        degree=np.ascontiguousarray(edges.degree[:, used]),
        stratum=edges.stratum,
        kinds=tuple(cache.kinds[at] for at in used),
        strata=cache.strata,
        account_ids=texts(names),
        identifier_values=texts(values)[~edges.hub[edges.holders >= 2]],
        count=edges.exchanges[kept],
    )


def texts(values: Any) -> NDArray[np.object_]:
    """A column of texts as DuckDB gives it, as an array of Python's."""
    return np.asarray(np.ma.getdata(values), dtype=object)


def to_population(edges: Edges, hubs: Hubs) -> Population:
    """The constants of the background, and what is known of each kind."""
    cache = edges.cache
    sizes = np.bincount(edges.stratum, minlength=len(cache.strata))
    return Population(
        accounts=cache.accounts,
        unlinkable=int((edges.degree.sum(1) == 0).sum()),
        strata=cache.strata,
        stratum_sizes=tuple(map(int, sizes)),
        kinds=tuple(_standing(edges, at, name in hubs.kinds, sizes) for at, name in enumerate(cache.kinds)),
    )


def _standing(edges: Edges, at: int, hub: bool, sizes: NDArray[np.int64]) -> KindStanding:
    own = (edges.kind == at) & (hub | ~edges.hub)
    total = np.bincount(edges.stratum, edges.degree[:, at], minlength=len(sizes))
    identifiers = np.bincount(edges.holders[own])
    k = np.flatnonzero(identifiers)
    has = np.zeros(edges.cache.accounts, np.bool_)
    has[edges.account[own[edges.identifier]]] = True
    return KindStanding(
        kind=edges.cache.kinds[at],
        hub=hub,
        identifiers=int(own.sum()),
        shared=int((edges.holders[own] >= 2).sum()),
        accounts=int(has.sum()),
        mean_degree=tuple(map(float, total / np.maximum(sizes, 1))),
        holders=tuple(zip(k.tolist(), identifiers[k].tolist(), strict=True)),
    )


def population_file(cache: Cache, hubs: Hubs) -> Path:
    """Where the population of a scope lies, for these hubs."""
    return cache.folder / f"population-{hubs.key}.json"


def read_population(path: Path) -> Population | None:
    """The population that was written; None where there is none."""
    try:
        doc = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    kinds = tuple(
        KindStanding(
            **(kind | {"mean_degree": tuple(kind["mean_degree"]), "holders": tuple(map(tuple, kind["holders"]))})
        )
        for kind in doc.pop("kinds")
    )
    return Population(**(doc | {name: tuple(doc[name]) for name in ("strata", "stratum_sizes")}), kinds=kinds)


def write_population(path: Path, population: Population) -> None:
    """Write it beside the files that it was made from."""
    draft = path.with_name(f".draft-{secrets.token_hex(8)}")
    draft.write_text(json.dumps(asdict(population)), encoding="utf-8")
    draft.chmod(FILE_MODE)
    os.replace(draft, path)
