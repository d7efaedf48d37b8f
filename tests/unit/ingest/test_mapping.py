"""Mapping files: what they may say, and how a mistake is told."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fraudgraph.case import Hub
from fraudgraph.errors import FraudgraphError
from fraudgraph.ingest.layout import lay_out
from fraudgraph.ingest.mapping import read_mapping
from fraudgraph.ingest.origins import single
from fraudgraph.ingest.sections import MappingFile
from fraudgraph.model.kinds import Family, Forgeability

FULL = """
[exchanges]
account_id = "Customer ID"
at = "Created"
ignore = ["Notes"]
zone = "Europe/Berlin"
files = "charges-*.csv"
[exchanges.kinds]
device = "Device fingerprint"
[kinds.device]
family = "ownership"
lifetime_days = 90
[kinds.contract]
hub = true
[[hubs]]
kind = "ip"
value = "198.51.100.9"
reason = "carrier gateway"
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[[str], MappingFile]:
    """mapping(text): the mapping in that text."""

    def read(text: str) -> MappingFile:
        path = tmp_path / "m.toml"
        path.write_text(text)
        return read_mapping(path)

    return read


def test_everything_a_mapping_may_say_is_read(mapping: Callable[[str], MappingFile]) -> None:
    """Columns, kinds of columns, kinds, hubs; a built-in kind keeps what is not said of it."""
    found = mapping(FULL)
    section = found.sections[0]
    assert (section.table, dict(section.columns), dict(section.kinds)) == (
        "exchanges", {"account_id": single("Customer ID"), "at": single("Created")},
        {"device": single("Device fingerprint")},
    )  # fmt: skip
    assert (section.ignore, section.zone, section.files) == (("Notes",), "Europe/Berlin", ("charges-*.csv",))
    device, contract = found.kinds
    assert (device.family, device.lifetime_days, device.hard_to_fake) == (Family.OWNERSHIP, 90, True)
    assert (contract.hub, contract.family) == (True, Family.OTHER)
    assert found.hubs == (Hub("ip", "198.51.100.9", "carrier gateway", "mapping"),)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("[kinds.badge]\nforgeability = 'phone'\n", Forgeability.PHONE),
        ("[kinds.badge]\nfamily = 'ownership'\n", Forgeability.UNKNOWN),
        ("[kinds.badge]\nhard_to_fake = true\n", Forgeability.DEVICE),
        ("[kinds.badge]\nhard_to_fake = true\nforgeability = 'payment'\n", Forgeability.PAYMENT),
        ("[kinds.payment_instrument]\nhard_to_fake = true\n", Forgeability.PAYMENT),
        ("[kinds.device]\nhard_to_fake = false\n", Forgeability.UNKNOWN),
        ("[kinds.ip]\nhard_to_fake = false\n", Forgeability.NETWORK),
    ],
)
def test_a_kind_is_graded_by_what_forging_it_takes(
    mapping: Callable[[str], MappingFile], text: str, grade: Forgeability
) -> None:
    """As declared; hard or easy alone, as earlier mapping files say it, keeps a grade that agrees."""
    (kind,) = mapping(text).kinds
    assert kind.forgeability is grade
    assert kind.hard_to_fake == grade.hard


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('\n[exchanges]\nacount_id = "x"\n', 'm.toml:3: unknown key "acount_id"', 'did you mean "account_id"?'),
        ('[exchangs]\nat = "x"\n', 'm.toml:1: unknown key "exchangs"', 'did you mean "exchanges"?'),
        ("[kinds.device]\n\nfamly = 'x'\n", 'm.toml:3: unknown key "famly"', "family"),
        ("[kinds.device]\nfamily = 'x'\n", 'm.toml:2: "family" is one of ownership', ""),
        ("[kinds.device]\nforgeability = 'x'\n", 'm.toml:2: "forgeability" is one of payment, phone, device', ""),
        ("[kinds.device]\nhub = 1\n", 'm.toml:2: "hub" must be a true or false', ""),
        ("[kinds.'De vice']\nhub = true\n", "a kind has a name of a-z", ""),
        ("[exchanges]\nat = 7\n", 'm.toml:2: "at" must be text in quotes', ""),
        ("[exchanges]\nzone = 'Mars/Base'\n", 'm.toml:2: "Mars/Base" is no time zone', "UTC"),
        ("[exchanges]\nzone = '../../etc/passwd'\n", "is no time zone", ""),
        ("[sightings.kinds]\ndevice = 'x'\n", "sightings takes no extra kinds", ""),
        ("[[hubs]]\nkind = 'ip'\n", 'needs "kind" and "value"', ""),
        ("exchanges = 3\n", '"exchanges" must be a section', ""),
        ("[exchanges\n", "is not TOML", ""),
        ("x = " + "[" * 5000, "is not TOML", ""),
        ("[exchanges]\nat = []\n", 'm.toml:2: "at" names no column', ""),
        ("[exchanges]\nat = {}\n", 'needs either "column" or "value"', ""),
        ("[exchanges]\nat = { column = 'A', value = 'B' }\n", 'needs either "column" or "value"', ""),
        ("[exchanges]\nat = { colum = 'A' }\n", 'unknown key "colum"', 'did you mean "column"?'),
        ("[exchanges]\noutcome = { column = 'A', words = { x = 1 } }\n", "must hold text in quotes", ""),
        ("[accounts]\nplan = { column = 'A', as = 'emial' }\n", '"as" is one of major_units, email', ""),
        ("[accounts]\nplan = { column = 'A', as = 'major_units' }\n", 'only "amount_minor"', ""),
        ("[exchanges]\nprompt = { value = 'A' }\n", "takes names of columns only", ""),
        ("[exchanges]\npartial = 'yes'\n", '"partial" must be true or false', ""),
        ("[exchanges]\nrows = 3\n", '"rows" must be text', ""),
    ],
)
def test_mistakes_are_told_with_their_line(
    text: str, message: str, hint: str, mapping: Callable[[str], MappingFile]
) -> None:
    """Nothing is guessed and nothing is passed over."""
    with pytest.raises(FraudgraphError) as caught:
        mapping(text)
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_section_is_for_the_files_that_it_names(mapping: Callable[[str], MappingFile]) -> None:
    """By path or by name; without a name it is for any file."""
    two = mapping('[[exchanges]]\nfiles = "a-*.csv"\nat = "A"\n[[exchanges]]\nat = "B"\n')
    assert [section.columns["at"] for section in two.sections_for("exchanges", "x/a-1.csv")] == [single("A")]
    assert [section.columns["at"] for section in two.sections_for("exchanges", "x/b-1.csv")] == [single("B")]
    assert two.table_named("x/a-1.csv") == "exchanges"


def test_mapped_column_that_is_missing_is_named(mapping: Callable[[str], MappingFile]) -> None:
    """Rather than reading the file as something else."""
    with pytest.raises(FraudgraphError, match='names columns that are not there: "Created"'):
        lay_out(
            "x.csv", ["Customer ID", "date"], mapping('[exchanges]\naccount_id = "Customer ID"\nat = "Created"\n'), None
        )


def test_columns_of_two_tables_alike_are_not_guessed() -> None:
    """A file that could be either asks for --table."""
    columns = ["account_id", "at", "kind", "value", "action"]
    with pytest.raises(FraudgraphError, match="could be"):
        lay_out("x.csv", columns, MappingFile(), None)
    assert lay_out("x.csv", columns, MappingFile(), "actions").table.name == "actions"


def test_names_differ_only_in_case_and_spaces() -> None:
    """`Account ID` is `account_id`; the exact name comes first."""
    layout = lay_out("x.csv", ["Account ID", "AT", "at", "I P"], MappingFile(), None)
    assert [(one.target, one.origin.label) for one in layout.assigned] == [
        ("account_id", "Account ID"),
        ("at", "at"),
    ]
