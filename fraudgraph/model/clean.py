"""How one value of the input is read: addresses, times, and the numbers that must not be kept. Standard library only.

Every function takes text and either returns the value, or raises `Unreadable` whose message completes the sentence
"column ...": `has no zone`, `is not an address`.
"""

import ipaddress
import re
import socket
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

FIRST_US = 946_684_800_000_000
"""2000-01-01 00:00 UTC: no event of an online service lies before."""
END_US = 4_133_980_800_000_000
"""2101-01-01 00:00 UTC."""
OUT_OF_RANGE = "is before the year 2000 or after 2100"
NO_ZONE = "has no zone"
NOT_A_TIME = "is not a time"
IN_A_GAP = "is a local time that the clock skipped"
NOT_AN_ADDRESS = "is not an address"


class Unreadable(ValueError):
    """The text cannot be read as what its column holds."""


# ---------------------------------------------------------------------------------------------------- addresses


@dataclass(frozen=True, slots=True)
class Address:
    """A public address in its shortest form; net: the /64 of an IPv6 address, None for IPv4."""

    text: str
    net: str | None


_NO_ADDRESS = frozenset(
    {"", "-", "--", "?", "unknown", "none", "null", "nil", "n/a", "na", "nan", "undefined", "localhost", "_hidden"}
)
_IDENTIFIES_NO_ONE = tuple(
    sorted(
        (network.network_address.packed, network.broadcast_address.packed)
        for network in map(
            ipaddress.ip_network,
            (
                "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
                "192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
            ),
        )
    )
)  # fmt: skip
"""First and last address of each block, packed (4 or 16 bytes)."""
_PSEUDONYM = re.compile(r"(?!0[xXoObB])(?=.*\d)(?=.*[A-Za-z])[\w=+/-]{4,128}", re.ASCII)
"""A hash or token that stands for an address: letters and digits, no dot or colon."""
_ONE_HOST = re.compile(r"(?<=\d)/32$|(?<=[\da-fA-F:])/(?:64|128)$", re.ASCII)
_MAPPED = bytes(10) + b"\xff\xff"
_INTERFACE = bytes(8)
_V4_BYTES = 4


def read_address(text: str) -> Address | None:
    """The public address in `text`; None where it names no one (private, loopback, `unknown`, ...).

    Takes ports, brackets, zone ids, /32, /64 and /128, IPv4 in IPv6, and a list of forwarded addresses, of which the
    first public one counts (the nearest to the client that the client's own network did not number). A pseudonym of an
    address (`ip_4f2a`) is kept. Unreadable: octal, hexadecimal, other networks, words.
    """
    parts = [part.strip() for part in text.split(",")] if "," in text else [text.strip()]
    for part in parts:
        found = _one_address(part)
        if found is not None:
            return found
    return None


def _one_address(text: str) -> Address | None:
    text = text.strip("\"'")
    if text.lower() in _NO_ADDRESS:
        return None
    if _PSEUDONYM.fullmatch(text):
        return Address(text, None)
    packed = _packed(_without_port(_ONE_HOST.sub("", text)))
    if any(len(first) == len(packed) and first <= packed <= last for first, last in _IDENTIFIES_NO_ONE):
        return None
    if len(packed) == _V4_BYTES:
        return Address(socket.inet_ntop(socket.AF_INET, packed), None)
    net = socket.inet_ntop(socket.AF_INET6, packed[:8] + _INTERFACE)
    return Address(socket.inet_ntop(socket.AF_INET6, packed), f"{net}/64")


def _without_port(text: str) -> str:
    if text.startswith("["):
        match = re.fullmatch(r"\[([^\]]*)\](?::\d{1,5})?", text, re.ASCII)
        return match[1] if match else text
    if text.count(":") == 1 and "." in text:
        host, _, port = text.partition(":")
        return host if re.fullmatch(r"\d{1,5}", port, re.ASCII) else text
    return text


def _packed(text: str) -> bytes:
    """4 or 16 bytes; IPv4 inside IPv6 is IPv4. The system's own reading: `ipaddress` takes ten times as long."""
    text = text.partition("%")[0]
    try:
        packed = socket.inet_pton(socket.AF_INET6 if ":" in text else socket.AF_INET, text)
    except (OSError, ValueError):
        raise Unreadable(NOT_AN_ADDRESS) from None
    return packed[12:] if packed.startswith(_MAPPED) and len(packed) > _V4_BYTES else packed


# -------------------------------------------------------------------------------------------------------- times


@dataclass(frozen=True, slots=True)
class Instant:
    """UTC microseconds; twice: the local time came twice (clocks set back), and the earlier instant was taken."""

    us: int
    twice: bool = False


_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?)?"
    r"\s*(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?)?",
    re.ASCII,
)
_EPOCH = re.compile(r"\d{1,19}(?:\.\d{1,12})?", re.ASCII)
_EPOCH_UNITS = ((1, 10**6), (10**3, 10**3), (10**6, 1))
"""(units a second, microseconds a unit) of epoch seconds, milliseconds, microseconds; nanoseconds are divided."""


def read_time(text: str, zone: ZoneInfo | None = None) -> Instant:
    """An RFC 3339 or ISO 8601 time with zone, or epoch s, ms, us, ns by magnitude; zone: for times that carry none.

    Parts of a microsecond are cut off. A leap second (:60) is the first instant of the next minute. A local time that
    came twice is its earlier instant; one that the clock skipped is unreadable.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        return Instant(_in_range(_epoch(text)))
    match = _ISO.fullmatch(text)
    if match is None:
        raise Unreadable(NOT_A_TIME)
    local, extra_us = _local(match)
    if match[8]:
        return Instant(_in_range(_utc_us(local) + extra_us))
    if match[9]:
        shift = timedelta(hours=int(match[10]), minutes=int(match[11] or 0))
        if shift > timedelta(hours=18):
            raise Unreadable(NOT_A_TIME)
        return Instant(_in_range(_utc_us(local - shift if match[9] == "+" else local + shift) + extra_us))
    if zone is None:
        raise Unreadable(NO_ZONE)
    found = _in_zone(local, zone)
    return Instant(_in_range(found.us + extra_us), found.twice)


def _epoch(text: str) -> int:
    whole, _, fraction = text.partition(".")
    number = int(whole)
    for units, us in _EPOCH_UNITS:
        if FIRST_US // 10**6 * units <= number < END_US // 10**6 * units:
            return number * us + int((fraction + "0" * 12)[:12]) * us // 10**12
    return number // 1000


def _local(match: re.Match[str]) -> tuple[datetime, int]:
    second = int(match[6] or 0)
    leap = second == 60 and match[5] == "59"
    try:
        local = datetime(
            int(match[1]), int(match[2]), int(match[3]), int(match[4] or 0), int(match[5] or 0), 59 if leap else second,
            int((match[7] or "").ljust(6, "0")[:6]) if not leap else 0, tzinfo=UTC,
        )  # fmt: skip
    except ValueError:
        raise Unreadable(NOT_A_TIME) from None
    return local, 10**6 if leap else 0


def _in_zone(local: datetime, zone: ZoneInfo) -> Instant:
    first = local.replace(tzinfo=zone, fold=0)
    second = local.replace(tzinfo=zone, fold=1)
    us = _utc_us(first.astimezone(UTC))
    if first.utcoffset() == second.utcoffset():
        return Instant(us)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Unreadable(IN_A_GAP)
    return Instant(us, twice=True)


def _utc_us(moment: datetime) -> int:
    return (moment - _EPOCH_START) // _MICROSECOND


_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def _in_range(us: int) -> int:
    if not FIRST_US <= us < END_US:
        raise Unreadable(OUT_OF_RANGE)
    return us


# ------------------------------------------------------------------------------------------------- card numbers

_ISSUERS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    ("4", "4", (13, 16, 18, 19)),  # Visa
    ("51", "55", (16,)),  # Mastercard
    ("2221", "2720", (16,)),
    ("34", "34", (15,)),  # American Express
    ("37", "37", (15,)),
    ("300", "305", (14, 15, 16, 17, 18, 19)),  # Diners Club
    ("3095", "3095", (14, 15, 16, 17, 18, 19)),
    ("36", "36", (14, 15, 16, 17, 18, 19)),
    ("38", "39", (14, 15, 16, 17, 18, 19)),
    ("3528", "3589", (16, 17, 18, 19)),  # JCB
    ("50", "50", (13, 14, 15, 16, 17, 18, 19)),  # Maestro, Verve, Elo
    ("56", "58", (13, 14, 15, 16, 17, 18, 19)),
    ("60", "69", (13, 14, 15, 16, 17, 18, 19)),  # Discover, UnionPay, RuPay, Maestro
    ("81", "82", (16, 17, 18, 19)),  # UnionPay, RuPay
    ("2200", "2205", (16, 17, 18, 19)),  # Mir
    ("9792", "9792", (16,)),  # Troy
)
# A number stands alone, or beside a sign that separates fields. A letter or `_` beside it makes it a token.
_RUN = re.compile(r"(?<!\w)\d+(?:[\s\-\u2010-\u2015\u2212.\u00b7/]{1,3}\d+)*(?!\w)")
_GROUP = re.compile(r"\d+")
_ENOUGH_DIGITS = re.compile(r"(?:\d\D{0,3}){12}\d")
_DASH_OF_A_TOKEN = re.compile(r"[^\W\d_][-.]$")
_SHORTEST, _LONGEST = 13, 19


def is_card_number(digits: str) -> bool:
    """Whether ASCII digits have the issuer prefix, the length and the check digit (Luhn) of a payment card."""
    fits = any(low <= digits[: len(low)] <= high and len(digits) in lengths for low, high, lengths in _ISSUERS)
    return fits and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[::-2])) + sum(doubled)) % 10 == 0


def ascii_digits(text: str) -> str:
    """The text in compatibility form, without invisible signs, every decimal digit of any script as 0 to 9."""
    if text.isascii():
        return text
    plain = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in plain)


def holds_card_number(text: str) -> bool:
    """Whether what looks like a card number stands in the text; spaces, dashes and digits of any script are allowed."""
    return next(_card_spans(ascii_digits(text)), None) is not None


def mask_card_numbers(text: str, by: str) -> str:
    """The text with what looks like card numbers replaced; if there is any, in compatibility form."""
    plain = ascii_digits(text)
    kept, end = [], 0
    for start, stop in _card_spans(plain):
        kept += [plain[end:start], by]
        end = stop
    return "".join([*kept, plain[end:]]) if kept else text


def _card_spans(plain: str) -> Iterator[tuple[int, int]]:
    """Where card numbers stand: digits in one group or several, without a date or a code beside them."""
    if _ENOUGH_DIGITS.search(plain) is None:
        return
    for run in _RUN.finditer(plain):
        if run.end() - run.start() < _SHORTEST:
            continue
        groups = [match.span() for match in _GROUP.finditer(plain, run.start(), run.end())]
        token = _DASH_OF_A_TOKEN.search(plain, max(0, run.start() - 2), run.start()) is not None
        first = 1 if token else 0  # tok-4111...: the dash belongs to a token
        while first < len(groups):
            last = _card_from(plain, groups, first)
            if last is not None:
                yield groups[first][0], groups[last][1]
                first = last
            first += 1


def _card_from(plain: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last of the groups that make a card number together, starting with `first`."""
    digits = ""
    for last in range(first, len(groups)):
        digits += plain[slice(*groups[last])]
        if len(digits) > _LONGEST:
            return None
        if len(digits) >= _SHORTEST and is_card_number(digits):
            return last
    return None
