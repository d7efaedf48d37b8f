"""What `simulate` writes: counts, columns, truth, formats, and the same bytes again."""

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from fraudgraph.errors import UsageError
from fraudgraph.simulate import SCENARIOS, Simulated, simulate
from fraudgraph.simulate.population import CATEGORIES

from .conftest import SCALE

COLUMNS = {
    "accounts": "account_id created_at country organization_id email_domain plan billing status suspended_at",
    "exchanges": "account_id at ip prompt_fingerprint model capability input_tokens output_tokens outcome",
    "payments": "account_id payment_instrument paid_at outcome amount_minor currency",
    "actions": "account_id action at reason",
}


def read(done: Simulated, table: str) -> pa.Table:
    """All rows of one table, dictionaries decoded."""
    paths = [str(p) for p in done.files if p.name.startswith(table)]
    whole = ds.dataset(paths, format="parquet").to_table()
    return pa.table({n: _plain(whole[n]) for n in whole.column_names})


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def truth(done: Simulated) -> pa.Table:
    """The truth file, every column as text, empty cells as null."""
    text = dict.fromkeys(["account_id", "ring", "ring_type", "category", "group"], pa.string())
    options = pacsv.ConvertOptions(column_types=text, strings_can_be_null=True, null_values=[""])
    return pacsv.read_csv(done.truth, convert_options=options)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def described(done: Simulated) -> dict[str, list[dict[str, object]]]:
    """The figures beside the data."""
    content: dict[str, list[dict[str, object]]] = json.loads(done.description.read_text())
    return content


@pytest.mark.parametrize("table", COLUMNS)
def test_tables_have_the_columns_of_the_contract(small: Simulated, table: str) -> None:
    """Names and order of the columns, and times with a zone."""
    found = read(small, table)
    assert found.column_names == COLUMNS[table].split()
    times = [f.type for f in found.schema if f.name in {"at", "created_at", "paid_at", "suspended_at"}]
    assert set(times) == {pa.timestamp("us", tz="UTC")}


@pytest.mark.parametrize("table", COLUMNS)
def test_counts_reported_are_counts_written(small: Simulated, table: str) -> None:
    """Rows of every table are those that the result and the description state."""
    rows = read(small, table).num_rows
    assert rows == getattr(small, table)
    assert described(small)["rows"][table] == rows  # type: ignore[call-overload]
    assert rows > 0


def test_the_campaign_has_exactly_its_figures(small: Simulated) -> None:
    """Accounts and exchanges of the main ring are the public figures times the scale, on the public days."""
    of_ring = pc.filter(truth(small)["account_id"], pc.equal(truth(small)["ring"], "campaign"))
    exchanges = read(small, "exchanges")
    mine = exchanges.filter(pc.is_in(exchanges["account_id"], of_ring))
    assert len(of_ring) == round(25_000 * SCALE)
    assert mine.num_rows == round(28_800_000 * SCALE)
    days = pc.min_max(mine["at"]).as_py()
    assert days["min"].date().isoformat() == "2026-04-22"
    assert days["max"].date().isoformat() == "2026-06-05"


def test_every_ring_makes_the_exchanges_it_was_given(small: Simulated) -> None:
    """Accounts and exchanges of each ring are exactly those of the description."""
    known, exchanges = truth(small), read(small, "exchanges")
    joined = exchanges.select(["account_id"]).join(known.select(["account_id", "ring"]), "account_id")
    per_ring = dict(zip(*(c.to_pylist() for c in pc.value_counts(joined["ring"]).flatten()), strict=True))
    members = dict(zip(*(c.to_pylist() for c in pc.value_counts(known["ring"]).flatten()), strict=True))
    for ring in described(small)["rings"]:
        assert (per_ring[ring["name"]], members[ring["name"]]) == (ring["exchanges"], ring["accounts"])


def test_truth_covers_every_account_once(small: Simulated) -> None:
    """One line an account; a ring has a type; members of rings have the category ring and nobody else has it."""
    known = truth(small)
    ids = read(small, "accounts")["account_id"].to_pylist()
    assert known["account_id"].to_pylist() == ids
    assert len(set(ids)) == small.accounts
    for ring, kind, category in zip(*(known[c].to_pylist() for c in ("ring", "ring_type", "category")), strict=True):
        assert (ring is None) == (kind is None) == (category != "ring")
        assert category in CATEGORIES
    assert len(set(known["ring"].to_pylist()) - {None}) == small.rings == 31


def test_every_kind_of_honest_group_is_there(small: Simulated) -> None:
    """All categories occur, and those that are groups name theirs."""
    known = truth(small).group_by("category").aggregate([("group", "count_distinct"), ("group", "count")])
    groups = {row["category"]: row["group_count_distinct"] for row in known.to_pylist()}
    assert set(groups) == set(CATEGORIES) - {"pooler"}  # people with many accounts are in other scenarios
    for category in ("family", "carrier", "campus", "firm", "automated_firm", "agency", "hackathon"):
        assert groups[category] >= 1, category


def test_nobody_acts_before_sign_up_or_after_suspension(small: Simulated) -> None:
    """Exchanges and payments lie in the window and in the life of their account."""
    accounts = read(small, "accounts").select(["account_id", "created_at", "suspended_at"])
    for table, column in (("exchanges", "at"), ("payments", "paid_at")):
        rows = read(small, table).select(["account_id", column]).join(accounts, "account_id")
        span = pc.min_max(rows[column]).as_py()
        assert datetime(2026, 4, 1, tzinfo=UTC) <= span["min"]
        assert span["max"] < datetime(2026, 6, 6, tzinfo=UTC)
        assert pc.all(pc.greater_equal(rows[column], rows["created_at"])).as_py()
        assert pc.all(pc.less_equal(rows[column], rows["suspended_at"])).as_py()


def test_identifiers_are_well_formed(small: Simulated) -> None:
    """Ids, tokens, fingerprints and addresses look like what they are, and every exchange has an address."""
    exchanges, payments = read(small, "exchanges"), read(small, "payments")
    shapes = (
        (exchanges["account_id"], r"^acct_[0-9a-f]{10}$"),
        (exchanges["prompt_fingerprint"].drop_null(), r"^tpl_[0-9a-f]{12}$"),
        (payments["payment_instrument"], r"^pm_[0-9a-f]{16}$"),
        (exchanges["ip"], r"^(\d{1,3}(\.\d{1,3}){3}|2001:db8(:[0-9a-f]{1,4}){6})$"),
    )
    for column, pattern in shapes:
        assert column.null_count == 0
        assert pc.all(pc.match_substring_regex(column, pattern)).as_py(), pattern
    assert pc.min(payments["amount_minor"]).as_py() > 0
    assert 0 < exchanges["prompt_fingerprint"].null_count < exchanges.num_rows


def test_a_day_is_sorted_by_time_and_holds_that_day(small: Simulated) -> None:
    """Each file of exchanges has the rows of the day in its name, in order of time."""
    for path in (p for p in small.files if p.name.startswith("exchanges")):
        at = pq.read_table(path, columns=["at"])["at"]
        span = pc.min_max(at).as_py()
        assert {f"exchanges-{moment.date()}" for moment in span.values()} == {path.stem}
        assert pc.all(pc.less_equal(at[:-1], at[1:])).as_py()


@pytest.mark.parametrize("form", ["parquet", "csv", "ndjson"])
def test_same_seed_same_bytes(tmp_path: Path, early: dict[str, Simulated], form: str) -> None:
    """Scenario, scale, seed and format decide every byte."""
    again = simulate("campaign-150k", tmp_path / "again", scale=0.01, format=form)
    assert digests(again.folder) == digests(early[form].folder)


def test_another_seed_is_another_population_and_progress_is_told(tmp_path: Path, early: dict[str, Simulated]) -> None:
    """No file is the same under another seed; both stages report up to their total."""
    seen: list[tuple[str, int, int]] = []
    other = simulate("campaign-150k", tmp_path / "other", scale=0.01, seed=2, progress=lambda *step: seen.append(step))
    first = digests(early["parquet"].folder)
    assert all(digest != first[name] for name, digest in digests(other.folder).items())
    assert ("population", 4, 4) in seen
    assert seen[-1] == ("exchanges", 42, 42)


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_formats_hold_the_same_rows(early: dict[str, Simulated], form: str) -> None:
    """CSV and NDJSON read back as the Parquet tables, times as RFC 3339 with Z and microseconds."""
    expected, other = early["parquet"], early[form]
    assert [p.stem for p in other.files] == [p.stem for p in expected.files]
    for ours, theirs in zip(expected.files[:5], other.files[:5], strict=True):
        want, found = _as_written(pq.read_table(ours)), _parse(theirs, form)
        for name in want.column_names:
            assert found[name].to_pylist() == want[name].to_pylist(), (theirs.name, name)


def _as_written(table: pa.Table) -> pa.Table:
    """Every column as the text that other formats hold."""
    columns = {}
    for name in table.column_names:
        column = _plain(table[name])
        moment = pa.types.is_timestamp(column.type)
        columns[name] = pc.strftime(column, "%Y-%m-%dT%H:%M:%SZ") if moment else column.cast(pa.string())
    return pa.table(columns)


def _parse(path: Path, form: str) -> pa.Table:
    """Every column of a file as text, empty values as null."""
    if form == "ndjson":
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        names = dict.fromkeys(name for row in rows for name in row)
        text = {n: [None if row.get(n) is None else str(row[n]) for row in rows] for n in names}
        return pa.table({n: pa.array(values, pa.string()) for n, values in text.items()})
    header = path.open().readline().replace('"', "").strip().split(",")
    options = pacsv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=True, null_values=[""]
    )
    return pacsv.read_csv(path, convert_options=options)


def test_the_demonstration_is_the_campaign_at_a_tenth(tmp_path: Path, small: Simulated) -> None:
    """`demo` at ten times the scale is `campaign`, byte for byte."""
    simulate("demo", tmp_path / "demo", scale=SCALE * 10, seed=7)
    assert digests(tmp_path / "demo" / "data") == digests(small.data)


def test_scale_multiplies_accounts_and_exchanges(tmp_path: Path, small: Simulated) -> None:
    """Half the scale is half the honest accounts and half the campaign."""
    half = simulate("campaign", tmp_path / "half", scale=SCALE / 2, seed=7)
    ratio = (half.accounts - half.ring_accounts) / (small.accounts - small.ring_accounts)
    assert ratio == pytest.approx(0.5, abs=0.001)
    assert described(half)["rings"][0]["accounts"] == 250
    assert described(half)["rings"][0]["exchanges"] == 288_000


def test_scenarios_have_the_public_figures() -> None:
    """Accounts and exchanges of the named campaigns."""
    figures = {n: (s.figures["campaign_accounts"], s.figures["campaign_exchanges"]) for n, s in SCENARIOS.items()}
    assert figures["campaign"] == (25_000, 28_800_000)
    assert figures["demo"] == (2_500, 2_880_000)
    assert [figures[f"campaign-{n}"][1] for n in ("150k", "3.4m", "13m")] == [150_000, 3_400_000, 13_000_000]
    assert sum(figures[f"campaign-{n}"][0] for n in ("150k", "3.4m", "13m")) == 24_000
    assert SCENARIOS["campaign"].figures["planted_rings"] == 31
    assert sorted(r.size for r in SCENARIOS["campaign"].rings)[:1] == [7]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"scenario": "nothing"}, "no scenario is called"),
        ({"scenario": "demo", "scale": 3.0}, "out of range"),
        ({"scenario": "demo", "scale": float("nan")}, "out of range"),
        ({"scenario": "demo", "format": "xml"}, "cannot write"),
    ],
)
def test_words_it_does_not_know_are_refused(tmp_path: Path, words: dict[str, str], says: str) -> None:
    """A wrong scenario, scale or format is a usage error with a hint, and nothing is written."""
    with pytest.raises(UsageError, match=says) as error:
        simulate(out=tmp_path / "out", **words)  # type: ignore[arg-type]
    assert error.value.hint
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    """Nothing is ever overwritten."""
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty"):
        simulate("demo", tmp_path, scale=0.1)
    with pytest.raises(UsageError, match="is a file"):
        simulate("demo", tmp_path / "mine.txt", scale=0.1)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]
