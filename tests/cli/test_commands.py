"""Commands on a real case: what they answer, in every form, with every exit code."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from fraudgraph.cli.main import main
from fraudgraph.evidence.memberships import COLUMNS
from tests.cli.conftest import Swept, linked_pair

Capture = pytest.CaptureFixture[str]


def asked(swept: Swept, capsys: Capture, *words: str) -> dict[str, Any]:
    """The JSON answer of a command that must succeed."""
    assert swept.run(*words, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema_version"] == 1
    assert isinstance(answer, dict)
    return answer


def shown(swept: Swept, capsys: Capture, *words: str) -> list[str]:
    """What a command that must succeed writes into a pipe."""
    assert swept.run(*words) == 0
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def top(swept: Swept, capsys: Capture) -> str:
    """The ring that stands first."""
    return str(asked(swept, capsys, "rings")["rings"][0]["ring_id"])


@pytest.fixture
def pair(swept: Swept, capsys: Capture, top: str) -> tuple[str, str]:
    """A core member of it and the next one that shares something with it."""
    return linked_pair(swept, capsys, top)


def test_status_says_what_is_loaded_and_that_the_sweep_covers_it(swept: Swept, capsys: Capture) -> None:
    """In words and in JSON alike."""
    answer = asked(swept, capsys, "status")
    assert answer["newer_facts"] == 0
    assert answer["custody"]["whole"] is True
    lines = shown(swept, capsys, "status")
    assert lines[0].endswith("a person. S-0001 covers every fact loaded.")
    assert f"{answer['facts']:,} in 1 load" in lines[1]
    assert any("device, phone, email: nothing loaded" in line for line in lines)


def test_rings_in_a_pipe_is_every_ring_of_the_json(swept: Swept, capsys: Capture) -> None:
    """TSV with a header: the same rings in the same order."""
    answer = asked(swept, capsys, "rings")
    header, *rows = [line.split("\t") for line in shown(swept, capsys, "rings")]
    listed = [dict(zip(header, row, strict=True)) for row in rows]
    assert [row["ring_id"] for row in listed] == [ring["ring_id"] for ring in answer["rings"]]
    assert [int(row["accounts"]) for row in listed] == [ring["accounts"] for ring in answer["rings"]]
    assert sum(ring["accounts"] for ring in answer["rings"]) == answer["accounts"]
    assert sum(band["rings"] for band in answer["bands"]) == len(listed)


def test_ring_adds_up(swept: Swept, capsys: Capture, top: str) -> None:
    """Tiers make the ring, days make its exchanges, open and suspended its accounts."""
    ring = asked(swept, capsys, "ring", top)
    assert sum(tier["accounts"] for tier in ring["tiers"]) == ring["accounts"]
    assert sum(tier["exchanges"] for tier in ring["tiers"]) == ring["exchanges"]
    assert sum(day["exchanges"] for day in ring["daily"]) == ring["exchanges"]
    assert ring["open_accounts"] + ring["suspended_accounts"] == ring["accounts"]
    assert len(ring["daily"]) == ring["days"]
    assert ring["sweep"]["sweep_id"] == "S-0001"


def test_a_ring_may_be_named_shortly(swept: Swept, capsys: Capture, top: str) -> None:
    """`R-0007`, `r7`, `7`."""
    number = str(int(top.removeprefix("R-")))
    for name in (number, f"r{number}", f"R-{number}", top.lower()):
        assert asked(swept, capsys, "ring", name)["ring_id"] == top


def test_ring_and_why_in_a_pipe_are_plain_and_100_wide(
    swept: Swept, capsys: Capture, pair: tuple[str, str], top: str
) -> None:
    """No colour, no carriage return, nothing wider."""
    for words in (("ring", top), ("why", *pair), ("node", pair[0])):
        lines = shown(swept, capsys, *words)
        assert max(map(len, lines)) <= 100
        assert all(line.isprintable() for line in lines)


def test_members_are_those_of_the_ring_most_bits_first(swept: Swept, capsys: Capture, top: str) -> None:
    """And a tier is part of them."""
    answer = asked(swept, capsys, "members", top)
    bits = [one["member_bits"] for one in answer["members"]]
    assert bits == sorted(bits, reverse=True)
    assert len(bits) == sum(tier["accounts"] for tier in answer["tiers"])
    core = asked(swept, capsys, "members", top, "--tier", "core")
    assert [one["account_id"] for one in core["members"]] == [
        one["account_id"] for one in answer["members"] if one["tier"] == "core"
    ]
    assert len(shown(swept, capsys, "members", top)) == 1 + len(bits)


def test_every_membership_can_be_written(swept: Swept, capsys: Capture, tmp_path: Path) -> None:
    """CSV and Parquet say the same: each account of each ring once, in the order of the list."""
    table, rows = tmp_path / "all.parquet", tmp_path / "all.csv"
    for path in (table, rows):
        assert asked(swept, capsys, "members", "--all", "-o", str(path))["memberships"] > 0
    with rows.open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    exact = pq.read_table(table)
    assert tuple(listed[0]) == tuple(exact.column_names) == COLUMNS
    assert [row["account_id"] for row in listed] == exact["account_id"].to_pylist()
    assert [row["in_queue"] == "true" for row in listed] == exact["in_queue"].to_pylist()
    assert [float(row["member_bits"]) for row in listed] == exact["member_bits"].to_pylist()
    rings = asked(swept, capsys, "rings")["rings"]
    assert Counter(row["ring_id"] for row in listed) == {ring["ring_id"]: ring["accounts"] for ring in rings}
    assert {row["ring_id"]: int(row["rank"]) for row in listed} == {
        ring["ring_id"]: place for place, ring in enumerate(rings, 1)
    }


def test_members_of_one_ring_can_be_written(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """Only its own."""
    path = tmp_path / "one.csv"
    answer = asked(swept, capsys, "members", top, "-o", str(path))
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["ring_id"] for row in csv.DictReader(file)] == [top] * answer["memberships"]


def test_an_existing_file_is_refused_without_force(swept: Swept, top: str, tmp_path: Path, capsys: Capture) -> None:
    """And not touched."""
    path = tmp_path / "kept.csv"
    path.write_text("kept")
    assert swept.run("members", top, "-o", str(path)) == 2
    assert path.read_text() == "kept"
    assert "is already there" in capsys.readouterr().err
    assert swept.run("members", top, "-o", str(path), "--force") == 0
    assert path.read_text() != "kept"
    assert {one.name for one in tmp_path.iterdir()} == {"kept.csv"}


def test_why_names_every_reason_and_its_sum(swept: Swept, capsys: Capture, pair: tuple[str, str]) -> None:
    """The counted reasons make the total; the screen says what JSON says."""
    answer = asked(swept, capsys, "why", *pair)
    counted = [reason["pair_bits"] for reason in answer["reasons"] if reason["counted"]]
    assert answer["pair_bits"] == pytest.approx(sum(counted))
    assert shown(swept, capsys, "why", *pair)[0].startswith(f"{pair[0]} and {pair[1]}  ")


def test_why_takes_the_form_that_screens_show(swept: Swept, capsys: Capture, pair: tuple[str, str]) -> None:
    """A name in quotes is the same name."""
    quoted = json.dumps(pair[0])
    assert asked(swept, capsys, "why", quoted, pair[1]) == asked(swept, capsys, "why", *pair)


def test_node_shows_accounts_and_identifiers(swept: Swept, capsys: Capture, pair: tuple[str, str]) -> None:
    """An account's identifier leads to the identifier, and that back to the account."""
    account = asked(swept, capsys, "node", pair[0])
    assert account["account_id"] == pair[0]
    one = account["shared"][0]
    identifier = asked(swept, capsys, "node", f"{one['kind']}:{one['value']}")
    assert identifier["holders"] == one["holders"] == len(identifier["rows"])
    assert pair[0] in {row["account_id"] for row in identifier["rows"]}


@pytest.mark.parametrize("name", ["r.graphml", "r.json", "r.csv"])
def test_export_is_read_back_and_the_same_every_time(
    swept: Swept, capsys: Capture, top: str, tmp_path: Path, name: str
) -> None:
    """Same sweep, same bytes; members, identifiers and edges as counted."""
    first = asked(swept, capsys, "export", top, "-o", str(tmp_path / name))
    again = asked(swept, capsys, "export", top, "-o", str(tmp_path / name), "--force")
    assert [file["sha256"] for file in first["files"]] == [file["sha256"] for file in again["files"]]
    assert first["accounts"] == asked(swept, capsys, "ring", top)["accounts"]
    assert first["edges"] <= first["sightings"]
    everything = asked(swept, capsys, "export", top, "-o", str(tmp_path / f"all-{name}"), "--all-edges")
    assert everything["edges"] == everything["sightings"] == first["sightings"]


def test_an_export_is_in_the_custody_log(swept: Swept, capsys: Capture, top: str, tmp_path: Path) -> None:
    """One record an export, and the chain stays whole."""
    before = asked(swept, capsys, "status")["custody"]["records"]
    asked(swept, capsys, "export", top, "-o", str(tmp_path / "r.graphml"))
    after = asked(swept, capsys, "status")["custody"]
    assert after == {"records": before + 1, "whole": True, "first_bad_record": None}


def test_loading_the_same_again_adds_nothing(swept: Swept, capsys: Capture, tmp_path: Path) -> None:
    """Every row is a duplicate, and the sum closes."""
    case = swept.copy(tmp_path)
    assert main(["load", str(swept.data), "--case", str(case), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["facts"] == 0
    for rows in answer["tables"].values():
        assert rows["read"] == rows["duplicate"] > 0


def test_rejected_rows_make_exit_4_and_are_counted(tmp_path: Path, capsys: Capture) -> None:
    """The rest is stored; the screen says which row first, and where all of them are."""
    rows = ["account_id,at,ip"] + [f"acct_{n},2026-05-01T00:00:{n:02d}Z,203.0.113.{n}" for n in range(50)]
    source = tmp_path / "exchanges.csv"
    source.write_text("\n".join([*rows, "acct_51,2026-05-01 00:00:00,203.0.113.9"]) + "\n")
    words = ["load", str(source), "--case", str(tmp_path / "case"), "--max-rejects", "0.1"]
    assert main(words) == 4
    out = capsys.readouterr().out
    assert out.startswith("L-0001 stored: 50 facts. 1 row rejected, exit 4.\n")
    assert "exchanges.csv:52" in out
    assert ["exchanges", "51", "50", "0", "0", "1"] in [line.split() for line in out.splitlines()]


def test_a_card_number_stops_the_load_and_is_not_shown(tmp_path: Path, capsys: Capture) -> None:
    """Exit 1, nothing stored, and no digit of it anywhere."""
    source = tmp_path / "payments.csv"
    source.write_text("account_id,payment_instrument\n" + "".join(f"a{n},4111111111111111\n" for n in range(5)))
    assert main(["load", str(source), "--case", str(tmp_path / "case")]) == 1
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "4111" not in streams.err
    assert streams.err.startswith("error: ")
    assert "\ndo:    " in streams.err


def test_a_second_sweep_keeps_the_ids_and_its_equations_close(swept: Swept, capsys: Capture, tmp_path: Path) -> None:
    """Same facts, same rings: all `same`, none born; each line is a sum that a reader can redo."""
    case = swept.copy(tmp_path)
    rings = asked(swept, capsys, "rings")["rings"]
    assert main(["sweep", "--case", str(case)]) == 0
    lines = dict(line.split("  ", 1) for line in capsys.readouterr().out.splitlines()[1:])
    for name in ("rings before", "rings now", "ids ever given", "need a person"):
        left, _, right = lines[name].partition(" = ")
        assert int(left.replace(",", "")) == sum(int(part.split()[0].replace(",", "")) for part in right.split(" + "))
    assert lines["rings before"].strip() == f"{len(rings)} = {len(rings)} same"


def test_as_of_hides_what_happened_later(swept: Swept, capsys: Capture, tmp_path: Path) -> None:
    """A sweep of the past sees the past."""
    case = swept.copy(tmp_path)
    assert main(["sweep", "--as-of", "2025-10-20", "--window", "10d", "--case", str(case), "--json"]) == 0
    sweep = json.loads(capsys.readouterr().out)["sweep"]
    assert sweep["as_of"] == "2025-10-20T00:00:00.000000Z"
    assert sweep["window_seconds"] == 864_000
    whole = asked(swept, capsys, "rings")["sweep"]["counts"]
    assert 0 < sweep["counts"]["sightings"] < whole["sightings"]


def test_simulate_lists_what_there_is(capsys: Capture) -> None:
    """Names with the public figures."""
    assert main(["simulate", "--list"]) == 0
    header, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    listed = {row[0]: dict(zip(header, row, strict=True)) for row in rows}
    assert listed["campaign"]["campaign_accounts"] == "25000"
    assert listed["campaign"]["campaign_exchanges"] == "28800000"
    assert "demo" in listed
