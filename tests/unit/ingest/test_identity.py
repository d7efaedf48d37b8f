"""Row identity over overlapping, replayed, reordered and corrected files, against an oracle in plain Python."""

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fraudgraph.case import Case, Reconciliation
from fraudgraph.ingest import LoadOptions, load

Row = tuple[str, int, str]
"""(account, second, what): few values, so that rows coincide."""
ROWS = st.tuples(st.sampled_from("ab"), st.integers(0, 3), st.sampled_from(["x", "y", ""]))
LOADS = st.lists(st.lists(st.lists(ROWS, max_size=6), min_size=1, max_size=3), min_size=1, max_size=3)
START = 1_777_629_600


class WholeRows:
    """What the case should hold of rows without a key: for each row the greatest count that any file gave."""

    def __init__(self) -> None:
        self.held: Counter[Row] = Counter()

    def load(self, files: list[list[Row]]) -> Reconciliation:
        """The account of a load."""
        used = 0
        for rows in files:
            counts = Counter(rows)
            new = {row: max(0, count - self.held[row]) for row, count in counts.items()}
            self.held.update(new)
            used += sum(new.values())
        read = sum(map(len, files))
        return Reconciliation(read, used, read - used)

    @property
    def live(self) -> list[Row]:
        """Facts that count."""
        return sorted(self.held.elements())


class KeyedRows:
    """What the case should hold of rows with a key: every content once, the last one read current."""

    def __init__(self) -> None:
        self.versions: dict[str, list[Row]] = {}
        self.current: dict[str, Row] = {}

    def load(self, files: list[list[tuple[str, Row]]]) -> Reconciliation:
        """The account of a load of (key, row)."""
        sequence: dict[str, list[Row]] = {}
        for rows in files:
            for key, row in rows:
                sequence.setdefault(key, []).append(row)
        used = superseded = 0
        for key, contents in sequence.items():
            last = contents[-1]
            known = self.versions.setdefault(key, [])
            between = {row for row in contents if row != last and row not in known}
            superseded += len(between)
            known += between
            if self.current.get(key) != last:
                used += 1
                known.append(last)
                self.current[key] = last
        read = sum(map(len, files))
        return Reconciliation(read, used, read - used - superseded, superseded)

    @property
    def live(self) -> list[Row]:
        """Facts that count."""
        return sorted(self.current.values())


def written(folder: Path, files: list[list[list[str]]], header: str) -> list[str]:
    """CSV files of these rows; never twice the same bytes, so that no file is a replay."""
    paths = []
    for number, rows in enumerate(files):
        path = folder / f"{len(list(folder.iterdir())):03d}.csv"
        lines = [header, *(",".join(row) for row in rows)]
        path.write_text("\n".join(lines) + "\n" * (1 + len(list(folder.iterdir())) + number))
        paths.append(str(path))
    return paths


def live(case: Case, table: str, columns: str) -> list[tuple[Any, ...]]:
    """Facts of the table that count."""
    with case.duckdb() as con:
        return sorted(con.execute(f"SELECT {columns} FROM {case.relation(table)}").fetchall())


@settings(max_examples=12)
@given(LOADS)
def test_rows_without_a_key_count_as_often_as_in_their_fullest_file(loads: list[list[list[Row]]]) -> None:
    """Overlapping exports do not count twice, two true calls in one second do; the sums close, file by file."""
    oracle = WholeRows()
    with tempfile.TemporaryDirectory() as folder, Case.create_or_open(Path(folder) / "case") as case:
        (Path(folder) / "in").mkdir()
        for files in loads:
            text = [[[account, str(START + second), what] for account, second, what in rows] for rows in files]
            paths = written(Path(folder) / "in", text, "account_id,at,model")
            assert load(case, paths).load.tables["exchanges"] == oracle.load(files)
        columns = "account_id, (epoch(\"at\") - 1777629600)::INTEGER, coalesce(model, '')"
        assert live(case, "exchanges", columns) == oracle.live


@settings(max_examples=12)
@given(LOADS)
def test_rows_with_a_key_are_corrected_by_later_ones(loads: list[list[list[Row]]]) -> None:
    """The later row of a request wins, the earlier stays, what was known before changes nothing; the sums close."""
    oracle = KeyedRows()
    with tempfile.TemporaryDirectory() as folder, Case.create_or_open(Path(folder) / "case") as case:
        (Path(folder) / "in").mkdir()
        for files in loads:
            text = [[["acct", str(START + s), what, "r" + key] for key, s, what in rows] for rows in files]
            paths = written(Path(folder) / "in", text, "account_id,at,model,request_id")
            expected = oracle.load([[(row[0], row) for row in rows] for rows in files])
            assert load(case, paths).load.tables["exchanges"] == expected
        columns = "request_id[2:], (epoch(\"at\") - 1777629600)::INTEGER, coalesce(model, '')"
        assert live(case, "exchanges", columns) == oracle.live


def test_rows_with_and_without_request_id_live_side_by_side(tmp_path: Path) -> None:
    """In one file some rows have an id and some have none: each kind is told apart in its own way."""
    rows = "account_id,at,request_id\na,1777629600,r1\na,1777629600,\na,1777629600,\na,1777629601,r1\n"
    (tmp_path / "a.csv").write_text(rows)
    (tmp_path / "b.csv").write_text(rows + "\n")
    with Case.create_or_open(tmp_path / "case") as case:
        tables = load(case, [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]).load.tables
        assert tables["exchanges"] == Reconciliation(8, 3, 4, 1)


def test_loading_the_same_files_again_brings_nothing_and_is_still_recorded(tmp_path: Path) -> None:
    """All rows are duplicates, no segment is made, the load is in the ledger and in the custody log."""
    path = tmp_path / "a.csv"
    path.write_text("account_id,at\na,1777629600\na,1777629600\n")
    with Case.create_or_open(tmp_path / "case") as case:
        load(case, [str(path)])
        again = load(case, [str(path)]).load
        assert again.tables["exchanges"] == Reconciliation(2, 0, 2)
        assert (again.segments, len(case.loads()), len(case.segments())) == ((), 2, 1)
        assert any(note.startswith("0 new facts") for note in again.notes)


def test_file_of_last_month_does_not_undo_this_month(tmp_path: Path) -> None:
    """A file whose bytes were read before says nothing new, though other content came between."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text("account_id,status\na,open\n")
    new.write_text("account_id,status\na,suspended\n")
    with Case.create_or_open(tmp_path / "case") as case:
        for path in (old, new, old):
            load(case, [str(path)])
        assert live(case, "accounts", "account_id, status") == [("a", "suspended")]


def test_account_that_is_reinstated_is_open_again(tmp_path: Path) -> None:
    """A new export that says what an old one said is a correction of the one between."""
    with Case.create_or_open(tmp_path / "case") as case:
        for number, status in enumerate(["open", "suspended", "open"]):
            path = tmp_path / f"{number}.csv"
            path.write_text(f"account_id,status\na,{status}\n" + "\n" * number)
            load(case, [str(path)])
        assert live(case, "accounts", "account_id, status") == [("a", "open")]
        assert any("1 rows of earlier loads are superseded" in note for note in case.loads()[-1].notes)


def test_other_mapping_reads_a_known_file_anew(tmp_path: Path) -> None:
    """The shortcut holds only for files that were read in the same way."""
    (tmp_path / "a.csv").write_text("account_id,at,fp\na,1777629600,d1\n")
    mapping = tmp_path / "m.toml"
    mapping.write_text('[exchanges.kinds]\ndevice = "fp"\n')
    with Case.create_or_open(tmp_path / "case") as case:
        load(case, [str(tmp_path / "a.csv")])
        second = load(case, [str(tmp_path / "a.csv")], LoadOptions(mapping=mapping)).load
        assert second.tables["exchanges"] == Reconciliation(1, 1)


def test_identifiers_without_a_source_are_one_row_each(tmp_path: Path) -> None:
    """Parts of a key that are empty are equal, as other values are."""
    with Case.create_or_open(tmp_path / "case") as case:
        for number, asn in enumerate(["AS1", "AS2"]):
            (tmp_path / f"{number}.csv").write_text(f"kind,value,source,asn\nip,203.0.113.7,,{asn}\n")
            load(case, [str(tmp_path / f"{number}.csv")])
        assert live(case, "identifiers", "value, asn") == [("203.0.113.7", "AS2")]


def test_files_of_other_days_are_not_compared(tmp_path: Path) -> None:
    """Only rows in overlapping event times are hashed: a unit's window is what it shares with others."""
    from fraudgraph.ingest.identity import Unit

    monday, tuesday, week = Unit(0, 0, 9, False), Unit(1, 10, 19, False), Unit(2, 5, 30, False)
    assert not monday.meets(tuesday)
    assert (monday.window(week), tuesday.window(week)) == ((5, 9), (10, 19))
    assert Unit(3).meets(Unit(4))
    assert not monday.meets(Unit(3))
