"""When things happened, from the facts themselves: the sorted files know days and hours of UTC only.

A pass over 67M exchanges takes seconds, so what was counted for a group of accounts or an identifier is kept beside the
sorted files, and counted once.
"""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from fraudgraph.case.facts import literal, quoted
from fraudgraph.graph.clock import QUARTER_US, Action, Groups, Quarters, Uses
from fraudgraph.graph.embedded import kept
from fraudgraph.graph.embedded.account_sums import SHUT
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.edge_sums import ATTEMPT, EXCHANGE_KINDS, PAYMENT
from fraudgraph.graph.embedded.incidence import codes_named, raw_of
from fraudgraph.graph.embedded.reader import FEW, Reader, table_of
from fraudgraph.graph.embedded.scope import Scope
from fraudgraph.model.tables import EXTRA_PREFIX

_TIMES = {"exchanges": '"at"', "payments": "paid_at"}


def quarters_of(reader: Reader, scope: Scope, cache: Cache, asked: tuple[Sequence[str], Groups]) -> Quarters:
    """Exchanges of a group of accounts by quarter; if it was never counted, others are counted beside it."""
    own, beside = sorted(set(asked[0])), asked[1]
    mine = _kept(cache, "accounts", own)
    known = _read(mine)
    if known is not None:
        return known
    groups = {_kept(cache, "accounts", names): names for names in (sorted(set(one)) for one in beside())}
    missing = {mine: own} | {path: names for path, names in groups.items() if not path.exists()}
    counted = dict(zip(missing, _count(reader, scope, cache, tuple(missing.values())), strict=True))
    for path, quarters in counted.items():
        kept.keep(path, quarters)
    return counted[mine]


def uses_of(reader: Reader, scope: Scope, cache: Cache, name: tuple[str, str]) -> tuple[Uses, ...]:
    """Rows of each table that shows an identifier, by quarter."""
    kind, value = name
    raw, found = raw_of(reader, cache, kind, value), []
    for table in _TIMES:
        shown = " OR ".join(f"{column} = {literal(raw)}" for column in _columns(scope, table, kind))
        if not shown:
            continue
        path = _kept(cache, table, name)
        quarters = _read(path)
        if quarters is None:
            own = raw != value or kind in (PAYMENT, ATTEMPT)  # not every account seen with the text holds this one
            quarters = _by_quarter(reader, scope, table, f"({shown}) AND {_holding(reader, cache, table, name, own)}")
            kept.keep(path, quarters)
        found += [Uses(table, quarters)] if quarters else []
    return tuple(found)


def actions_of(reader: Reader, scope: Scope, cache: Cache, account_ids: Sequence[str]) -> tuple[Action, ...]:
    """What was done to these accounts, ordered by (at, account, action)."""
    facts, taken = scope.relation("actions"), []
    with reader.among("account_id", sorted(set(account_ids))) as wanted:
        if facts:
            taken = reader.rows(
                f"SELECT account_id, epoch_us(\"at\"), action, coalesce(reason, '') FROM {facts} WHERE {wanted}"
            )
        dated = reader.rows(
            f"SELECT account_id, suspended_us, 'suspended', '' FROM {cache.file('accounts')} "
            f"WHERE suspended_us < {scope.view.as_of_us} AND {wanted}"
        )
    shut = {row[0] for row in taken if row[2].lower() in SHUT}
    return tuple(
        sorted(
            (Action(*row) for row in (*taken, *(row for row in dated if row[0] not in shut))),
            key=lambda one: (one.at_us, one.account_id, one.action, one.reason),
        )
    )


def _count(reader: Reader, scope: Scope, cache: Cache, groups: Sequence[Sequence[str]]) -> list[Quarters]:
    facts, pairs = scope.relation("exchanges"), [(a, n) for n, group in enumerate(groups) for a in group]
    if facts is None or not pairs:
        return [()] * len(groups)
    accounts, numbers = zip(*pairs, strict=True)
    narrow = f"WHERE {_named(reader, cache, accounts)}" if len(pairs) <= FEW else ""
    reader.db.register("grouped", table_of(account_id=accounts, number=numbers))
    try:
        rows = reader.rows(
            f'SELECT number, epoch_us("at") // {QUARTER_US} AS quarter, count(*) FROM (FROM {facts} {narrow}) '
            "JOIN grouped USING (account_id) GROUP BY ALL ORDER BY ALL"
        )
    finally:
        reader.db.unregister("grouped")
    found: list[Quarters] = [()] * len(groups)
    for number, own in groupby(rows, key=lambda row: row[0]):
        found[number] = tuple((quarter, many) for _, quarter, many in own)
    return found


def _named(reader: Reader, cache: Cache, account_ids: Sequence[str]) -> str:
    """A condition that lets row groups be skipped: these few accounts, and the time in which they acted."""
    names = f"account_id IN ({', '.join(map(literal, account_ids))})"
    rows = reader.rows(
        f"SELECT min(first_us), max(last_us) FROM {cache.file('totals')} "
        f"WHERE account IN (SELECT code FROM {cache.file('accounts')} WHERE {names})"
    )
    return f"{names} AND {_within('exchanges', rows[0])}"


def _by_quarter(reader: Reader, scope: Scope, table: str, where: str) -> Quarters:
    time = _TIMES[table]
    rows = reader.rows(
        f"SELECT epoch_us({time}) // {QUARTER_US} AS quarter, count(*) FROM {scope.relation(table)} "
        f"WHERE {time} IS NOT NULL AND {where} GROUP BY quarter ORDER BY quarter"
    )
    return tuple((quarter, many) for quarter, many in rows)


def _columns(scope: Scope, table: str, kind: str) -> list[str]:
    """SQL of the columns of a table that show a kind."""
    native = EXCHANGE_KINDS if table == "exchanges" else {PAYMENT: PAYMENT, ATTEMPT: PAYMENT}
    there, extra = scope.columns(table), f"{EXTRA_PREFIX}{kind}"
    column = native.get(kind)
    shown = [column] if column and (kind if kind in EXCHANGE_KINDS else PAYMENT) in there else []
    return shown + ([quoted(extra)] if extra in there else [])


def _holding(reader: Reader, cache: Cache, table: str, name: tuple[str, str], own: bool) -> str:
    """A condition: within the time in which the identifier was seen; own: by the accounts that hold it."""
    with reader.among("identifier", codes_named(reader, cache, {name})) as wanted:
        edges = f"{cache.file('by_identifier')} WHERE {wanted} AND {table} > 0"
        span = reader.rows(f"SELECT min(first_us), max(last_us) FROM {edges}")[0]
        if not own:
            return _within(table, span)
        held = f"SELECT account_id FROM {cache.file('accounts')} WHERE code IN (SELECT account FROM {edges})"
        accounts = ", ".join(literal(row[0]) for row in reader.rows(held))
    return f"{_within(table, span)} AND account_id IN ({accounts or 'NULL'})"


def _within(table: str, span: tuple[int | None, int | None]) -> str:
    """A condition on the time of a table."""
    first, last = span
    if first is None or last is None:
        return "true"
    return f"{_TIMES[table]} BETWEEN make_timestamptz({first}) AND make_timestamptz({last})"


def _kept(cache: Cache, what: str, names: Sequence[str]) -> Path:
    return kept.place_of(cache, "quarters", what, names)


def _read(path: Path) -> Quarters | None:
    rows = kept.read(path)
    return None if rows is None else tuple((quarter, many) for quarter, many in rows)
