"""`judge` and `note` as a person types them, on a case of their own."""

import json
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.cli.main import main
from fraudgraph.errors import Exit
from tests.cli.conftest import Swept

Capture = pytest.CaptureFixture[str]
HOSTILE = "\x1b[2J\x1b]8;;http://evil\x07\u202e[/red]=cmd|'/c calc'!A1\r\n\x00 end"


@pytest.fixture
def case(swept: Swept, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return swept.copy(tmp_path)


def asked(case: Path, capsys: Capture, *words: str) -> dict[str, Any]:
    """The JSON answer of a command that must succeed."""
    assert main([*words, "--case", str(case), "--json"]) == Exit.OK
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def shown(case: Path, capsys: Capture, *words: str) -> list[str]:
    """What a command that must succeed writes into a pipe."""
    assert main([*words, "--case", str(case)]) == Exit.OK
    return capsys.readouterr().out.splitlines()


def test_judge_says_what_was_recorded_and_the_list_follows(case: Path, capsys: Capture) -> None:
    """First line: the verdict; the ring moves to the judged ones and waits no more."""
    before = asked(case, capsys, "rings")
    top = before["rings"][0]["ring_id"]
    first, second, *_ = shown(case, capsys, "judge", top.lower(), "confirmed", "--reason", "ticket 4711")
    assert first == f"J-0001: {top} judged confirmed."
    assert f"{before['need_person'] - 1} rings need a person." in second
    after = asked(case, capsys, "rings")
    assert after["rings"][-1]["ring_id"] == top
    assert (after["rings"][-1]["band"], after["rings"][-1]["review"]) == ("judged", "confirmed")
    ring = asked(case, capsys, "ring", top)
    assert ring["judgement"]["verdict"] == "confirmed"
    assert [one["reason"] for one in ring["judgements"]] == ["ticket 4711"]
    assert shown(case, capsys, "ring", top)[0].startswith(f"{top}  judged confirmed, J-0001; ")
    assert asked(case, capsys, "status")["last_judgement"]["judgement_id"] == "J-0001"


def test_taking_back_restores_the_list_and_keeps_both(case: Path, capsys: Capture) -> None:
    """The ring waits as before; its screen shows the verdict and that it was taken back."""
    before = asked(case, capsys, "rings")
    top = before["rings"][0]["ring_id"]
    asked(case, capsys, "judge", top, "benign", "--reason", "a firm")
    answer = asked(case, capsys, "judge", "--retract", "j1", "--reason", "no firm")
    assert (answer["judgement"]["verdict"], answer["before"]["retracted_by"]) == ("retracted", "J-0002")
    assert asked(case, capsys, "rings") == before
    history = asked(case, capsys, "ring", top)["judgements"]
    assert [(one["verdict"], one["stands"]) for one in history] == [("benign", False), ("retracted", False)]


def test_what_people_paste_never_acts_on_a_terminal(case: Path, capsys: Capture) -> None:
    """Reasons and notes with controls, markup and formulas are shown spelled out, and JSON gives them back exactly."""
    top = asked(case, capsys, "rings")["rings"][0]["ring_id"]
    account = asked(case, capsys, "members", top)["members"][0]["account_id"]
    for subject, screen in ((top, "ring"), (account, "node")):
        main(["judge", subject, "unsure", "--reason", HOSTILE, "--case", str(case)])
        main(["note", subject, HOSTILE, "--case", str(case)])
        text = capsys.readouterr().out + "\n".join(shown(case, capsys, screen, subject))
        assert all(line.isprintable() for line in text.split("\n"))
        answer = asked(case, capsys, screen, subject)
        assert answer["judgements"][0]["reason"] == answer["people_notes"][0]["text"] == HOSTILE.strip()


def test_people_may_judge_while_a_sweep_runs(case: Path, capsys: Capture) -> None:
    """Verdicts, notes and hubs need no lock; what the sweep reads at its start stays as it was to it."""
    top = asked(case, capsys, "rings")["rings"][0]["ring_id"]
    card = _card(case, top)
    with Case.open(case) as running, running.writing("sweep"), running.snapshot():
        asked(case, capsys, "judge", top, "confirmed", "--reason", "seen")
        asked(case, capsys, "judge", card, "hub", "--reason", "a test token")
        asked(case, capsys, "note", top, "written meanwhile")
        assert running.hubs() == ()
    with Case.open(case) as later:
        assert [f"{hub.kind}:{hub.value}" for hub in later.hubs()] == [card]


def test_a_hub_links_nobody_in_the_next_sweep(case: Path, capsys: Capture) -> None:
    """It is gone from what holds rings together, and the sweep's parameters say that something was left out."""
    top = asked(case, capsys, "rings")["rings"][0]["ring_id"]
    card = _card(case, top)
    before = asked(case, capsys, "status")["sweep"]["parameters"]["hubs"]
    asked(case, capsys, "judge", card, "hub", "--reason", "a test token")
    main(["sweep", "--case", str(case)])
    capsys.readouterr()
    assert asked(case, capsys, "status")["sweep"]["parameters"]["hubs"] != before
    with Case.open(case) as opened:
        sql = "SELECT count(*) FROM ring_identifiers WHERE kind || ':' || value = ? AND sweep_id = ?"
        counts = [opened.ledger.execute(sql, (card, sweep)).fetchone()[0] for sweep in (1, 2)]
    assert counts == [1, 0]


def test_members_have_a_column_for_verdicts_once_there_is_one(case: Path, capsys: Capture) -> None:
    """On the screen; in JSON and TSV always."""
    account = asked(case, capsys, "members", "R-0001")["members"][0]["account_id"]
    assert shown(case, capsys, "members", "R-0001")[0].split("\t")[-1] == "verdict"
    asked(case, capsys, "judge", account, "benign", "--reason", "a customer")
    assert asked(case, capsys, "members", "R-0001")["members"][0]["verdict"] == "benign"
    assert shown(case, capsys, "members", "R-0001")[1].split("\t")[-1] == "benign"


def _card(case: Path, ring: str) -> str:
    """A payment instrument that holds the ring together."""
    with Case.open(case) as opened:
        sql = "SELECT value FROM ring_identifiers WHERE ring_id = ? AND kind = 'payment_instrument' ORDER BY bits DESC"
        value = opened.ledger.execute(sql, (int(ring[2:]),)).fetchone()[0]
    return f"payment_instrument:{value}"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("judge", "R-0001"), Exit.USAGE),
        (("judge", "R-0001", "confirmed"), Exit.USAGE),
        (("judge", "R-0001", "guilty", "--reason", "x"), Exit.USAGE),
        (("judge", "R-0001", "--retract", "J-0001", "--reason", "x"), Exit.USAGE),
        (("judge", "--retract", "seven", "--reason", "x"), Exit.USAGE),
        (("judge", "--retract", "J-0001", "--reason", "x"), Exit.ERROR),
        (("judge", "R-9999", "benign", "--reason", "x"), Exit.ERROR),
        (("judge", "no_such_account", "benign", "--reason", "x"), Exit.ERROR),
        (("judge", "R-0001", "benign", "--reason", "x" * 100_000), Exit.USAGE),
        (("note", "R-0001", ""), Exit.USAGE),
    ],
)
def test_what_cannot_be_said_is_an_error_with_a_remedy(
    swept: Swept, capsys: Capture, words: tuple[str, ...], code: Exit
) -> None:
    """And the case is as it was."""
    with Case.open(swept.case) as case:
        head = case.custody.head()
    assert swept.run(*words) == code
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "\ndo:    " in streams.err
    assert len(streams.err) < 2_000
    with Case.open(swept.case) as case:
        assert case.custody.head() == head
