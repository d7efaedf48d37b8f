"""The rows that a graph is to show, as tables of DuckDB: `identifiers` and `accounts`, each row with a stamp.

A stamp is a hash of everything that a push writes of the row. That of an identifier covers its sightings, so that what
differs is found without reading them back.
"""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from fraudgraph.case import Case
from fraudgraph.graph.base import View
from fraudgraph.graph.embedded.account_sums import WORDS
from fraudgraph.graph.embedded.activity import status_of
from fraudgraph.graph.embedded.cache import Cache
from fraudgraph.graph.embedded.incidence import Hubs
from fraudgraph.graph.neo4j.names import identifier_key_sql, key_sql

ATTRIBUTES = ("asn", "network_type", "issuer", "prepaid", "country", "source", "as_of")
"""What the table `identifiers` says of an identifier, in the order of its columns."""
COUNTS = ("exchanges", "payments", "sightings", "accounts")
RECORD = ("account_id", "stratum", *(word for word in WORDS if word != "status"), "created_us")
_LATEST_US = 253_402_300_799_999_999


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which part is wanted. whole: private identifiers too; since_us: identifiers seen from this time on (or at no
    known time), with all of their sightings; None: all.
    """

    whole: bool = False
    since_us: int | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """Makes the tables. view: what is visible in the cache."""

    db: DuckDBPyConnection
    case: Case
    view: View
    cache: Cache
    hubs: Hubs
    chosen: Chosen

    def make(self) -> None:
        """All of them."""
        self._name_hubs()
        self._describe_identifiers()
        self._choose_identifiers()
        self._count_degrees()
        self._name_statuses()
        self._describe_accounts()

    def _name_hubs(self) -> None:
        """Table `hubs`: code, reason; of every identifier that is one."""
        self.db.execute("CREATE TABLE listed (kind VARCHAR, value VARCHAR, reason VARCHAR)")
        rows: list[tuple[str, str | None, str]] = [(*name, self.hubs.why(*name)) for name in self.hubs.values]
        rows += [(kind, None, self.hubs.why(kind, "")) for kind in self.hubs.kinds]
        if rows:
            self.db.executemany("INSERT INTO listed VALUES (?, ?, ?)", rows)
        self.db.execute(
            "CREATE TABLE hubs AS SELECT code, min_by(reason, (l.value IS NULL, l.value <> i.value)) AS reason "
            f"FROM {self.cache.file('identifiers')} AS i JOIN listed AS l "
            "ON l.kind = i.kind AND (l.value IS NULL OR l.value = i.value OR l.value = i.raw) GROUP BY code"
        )

    def _describe_identifiers(self) -> None:
        """Table `described`: kind, value, ATTRIBUTES: of each the newest that the view sees."""
        newest = ", ".join(
            f"arg_max({name}::VARCHAR, (coalesce(as_of, '-infinity'), {name}::VARCHAR)) "
            f"FILTER (WHERE {name} IS NOT NULL) AS {name}"
            for name in ATTRIBUTES
            if name != "as_of"
        )
        when = "strftime(timezone('UTC', max(as_of)), '%Y-%m-%dT%H:%M:%SZ') AS as_of"
        visible = f"as_of IS NULL OR as_of < make_timestamptz({min(self.view.as_of_us, _LATEST_US)})"
        self.db.execute(
            f"CREATE TABLE described AS SELECT kind, value, {newest}, {when} FROM {self.case.relation('identifiers')} "
            f"WHERE {visible} GROUP BY kind, value"
        )

    def _choose_identifiers(self) -> None:
        """Table `identifiers`: code, key, stamp, seen (its sightings), kind, value, raw, raw_key, holders, hub,
        ATTRIBUTES.
        """
        key, raw_key = identifier_key_sql("i.kind", "i.value"), identifier_key_sql("i.kind", "raw")
        stamp = f"({_hash('key', 'holders', 'hub', 'raw', *ATTRIBUTES)}::HUGEINT + s.content) % (1::HUGEINT << 62)"
        self.db.execute(
            f"CREATE TABLE identifiers AS WITH named AS (SELECT i.code, {key} AS key, i.kind, i.value, raw, "
            f"CASE WHEN raw IS NOT NULL THEN {raw_key} END AS raw_key, holders, reason AS hub, "
            f"{', '.join(f'd.{name}' for name in ATTRIBUTES)} "
            f"FROM {self.cache.file('identifiers')} AS i LEFT JOIN hubs ON hubs.code = i.code "
            "LEFT JOIN described AS d ON d.kind = i.kind AND d.value = coalesce(i.raw, i.value) "
            f"WHERE holders >= {1 if self.chosen.whole else 2}) SELECT named.*, s.seen, ({stamp})::BIGINT AS stamp "
            f"FROM named JOIN ({self._contents()}) AS s ON s.identifier = code ORDER BY code"
        )

    def _contents(self) -> str:
        """SQL: identifier, seen, content (a hash of all its sightings)."""
        counts = ", ".join(f"e.{name}" for name in COUNTS)
        times = "coalesce(e.first_us::VARCHAR, '-'), coalesce(e.last_us::VARCHAR, '-')"
        since = self.chosen.since_us
        newer = "" if since is None else f"HAVING bool_or(coalesce(e.last_us >= {since}, true))"
        return (
            "SELECT identifier, count(*) AS seen, "
            f"sum(md5_number_lower(concat_ws('|', {counts}, {times}, a.account_id))::HUGEINT) AS content "
            f"FROM {self.cache.file('by_identifier')} AS e "
            f"JOIN {self.cache.file('accounts')} AS a ON a.code = e.account GROUP BY identifier {newer}"
        )

    def _count_degrees(self) -> None:
        """Table `degrees`: account, degree (kind -> how many identifiers that are no hubs, private ones too)."""
        self.db.execute(
            "CREATE TABLE degrees AS SELECT account, map_from_entries(list((kind, n) ORDER BY kind)) AS degree "
            f"FROM (SELECT e.account, i.kind, count(*) AS n FROM {self.cache.file('by_account')} AS e "
            f"JOIN {self.cache.file('identifiers')} AS i ON i.code = e.identifier "
            "ANTI JOIN hubs ON hubs.code = e.identifier GROUP BY ALL) GROUP BY account"
        )

    def _name_statuses(self) -> None:
        """Table `statuses`: what each combination of last action, word and suspension in the past comes to."""
        as_of = self.view.as_of_us
        found = self.db.execute(
            f"SELECT DISTINCT shut, status, suspended_us < {as_of} FROM {self.cache.file('accounts')}"
        ).fetchall()
        self.db.execute("CREATE TABLE statuses (acted BOOLEAN, said VARCHAR, past BOOLEAN, word VARCHAR)")
        for shut, said, past in found:
            suspended = None if past is None else as_of - 1 if past else as_of
            word = status_of(shut, said, suspended, as_of) or None
            self.db.execute("INSERT INTO statuses VALUES (?, ?, ?, ?)", [shut, said, past, word])

    def _describe_accounts(self) -> None:
        """Table `accounts`: code, key, stamp, RECORD, status, suspended_us, degree."""
        past = f"suspended_us < {self.view.as_of_us}"
        suspended = f"CASE WHEN shut THEN action_us WHEN shut IS NULL AND {past} THEN suspended_us END"
        self.db.execute(
            f"CREATE TABLE accounts AS WITH told AS (SELECT code, {', '.join(RECORD)}, word AS status, "
            f"{suspended} AS suspended_us, degree FROM {self.cache.file('accounts')} AS a JOIN statuses AS s "
            "ON acted IS NOT DISTINCT FROM shut AND s.said IS NOT DISTINCT FROM a.status "
            f"AND s.past IS NOT DISTINCT FROM ({past}) LEFT JOIN degrees ON degrees.account = code{self._touched()}) "
            f"SELECT *, {key_sql('account_id')} AS key, "
            f"({_hash(*RECORD, 'status', 'suspended_us', 'degree')} >> 2)::BIGINT AS stamp FROM told ORDER BY code"
        )

    def _touched(self) -> str:
        """SQL condition: with `since_us` the accounts of the wanted identifiers, and new ones."""
        if self.chosen.since_us is None:
            return ""
        edges = f"{self.cache.file('by_identifier')} SEMI JOIN identifiers ON identifiers.code = identifier"
        return f" WHERE code IN (SELECT account FROM {edges}) OR created_us >= {self.chosen.since_us}"


def _hash(*columns: str) -> str:
    """SQL: 64 bits of these columns, in JSON, where no two contents read alike."""
    said = ", ".join(f"{name}::VARCHAR" for name in columns)
    return f"md5_number_lower(to_json([{said}])::VARCHAR)"
