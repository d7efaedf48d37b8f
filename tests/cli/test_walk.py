"""`search`, `expand`, `path`, and names from a pipe, as a person calls them."""

import io
import json
from itertools import pairwise
from typing import Any

import pytest

from tests.cli.conftest import Swept
from tests.cli.terminal import on_terminal

Capture = pytest.CaptureFixture[str]


def asked(swept: Swept, capsys: Capture, *words: str) -> dict[str, Any]:
    """The one object that a command prints."""
    capsys.readouterr()
    assert swept.run(*words, "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def printed(swept: Swept, capsys: Capture, *words: str) -> list[str]:
    """The lines that a command prints into a pipe."""
    capsys.readouterr()
    assert swept.run(*words) == 0
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def members(swept: Swept, capsys: Capture) -> list[str]:
    """The accounts of the first ring, by `--ids`."""
    return printed(swept, capsys, "members", "R-0001", "--ids")


@pytest.fixture
def card(swept: Swept, capsys: Capture, members: list[str]) -> str:
    """A card that one of them shares."""
    shared = asked(swept, capsys, "node", members[0])["shared"]
    return next(str(one["value"]) for one in shared if one["kind"] == "payment_instrument")


def pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """What the next command finds on stdin."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_members_go_through_a_pipe(
    swept: Swept, capsys: Capture, members: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`members --ids | node -`: every member, in order, and the ring that they are of; the whole table does as well."""
    assert members == [str(one["account_id"]) for one in sorted(
        asked(swept, capsys, "members", "R-0001")["members"], key=lambda one: str(one["account_id"])
    )]  # fmt: skip
    table = "\n".join(printed(swept, capsys, "members", "R-0001"))
    for text in ("\n".join(members), "\r\n".join(members) + "\r\n\r\n", table):
        pipe(monkeypatch, text)
        found = asked(swept, capsys, "node", "-")
        assert {one["account_id"] for one in found["accounts"]} == set(members)
        assert found["reach"]["accounts_in_main_ring"] == len(members)
    pipe(monkeypatch, "\n".join(members))
    head, *rows = printed(swept, capsys, "node", "-")
    assert head.startswith("account_id\tkind\t")
    assert [row.partition("\t")[0] for row in rows] == members


def test_hostile_name_survives_the_pipe(swept: Swept, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `--ids` escapes, `-` reads back: it is looked for as it was loaded."""
    pipe(monkeypatch, '"acct_\\u202e0441"\n')
    assert swept.run("node", "-") == 1
    assert "acct_\\u202e0441" in capsys.readouterr().err
    pipe(monkeypatch, "\n \n")
    assert swept.run("expand", "-") == 2
    assert "no names on stdin" in capsys.readouterr().err


def test_from_one_card_to_the_ring(swept: Swept, capsys: Capture, card: str, members: list[str]) -> None:
    """Part of the token finds it; expand leads to those who share what its holders share."""
    found = asked(swept, capsys, "search", card[:-1])["searches"][0]
    assert card in {one["name"] for sort in found["sorts"] for one in sort["first"]}
    walked = asked(swept, capsys, "expand", f"payment:{card}")
    assert walked["reached"]["main_ring_id"] == "R-0001"
    reached = set(printed(swept, capsys, "expand", f"payment:{card}", "--ids"))
    holders = {row["account_id"] for row in asked(swept, capsys, "node", f"payment:{card}")["rows"]}
    assert len(reached) == walked["reached"]["accounts"]
    assert not reached & holders
    head, *rows = printed(swept, capsys, "expand", f"payment:{card}", "--list")
    assert head == "account_id\tstep\tkind\tvalue\tring_id\ttier"
    assert {row.split("\t")[0] for row in rows} == reached


def test_from_a_network_to_the_rings_behind_it(swept: Swept, capsys: Capture, members: list[str]) -> None:
    """The /16 around an address of the ring, whose accounts `--ids` names."""
    shared = asked(swept, capsys, "node", members[0])
    address = next(one["value"] for one in shared["shared"] + shared["own"] if one["kind"] == "ip")
    network = f"{address}/16" if "." in address else address.partition("/")[0] + "/32"
    network = network.replace("@", "/").split("/")[0] + "/" + network.rpartition("/")[2]
    found = asked(swept, capsys, "search", network)["searches"][0]
    assert "R-0001" in {ring["ring_id"] for ring in found["rings"]}
    accounts = printed(swept, capsys, "search", network, "--ids")
    assert members[0] in accounts
    assert len(accounts) == found["reach"]["accounts"]


def test_path_between_members_and_past_what_they_share(swept: Swept, capsys: Capture, members: list[str]) -> None:
    """Its steps join: where one ends, the next begins."""
    for more in ((), ("--longer",)):
        found = asked(swept, capsys, "path", members[0], members[-1], *more)
        (steps, *_) = found["paths"]
        stops = [steps[0]["near"], *(step["far"] for step in steps)]
        assert [stop["account_id"] for stop in (stops[0], stops[-1])] == [members[0], members[-1]]
        assert all(one["far"] == other["near"] for one, other in pairwise(steps))
    screen = " ".join(printed(swept, capsys, "path", members[0], members[-1]))
    assert "searched" in screen


def test_words_that_do_not_fit(swept: Swept, capsys: Capture) -> None:
    """Exit 2 and what would; exit 1 and a near name."""
    for words in (
        ("search", "0.0.0.0/0"),
        ("search", " "),
        ("expand", "acct", "--steps", "9"),
        ("expand", "acct", "--most-holders", "-1"),
        ("path", "a", "b", "--paths", "0"),
        ("path", "a", "b", "--steps", "0"),
    ):
        assert swept.run(*words) == 2
        assert "do:" in capsys.readouterr().err
    assert swept.run("path", "nobody", "noone") == 1
    assert swept.run("search", "nothing holds this") == 0
    assert "Looked for in account ids" in on_terminal("search", "nothing holds this", "--case", str(swept.case))[1]
