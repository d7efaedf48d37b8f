"""One value at a time: addresses, times, card numbers."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.model import clean
from fraudgraph.model.clean import Unreadable, holds_card_number, mask_card_numbers, read_address, read_time

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "full", "net"),
    [
        ("203.0.113.77", "203.0.113.77", None),
        (" 203.0.113.77 ", "203.0.113.77", None),
        ("203.0.113.77:443", "203.0.113.77", None),
        ("::ffff:203.0.113.77", "203.0.113.77", None),
        ("[2001:DB8:0:1::7]:8443", "2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:0:0:0:7", "2001:db8:0:1::7", "2001:db8:0:1::/64"),
        ("2001:db8::7%eth0", "2001:db8::7", "2001:db8::/64"),
        ("10.0.0.9, 203.0.113.77, 198.51.100.1", "203.0.113.77", None),
        ("unknown, 203.0.113.77", "203.0.113.77", None),
        ('"203.0.113.77"', "203.0.113.77", None),
        ("203.0.113.77/32", "203.0.113.77", None),
        ("2001:db8:0:1::/64", "2001:db8:0:1::", "2001:db8:0:1::/64"),
        ("ip_4f2a", "ip_4f2a", None),
        ("9f86d081884c7d65", "9f86d081884c7d65", None),
    ],
)
def test_forms_of_one_address_become_one(text: str, full: str, net: str | None) -> None:
    """Ports, brackets, zones, IPv4 in IPv6 and forwarded lists lead to one form; pseudonyms stay."""
    assert read_address(text) == clean.Address(full, net)


@pytest.mark.parametrize(
    "text",
    ["0.0.0.0", "127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "172.31.9.9", "100.64.0.1", "169.254.1.1", "fe80::1%en0",
     "fd00::1", "::", "255.255.255.255", "224.0.0.1", "unknown", "-", "", "N/A", "null", "::ffff:10.0.0.1"],
)  # fmt: skip
def test_address_that_identifies_no_one_is_absence(text: str) -> None:
    """Private, loopback, link-local, multicast and words for nothing join nobody."""
    assert read_address(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "010.0.0.1",
        "0x7f.1",
        "1.2.3",
        "1.2.3.0/24",
        "hello",
        "1.2.3.4.5",
        "3232235777",
        "1.2.3.4:x",
        "0xc0a80001",
        "proxy",
    ],
)
def test_what_is_no_address_is_said_so(text: str) -> None:
    """Octal, hexadecimal, short forms, networks and words are not guessed."""
    with pytest.raises(Unreadable, match="is not an address"):
        read_address(text)


@given(st.ip_addresses())
def test_every_address_reads_as_itself_or_as_no_one(address: object) -> None:
    """Whatever address it is, it is read, and its shortest form reads the same again."""
    found = read_address(str(address))
    if found is not None:
        assert read_address(found.text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-05T23:58:40Z", "2026-06-05T23:58:40+00:00"),
        ("2026-06-05T23:58:40.123456Z", "2026-06-05T23:58:40.123456+00:00"),
        ("2026-06-05t23:58:40.123456789z", "2026-06-05T23:58:40.123456+00:00"),
        ("2026-06-06 01:58:40+02:00", "2026-06-05T23:58:40+00:00"),
        ("2026-06-06 01:58:40 +0200", "2026-06-05T23:58:40+00:00"),
        ("2026-06-05 18:28:40-05:30", "2026-06-05T23:58:40+00:00"),
        ("2026-06-05 23:58:40 UTC", "2026-06-05T23:58:40+00:00"),
        ("2026-06-05T23:58Z", "2026-06-05T23:58:00+00:00"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"),
        ("1780703920", "2026-06-05T23:58:40+00:00"),
        ("1780703920.25", "2026-06-05T23:58:40.250000+00:00"),
        ("1780703920123", "2026-06-05T23:58:40.123000+00:00"),
        ("1780703920123456", "2026-06-05T23:58:40.123456+00:00"),
        ("1780703920123456789", "2026-06-05T23:58:40.123456+00:00"),
    ],
)
def test_times_with_zone_and_epochs_are_read(text: str, expected: str) -> None:
    """RFC 3339 and its neighbours, and epochs by magnitude, exact to the microsecond."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=read_time(text).us)
    assert moment.isoformat() == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-06-05 23:58:40", clean.NO_ZONE),
        ("2026-06-05", clean.NO_ZONE),
        ("1601-01-01T00:00:00Z", clean.OUT_OF_RANGE),
        ("2101-01-01T00:00:00Z", clean.OUT_OF_RANGE),
        ("12345", clean.OUT_OF_RANGE),
        ("2026-02-30T00:00:00Z", clean.NOT_A_TIME),
        ("2026-06-05T24:00:00Z", clean.NOT_A_TIME),
        ("2026-06-05T23:58:60Z", clean.NOT_A_TIME),
        ("06/05/2026 23:58", clean.NOT_A_TIME),
        ("yesterday", clean.NOT_A_TIME),
        ("2026-06-05T23:58:40+99:00", clean.NOT_A_TIME),
    ],
)
def test_unreadable_times_say_why(text: str, why: str) -> None:
    """No zone, no such day, out of range: each has its own words."""
    with pytest.raises(Unreadable, match=why):
        read_time(text)


def test_local_time_that_came_twice_is_the_earlier() -> None:
    """At the end of summer time 02:30 comes twice; the first of them is taken and marked."""
    assert read_time("2026-10-25 02:30:00", BERLIN) == clean.Instant(1_792_888_200_000_000, twice=True)


def test_local_time_that_was_skipped_is_unreadable() -> None:
    """At the start of summer time 02:30 does not exist."""
    with pytest.raises(Unreadable, match=clean.IN_A_GAP):
        read_time("2026-03-29 02:30:00", BERLIN)


@pytest.mark.parametrize(
    "text",
    ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "4111\u20131111\u20131111\u20131111",
     "٤١١١١١١١١١١١١١١١",
     "４１１１１１１１１１１１１１１１", "4111\u200b111111111111", "378282246310005", "5555555555554444",
     "2223003122003222",
     "6011111111111117", "3530111333300000", "30569309025904", "6200000000000005", "4111111111111111|12|2027|123",
     "visa: 4111 1111 1111 1111, exp 12 27", '{"card": "4111111111111111"}'],
)  # fmt: skip
def test_card_numbers_are_seen_in_any_dress(text: str) -> None:
    """Spaces, dashes, other scripts' digits, invisible signs, JSON, and codes beside them hide nothing."""
    assert holds_card_number(text)
    assert not any(digits in mask_card_numbers(text, "X") for digits in ("4111", "3782", "5555", "6011"))


@pytest.mark.parametrize(
    "text",
    ["4111111111111112", "pm_4111111111111111", "tok-4111111111111111", "41111111111", "9999999999999995",
     "pm_1Abc", "",
     "2026-06-05 23:58:40.123456", "123456789012345678901234567890"],
)  # fmt: skip
def test_tokens_and_other_numbers_are_no_card_numbers(text: str) -> None:
    """Without issuer prefix, length and check digit, or as a part of a token, digits are just digits."""
    assert not holds_card_number(text)
    assert mask_card_numbers(text, "X") == text


def luhn_by_the_book(digits: str) -> bool:
    """The check of ISO/IEC 7812 annex B, written another way than the code under test."""
    total = 0
    for at, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if at % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


@given(st.from_regex(r"4[0-9]{15}", fullmatch=True))
def test_check_digit_agrees_with_the_standard(digits: str) -> None:
    """Sixteen digits of one issuer are a card number exactly where the standard's check says so."""
    assert clean.is_card_number(digits) == luhn_by_the_book(digits)
