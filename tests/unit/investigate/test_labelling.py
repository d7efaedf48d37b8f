"""`judge --from`: files of bans and labels, every row accounted for."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fraudgraph.case import Case, said
from fraudgraph.errors import FraudgraphError
from fraudgraph.investigate.labelling import Otherwise, take_in
from fraudgraph.investigate.rings import rings
from fraudgraph.investigate.views.judged import LabelsView
from fraudgraph.model.judgement import Subject
from fraudgraph.model.rings import Review
from tests.contract.worlds import T0

from .conftest import a_ring, change, members_of, write_sweep

NOTHING = Otherwise()
CSV = """Account ID,Label,reason,at,ticket
acct_a,banned,card testing,2026-06-01T00:00:00Z,77
acct_b,legit,a customer,2026-06-02T12:00:00+02:00,78
acct_zz,banned,x,2026-06-01T00:00:00Z,79
,banned,x,2026-06-01T00:00:00Z,80
acct_c,guilty,x,2026-06-01T00:00:00Z,81
acct_c,banned,x,2026-06-01,82
acct_c,banned,,2026-06-01T00:00:00Z,83
acct_c,banned,x,2099-06-01T00:00:00Z,84
acct_a,banned,card testing,2026-06-01T00:00:00Z,77
"""


def reasons(view: LabelsView) -> dict[str, str]:
    """Why each row was rejected, by its place without the folder."""
    assert view.read == len(view.made) + view.duplicate + len(view.refused)
    return {one.place.rpartition("/")[2]: one.reason for one in view.refused}


def test_every_row_is_recorded_there_already_or_rejected_with_line_and_reason(case: Case, tmp_path: Path) -> None:
    """Words of other systems are said; columns that say nothing are named; times are kept as given."""
    (tmp_path / "bans.csv").write_text(CSV)
    view = take_in(case, str(tmp_path / "bans.csv"), NOTHING)
    assert reasons(view) == {
        "bans.csv:4": "no account of that name in the facts",
        "bans.csv:5": "names nobody",
        "bans.csv:6": "'guilty' is not a verdict on an account",
        "bans.csv:7": "at has no zone",
        "bans.csv:8": "has no reason: give one for such rows with --reason",
        "bans.csv:9": "at lies in the future",
    }
    assert (view.duplicate, view.ignored) == (1, ("ticket",))
    assert view.words == ((("banned", "confirmed"), 2), (("legit", "benign"), 1))
    stands = said.standing(case.ledger, Subject.MEMBER)
    assert {name: one.verdict for name, one in stands.items()} == {"acct_a": "confirmed", "acct_b": "benign"}
    assert stands["acct_b"].at_us == int(datetime(2026, 6, 2, 10, tzinfo=UTC).timestamp() * 1e6)


def test_the_same_file_again_records_nothing(case: Case, tmp_path: Path) -> None:
    """With times or without; taken back, a row may be said again."""
    path = tmp_path / "bans.csv"
    path.write_text("account_id,verdict,reason,at\nacct_a,benign,x,\nacct_b,benign,x,2026-06-01T00:00:00Z\n")
    assert len(take_in(case, str(path), NOTHING).made) == 2
    again = take_in(case, str(path), NOTHING)
    assert (again.made, again.duplicate) == ((), 2)


def test_what_rows_leave_out_is_said_once(case: Case, tmp_path: Path) -> None:
    """A plain list of accounts with a verdict and a reason for all of them; those of a row go before."""
    path = tmp_path / "list.csv"
    path.write_text("account\nacct_a\nacct_b\n")
    view = take_in(case, str(path), Otherwise("confirmed", "banned in May"))
    assert [(one.verdict, one.reason) for one in view.made] == [("confirmed", "banned in May")] * 2
    assert "has no verdict" in next(iter(reasons(take_in(case, str(path), Otherwise(None, "why"))).values()))


def test_rings_and_identifiers_are_judged_in_bulk_too(case: Case) -> None:
    """From standard input; an identifier of a known kind need not have been seen; addresses are normalised."""
    rows = (
        {"ring": "r1", "verdict": "confirmed", "reason": "x"},
        {"ring": "R-0099", "verdict": "confirmed", "reason": "x"},
        {"identifier": "ip:::ffff:198.51.100.77", "verdict": "hub", "reason": "carrier"},
        {"kind": "payment", "value": "pm_never_seen", "verdict": "hub", "reason": "test token"},
        {"identifier": "203.0.113.7", "verdict": "hub", "reason": "office"},
        {"identifier": "something", "verdict": "hub", "reason": "x"},
        {"identifier": "acct_a", "verdict": "hub", "reason": "x"},
        {"ring": "R-0001", "account_id": "acct_a", "verdict": "benign", "reason": "x"},
        {"identifier": "ip:192.0.2.3", "verdict": "benign", "reason": "x"},
    )
    text = "\n".join(map(json.dumps, rows)) + "\nnot json\n"
    view = take_in(case, "-", NOTHING, io.BytesIO(text.encode()))
    assert reasons(view) == {
        "-:2": "S-0001 has no ring R-0099",
        "-:6": "no identifier of that name in the facts",
        "-:7": "no identifier of that name in the facts",
        "-:8": "names 2 things: account_id, ring",
        "-:9": "'benign' is not a verdict on an identifier",
        "-:10": "is not a JSON object",
    }
    assert [hub.value for hub in case.hubs()] == ["198.51.100.1", "198.51.100.77", "203.0.113.7", "pm_never_seen"]
    assert rings(case).rows[-1].ring.review is Review.CONFIRMED
    assert view.need_person == 1


def test_parquet_gives_exact_ids_and_times(case: Case, tmp_path: Path) -> None:
    """A time without a zone is rejected there as well."""
    at = datetime(2026, 6, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    columns = {"account_id": ["acct_a", "acct_b"], "label": ["banned"] * 2, "reason": ["x", None]}
    aware, naive = pa.timestamp("ms", "America/New_York"), pa.timestamp("ns")
    for name, kind in (("aware", aware), ("naive", naive)):
        times = pa.array([at if kind is aware else at.replace(tzinfo=None)] * 2, kind)
        pq.write_table(pa.table({**columns, "at": times}), tmp_path / f"{name}.parquet")
    view = take_in(case, str(tmp_path / "aware.parquet"), NOTHING)
    assert [one.at_us for one in view.made] == [int(at.timestamp()) * 1_000_000 + 250_000]
    assert list(reasons(view)) == ["aware.parquet:2"]
    assert set(reasons(take_in(case, str(tmp_path / "naive.parquet"), NOTHING)).values()) == {"at has no zone"}


def test_an_old_label_on_a_ring_is_on_the_sweep_of_its_time(case: Case) -> None:
    """Whoever judged then did not see what came later; without a time it is the latest sweep."""
    write_sweep(case, [a_ring(1, 1, 3), a_ring(2, 2, 2)], members_of())
    change(case, "UPDATE sweeps SET finished_us = ? + sweep_id * 86400000000", T0)
    times = [(T0 // 86_400_000_000 + days) * 86_400 for days in (0, 1, 3)]
    text = "ring,verdict,reason,at\n" + "".join(f"R-0001,unsure,x,{time}\n" for time in times) + "R-0002,unsure,x,\n"
    view = take_in(case, "-", NOTHING, io.BytesIO(text.encode()))
    assert [one.sweep_id for one in view.made] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("acount_id,verdict\nx,benign\n", "did you mean account_id?"),
        ("foo,bar\nx,y\n", "name a column account_id, ring or identifier"),
        ("", "name a column account_id, ring or identifier"),
    ],
)
def test_a_file_that_names_nobody_is_refused(case: Case, tmp_path: Path, text: str, hint: str) -> None:
    """Whole, with what it has instead."""
    (tmp_path / "x.csv").write_text(text)
    with pytest.raises(FraudgraphError, match="no column says who is judged") as error:
        take_in(case, str(tmp_path / "x.csv"), Otherwise("benign", "x"))
    assert error.value.hint == hint
    assert error.value.kept == "Nothing was recorded."


def test_the_custody_log_holds_the_hash_of_the_file_and_no_row_of_it(case: Case, tmp_path: Path) -> None:
    """Who asks can show which file it was; the log can be kept whatever has to be forgotten."""
    (tmp_path / "bans-of-acct_a.csv").write_text("account_id,verdict,reason\nacct_a,benign,x\n")
    take_in(case, str(tmp_path / "bans-of-acct_a.csv"), NOTHING)
    judged, taken = list(case.custody.records())[-2:]
    assert (judged.action, taken.action) == ("judge", "labels")
    assert json.loads(taken.detail)["used"] == 1
    assert "acct_a" not in judged.detail + taken.detail + taken.subject
