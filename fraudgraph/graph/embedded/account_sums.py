"""Facts to accounts: who there is, the record of each, and its standing. SQL."""

from duckdb import DuckDBPyConnection

from fraudgraph.case.facts import literal
from fraudgraph.graph.embedded.edge_sums import Base, done_by
from fraudgraph.graph.embedded.scope import EVENTS, Scope

SUSPENDED_WORDS = ("suspended", "blocked", "banned", "closed", "deactivated", "disabled", "terminated")
"""What the column `status` may say of an account that cannot act."""
SHUT = ("blocked", "suspended")
OPENED = ("reinstated",)
WORDS = ("country", "organization_id", "email_domain", "plan", "billing", "status")


def gather_records(db: DuckDBPyConnection, scope: Scope, base: Base | None) -> None:
    """Table `records`: one row an account of any table, with in_events (whether a table of EVENTS names it), its
    attributes and last action.
    """
    _attributes(db, scope)
    _last_actions(db, scope)
    seen = [f"SELECT account_id FROM {facts}" for table in EVENTS if (facts := scope.relation(table, done_by(base)))]
    seen += [f"SELECT account_id FROM {base.file('accounts')} WHERE in_events"] if base else []
    seen += ["SELECT account_id FROM attributes WHERE false"]
    db.execute(f"CREATE TEMP TABLE active AS {' UNION '.join(seen)}")
    db.execute(
        "CREATE TEMP TABLE records AS SELECT *, account_id IN (FROM active) AS in_events FROM "
        "(FROM active UNION SELECT account_id FROM attributes UNION SELECT account_id FROM last_actions) "
        "LEFT JOIN attributes USING (account_id) LEFT JOIN last_actions USING (account_id)"
    )
    for table in ("active", "attributes", "last_actions"):
        db.execute(f"DROP TABLE {table}")


def _attributes(db: DuckDBPyConnection, scope: Scope) -> None:
    """One row an account: the load keeps one; max() makes the answer definite where a file of another hand has two."""
    facts = scope.relation("accounts")
    if facts is None:
        words = ", ".join(f"{word} VARCHAR" for word in WORDS)
        db.execute(
            f"CREATE TEMP TABLE attributes (account_id VARCHAR, {words}, created_us BIGINT, suspended_us BIGINT)"
        )
        return
    columns = [f"nullif(max({word}), '') AS {word}" for word in WORDS]
    columns += [f"epoch_us(max({name}_at)) AS {name}_us" for name in ("created", "suspended")]
    db.execute(
        f"CREATE TEMP TABLE attributes AS SELECT account_id, {', '.join(columns)} FROM {facts} GROUP BY account_id"
    )


def _last_actions(db: DuckDBPyConnection, scope: Scope) -> None:
    """The last action that opens or shuts an account; of two at one instant the one that shuts, since it needs a
    person to undo it.
    """
    facts = scope.relation("actions")
    if facts is None:
        db.execute("CREATE TEMP TABLE last_actions (account_id VARCHAR, shut BOOLEAN, action_us BIGINT)")
        return
    shut = f"lower(action) IN ({_list(SHUT)})"
    told = f"FILTER (WHERE lower(action) IN ({_list(SHUT + OPENED)}))"
    db.execute(
        f'CREATE TEMP TABLE last_actions AS SELECT account_id, max_by({shut}, ("at", {shut})) {told} AS shut, '
        f'epoch_us(max("at") {told}) AS action_us FROM {facts} GROUP BY account_id'
    )


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(map(literal, words))
