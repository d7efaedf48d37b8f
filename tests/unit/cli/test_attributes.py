"""What is known beside an identifier, as screens say it."""

from fraudgraph.cli.screen import Canvas
from fraudgraph.cli.screens import attributes

ADDRESS = (
    ("asn", "64500"),
    ("network_type", "hosting"),
    ("country", "DE"),
    ("source", "ipinfo"),
    ("as_of", "2026-05-01T00:00:00Z"),
)
CARD = (("issuer", "Example Bank"), ("prepaid", "true"), ("country", "US"))


def test_a_network_and_a_card_in_words() -> None:
    """What it is, then whose word that is and of which day."""
    assert attributes.said(ADDRESS, Canvas()) == "hosting, AS64500, DE (ipinfo, 2026-05-01)"
    assert attributes.said(CARD, Canvas()) == "prepaid, issued by Example Bank, US"
    assert attributes.said((("prepaid", "false"),), Canvas()) == "not prepaid"


def test_nothing_known_is_not_said() -> None:
    """A source alone says nothing."""
    assert attributes.said((), Canvas()) == ""
    assert attributes.said((("source", "ipinfo"), ("as_of", "2026-05-01T00:00:00Z")), Canvas()) == ""
    assert list(attributes.draw([("ip", "203.0.113.7", ())], Canvas())) == []


def test_a_line_for_each_identifier_of_which_something_is_known() -> None:
    """Under one another, with the identifier as the table above shows it."""
    rows = [("ip", "203.0.113.77", ADDRESS), ("prompt", "tpl_1", ()), ("payment", "pm_8Q", CARD)]
    assert [one.plain for one in attributes.draw(rows, Canvas())] == [
        "known  ip 203.0.113.77  hosting, AS64500, DE (ipinfo, 2026-05-01)",
        "       payment pm_8Q    prepaid, issued by Example Bank, US",
    ]


def test_words_of_the_list_are_hostile_text() -> None:
    """Nobody knows who filled the list."""
    shown = attributes.said((("issuer", "Bank\u202e\x1b[2J"), ("source", "x\x07")), Canvas())
    assert shown.isprintable()
    assert "\\u202e" in shown


def test_json_has_every_name() -> None:
    """What is unknown is null; flags are flags."""
    assert attributes.data(CARD) == {
        "asn": None, "network_type": None, "issuer": "Example Bank", "prepaid": True, "country": "US",
        "source": None, "as_of": None,
    }  # fmt: skip
