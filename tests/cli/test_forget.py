"""`forget` as a person types it."""

import json
from pathlib import Path
from typing import Any

import pytest

from fraudgraph.case import Case
from fraudgraph.case.forgotten import Target, begin
from fraudgraph.cli.main import main
from fraudgraph.errors import Exit
from tests.cli.conftest import Swept
from tests.unit.case.test_forgetting import everything

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def case(swept: Swept, tmp_path: Path) -> Path:
    """A copy that may be changed."""
    return swept.copy(tmp_path)


def asked(case: Path, capsys: Capture, *words: str, code: Exit = Exit.OK) -> dict[str, Any]:
    """The JSON answer of a command."""
    assert main([*words, "--case", str(case), "--json"]) == code
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def member(case: Path, capsys: Capture) -> str:
    """An account of the first ring."""
    return str(asked(case, capsys, "members", "R-0001")["members"][0]["account_id"])


def test_an_account_leaves_and_nobody_finds_it(case: Path, capsys: Capture) -> None:
    """The trial says the same figures; afterwards no byte of the case holds it, and no command knows it."""
    account = member(case, capsys)
    asked(case, capsys, "judge", account, "benign", "--reason", f"{account} is a customer")
    tried = asked(case, capsys, "forget", account, "--dry-run")
    done = asked(case, capsys, "forget", account, "--reason", "erasure request 2026-114")
    assert (tried.pop("forgotten_id"), done.pop("forgotten_id")) == (None, "F-0001")
    assert (tried.pop("dry_run"), done.pop("dry_run")) == (True, False)
    assert (tried.pop("reason"), done.pop("reason")) == (None, "erasure request 2026-114")
    assert tried == done
    assert {one["table"] for one in done["facts"] if one["rows_dropped"]} >= {"accounts", "exchanges"}
    assert account not in everything(case)
    assert "no account and no identifier" in asked(case, capsys, "node", account, code=Exit.ERROR)["error"]["message"]
    assert account not in str(asked(case, capsys, "members", "R-0001"))


def test_the_case_goes_on(case: Path, capsys: Capture) -> None:
    """Status says that the sweep cannot be made again; the next one can, and doctor finds nothing wrong."""
    main(["forget", member(case, capsys), "--reason", "erasure", "--case", str(case)])
    capsys.readouterr()
    assert main(["status", "--case", str(case)]) == Exit.OK
    assert "1 time: sweeps up to S-0001 can no longer be made from the facts; sweep again" in capsys.readouterr().out
    assert main(["sweep", "--case", str(case)]) == Exit.OK
    capsys.readouterr()
    assert asked(case, capsys, "status")["sweep"]["sweep_id"] == "S-0002"
    assert asked(case, capsys, "doctor")["failed"] == 0


def test_an_identifier_leaves_and_its_accounts_stay(case: Path, capsys: Capture) -> None:
    """By its bare value; the answer says in which rows it was cleared."""
    account = member(case, capsys)
    shared = asked(case, capsys, "node", account)["shared"]
    address = next(one["value"] for one in shared if one["kind"] == "ip")
    before = asked(case, capsys, "node", account)["exchanges"]
    done = asked(case, capsys, "forget", address, "--reason", "a complaint")
    assert (done["what"], done["name"]) == ("ip", address)
    assert address not in everything(case)
    assert asked(case, capsys, "node", account)["exchanges"] == before


def test_a_load_leaves_whole(case: Path, capsys: Capture) -> None:
    """What is left is a case without facts, which says so."""
    done = asked(case, capsys, "forget", "L-0001", "--reason", "the wrong export")
    assert done["what"] == "load"
    assert asked(case, capsys, "status")["facts"] == 0
    assert asked(case, capsys, "doctor")["failed"] == 0


def test_repeating_what_was_cut_off_finishes_it(case: Path, capsys: Capture) -> None:
    """It is not an error that the account is not there any more."""
    account = member(case, capsys)
    with Case.open(case) as opened, opened.transaction() as ledger:
        begin(ledger, "me", Target("account", account), "erasure")
    assert main(["forget", account, "--reason", "again", "--case", str(case), "--json"]) == Exit.OK
    streams = capsys.readouterr()
    assert "F-0001 was cut off before; it is forgotten now" in streams.err
    answer = json.loads(streams.out)
    assert (answer["forgotten_id"], answer["name"], answer["reason"]) == ("F-0001", account, "erasure")
    assert answer["facts"]
    assert account not in everything(case)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("nobody_at_all", "--reason", "x"), Exit.ERROR, "no account and no identifier"),
        (("L-0009", "--reason", "x"), Exit.ERROR, "there is no load L-0009"),
        (("L-0001",), Exit.USAGE, "needs its reason"),
        (("L-0001", "--reason", " "), Exit.USAGE, "the reason is empty"),
        (("R-0001", "--reason", "x"), Exit.ERROR, "no account and no identifier"),
    ],
)
def test_what_cannot_be_forgotten_is_an_error(
    swept: Swept, capsys: Capture, words: tuple[str, ...], code: Exit, message: str
) -> None:
    """And the case is as it was."""
    with Case.open(swept.case) as case:
        head = case.custody.head()
    assert swept.run("forget", *words) == code
    assert message in capsys.readouterr().err
    with Case.open(swept.case) as case:
        assert case.custody.head() == head


def test_a_case_that_is_being_written_is_locked(case: Path, capsys: Capture) -> None:
    """Exit 5; nothing is begun."""
    account = member(case, capsys)
    with Case.open(case) as opened, opened.writing("sweep"):
        assert main(["forget", account, "--reason", "x", "--case", str(case)]) == Exit.LOCKED
    assert asked(case, capsys, "status")["forgotten"] == 0
