"""The queries of docs/exports: each gives the columns of its table; those of Postgres are run where it is installed."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from fraudgraph.case import Case
from fraudgraph.ingest import LoadOptions, load
from fraudgraph.model.tables import TABLES

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("bigquery", "clickhouse", "postgres", "snowflake")
_BLOCK = re.compile(r"^```sql (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"\bAS (\w+)(?:,|\s*$|\s+FROM)", re.MULTILINE)
_WINDOW = {"from": "2026-06-05 00:00+00", "to": "2026-06-06 00:00+00"}
_KIND = '[exchanges.kinds]\ndevice = "device"\n'
"""The mapping that the page on exchanges asks for."""

TABLES_OF_THE_EXAMPLE = """
CREATE TABLE api_calls (request_id text, account_id text, called_at timestamptz, received_at timestamptz,
  client_ip inet, device_id text, prompt_fingerprint text, model text, input_tokens int, output_tokens int,
  status text, session_id text);
INSERT INTO api_calls SELECT 'r' || n, 'acct_' || n % 5, timestamptz '2026-06-04 23:30+00' + n * interval '10 minutes',
  timestamptz '2026-06-04 23:30+00' + n * interval '10 minutes' + (n % 4 = 3)::int * interval '30 hours',
  ('203.0.113.' || n % 7)::inet, 'dev' || n % 3, 'tpl_' || n % 2, 'large', n, 2 * n,
  (ARRAY['ok', 'blocked', 'timeout'])[1 + n % 3], 's' || n % 2 FROM generate_series(0, 149) AS n;
CREATE TABLE charges (account_id text, card_fingerprint text, charged_at timestamptz, updated_at timestamptz,
  status text, amount_cents int, currency text);
INSERT INTO charges VALUES ('acct_1', 'fp1', '2026-06-05 10:00+02', now(), 'succeeded', 2000, 'usd'),
  ('acct_2', 'fp1', '2026-06-05 11:00+00', now(), 'failed', 2000, 'usd'),
  ('acct_3', 'fp2', '2026-06-05 12:00+00', now(), 'refunded', 500, 'eur'),
  ('acct_4', 'fp2', '2026-06-07 12:00+00', now(), 'succeeded', 500, 'eur');
CREATE TABLE users (id text, created_at timestamptz, country text, organization_id text, email text, plan text,
  status text, suspended_at timestamptz);
INSERT INTO users VALUES ('acct_1', '2026-01-01 00:00+00', 'BR', NULL, 'Jo@Mail.Example', 'pro', 'open', NULL),
  ('acct_2', '2026-01-02 00:00+00', 'ID', 'org', NULL, 'free', 'suspended', '2026-06-05 00:00+00');
CREATE TABLE moderation (account_id text, action text, done_at timestamptz, reason text);
INSERT INTO moderation VALUES ('acct_2', 'suspended', '2026-06-05 00:00+00', 'a "reason", with signs');
CREATE TABLE ip_ranges_seen (ip inet, asn text, connection_type text, country text, seen_on timestamptz);
INSERT INTO ip_ranges_seen VALUES ('203.0.113.1', 'AS64500', 'hosting', 'DE', '2026-06-01 00:00+00');
"""
"""The example tables of docs/exports/README.md, with calls that arrive late."""


def statements(page: str) -> dict[str, str]:
    """The statements of a page by the table that they are for."""
    return dict(_BLOCK.findall((ROOT / "docs" / "exports" / f"{page}.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_every_table(page: str) -> None:
    """And tells how late rows come."""
    assert statements(page).keys() == {*TABLES, "lateness"}


@pytest.mark.parametrize(("page", "table"), [(page, table) for page in PAGES for table in TABLES])
def test_a_query_gives_columns_of_its_table(page: str, table: str) -> None:
    """Every column has a name of the contract (or is the kind `device`), and no required one lacks."""
    named = set(_NAMED.findall(statements(page)[table]))
    contract = {column.name for column in TABLES[table].columns}
    assert named - contract <= {"device"}
    assert set(TABLES[table].required) <= named


@pytest.mark.parametrize("page", PAGES)
def test_exchanges_are_exported_by_arrival_with_an_overlap(page: str) -> None:
    """Late days are the point of the pages."""
    text = statements(page)["exchanges"].lower()
    assert "received_at >=" in text
    assert "hour" in text.split("received_at >=")[1]


def test_links_between_the_pages_lead_somewhere() -> None:
    """Every relative link."""
    for path in (ROOT / "docs" / "exports").glob("*.md"):
        targets = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))
        assert [target for target in targets if not (path.parent / target).exists()] == []


# ------------------------------------------------------------------------------------------------------ run in Postgres


class Postgres:
    """A server of its own for one test, reached by a socket in its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._user = "postgres" if os.geteuid() == 0 else None

    def run(self, *words: str, text: str | None = None) -> str:
        """A program of Postgres; its output."""
        done = subprocess.run(
            words, input=text, capture_output=True, text=True, check=False, user=self._user, cwd=self.folder
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def psql(self, *words: str, text: str) -> str:
        """Statements; what they print."""
        tell = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", str(self.folder), "-d", "postgres", *words)
        return self.run(*tell, text=text)


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """With the example tables in it."""
    if shutil.which("initdb") is None or shutil.which("pg_ctl") is None:
        pytest.skip("Postgres is not installed")
    folder = Path("/tmp") / tmp_path_factory.mktemp("pg").name if os.geteuid() == 0 else tmp_path_factory.mktemp("pg")
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Postgres(folder)
    server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "--no-sync")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    server.run("pg_ctl", "-D", str(folder / "data"), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        server.psql(text=TABLES_OF_THE_EXAMPLE)
        yield server
    finally:
        server.run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def exported(server: Postgres, table: str, folder: Path, window: dict[str, str]) -> Path:
    """The file that the page's statement writes."""
    words = [word for name, value in window.items() for word in ("-v", f"{name}={value}")]
    path = folder / f"{table}-{window['from'][:10]}.csv"
    path.write_text(server.psql(*words, text=statements("postgres")[table]))
    return path


def test_postgres_tables_load(postgres: Postgres, tmp_path: Path) -> None:
    """Every statement runs, and what it writes loads without a rejected row."""
    mapping = tmp_path / "kinds.toml"
    mapping.write_text(_KIND)
    files = [exported(postgres, table, tmp_path, _WINDOW) for table in TABLES if table != "sightings"]
    with Case.create_or_open(tmp_path / "case") as case:
        result = load(case, [str(path) for path in files], LoadOptions(mapping=mapping))
        used = {name: rows.used for name, rows in result.load.tables.items()}
        sums = load(case, [str(exported(postgres, "sightings", tmp_path, _WINDOW))], LoadOptions())
    assert used == {"exchanges": 111, "payments": 3, "accounts": 2, "actions": 1, "identifiers": 1}
    assert (result.rejected, sums.rejected) == (0, 0)
    assert sums.load.tables["sightings"].used == 35


def test_late_calls_come_with_a_later_export_and_count_once(postgres: Postgres, tmp_path: Path) -> None:
    """Exports by arrival hold every call, also those that came 30 hours late; the overlap is duplicates."""
    mapping = tmp_path / "kinds.toml"
    mapping.write_text(_KIND)
    days = [f"2026-06-0{day} 00:00+00" for day in range(5, 9)]
    windows = [{"from": start, "to": end} for start, end in pairwise(days)]
    files = [str(exported(postgres, "exchanges", tmp_path, window)) for window in windows]
    with Case.create_or_open(tmp_path / "case") as case:
        rows = load(case, files, LoadOptions(mapping=mapping)).load.tables["exchanges"]
    calls = int(postgres.psql("-At", text="SELECT count(*) FROM api_calls").strip())
    assert (rows.used, rows.superseded, rows.rejected) == (calls, 0, 0)
    assert rows.duplicate > 0


def test_how_late_rows_come(postgres: Postgres, tmp_path: Path) -> None:
    """Counts by day of the call."""
    lines = exported(postgres, "lateness", tmp_path, _WINDOW).read_text().splitlines()
    assert lines[0] == "day,calls,a_day_late,three_days_late,latest"
    assert lines[1].split(",")[1:4] == ["144", "36", "0"]
