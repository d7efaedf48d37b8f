"""Networks as a person types them: an address, or a network in CIDR. Standard library only."""

import ipaddress
import socket
from dataclasses import dataclass
from itertools import takewhile

from fraudgraph.model.clean import Unreadable, read_address

LEAST_PREFIX = {4: 8, 6: 16}
"""The widest network that can be asked for, by version of the protocol."""
_UNIT = 64
"""IPv6 addresses are known by their /64."""


_BITS = {4: 32, 6: 128}
_KIND = {4: socket.AF_INET, 6: socket.AF_INET6}


@dataclass(frozen=True, slots=True)
class Network:
    """A network of addresses. text: `203.0.113.0/24`; first: its first address as a number. A single address is a
    network of one (IPv4), or of its /64.
    """

    text: str
    version: int
    prefix: int
    first: int

    @property
    def addresses(self) -> int:
        """How many there are in it."""
        return 1 << self._host_bits

    @property
    def single(self) -> bool:
        """Whether it is one address, or the /64 that one IPv6 address is known by."""
        return self.prefix == (_UNIT if self.version == 6 else _BITS[4])

    @property
    def value(self) -> str:
        """What the facts call a single one: the address, or its /64."""
        return self.text if self.version == 6 else self._head

    @property
    def too_wide(self) -> bool:
        """Whether so much of all addresses lies in it that nothing is asked."""
        return self.prefix < LEAST_PREFIX[self.version]

    @property
    def names_someone(self) -> bool:
        """Whether a load keeps its addresses: private, loopback and multicast ones name no one."""
        return read_address(self._head) is not None

    @property
    def start(self) -> str:
        """What every address in it begins with, as it is written; of IPv6 up to the first group of zeros, which may
        be left out.
        """
        if self.version == 4:
            whole = self._head.split(".")[: self.prefix // 8]
            return "".join(f"{part}." for part in whole) if len(whole) < 4 else self._head
        groups = [self.first >> shift & 0xFFFF for shift in range(112, 112 - self.prefix // 16 * 16, -16)]
        return "".join(f"{group:x}:" for group in takewhile(bool, groups))

    def holds(self, value: str) -> bool:
        """Whether an identifier's value is an address in it, or a network all of which is."""
        address, _, length = value.partition("/")
        try:
            packed = socket.inet_pton(_KIND[self.version], address)
        except (OSError, ValueError):
            return False
        inside = (int.from_bytes(packed, "big") ^ self.first) >> self._host_bits == 0
        return inside and (not length or (length.isdecimal() and int(length) >= self.prefix))

    @property
    def _head(self) -> str:
        return self.text.partition("/")[0]

    @property
    def _host_bits(self) -> int:
        return _BITS[self.version] - self.prefix


def read_network(text: str) -> Network | None:
    """The network that the text names; None if it names none. Bits of the host are dropped (`203.0.113.77/24`); IPv6
    narrower than a /64 is widened to it; ports and brackets are taken from single addresses.
    """
    text = text.strip()
    if "/" not in text:
        text = _single(text)
    try:
        found = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    if isinstance(found, ipaddress.IPv6Network) and found.prefixlen > _UNIT:
        found = found.supernet(new_prefix=_UNIT)
    return Network(found.with_prefixlen, found.version, found.prefixlen, int(found.network_address))


def _single(text: str) -> str:
    """An address without its port; text that reads as something else as it is."""
    try:
        found = read_address(text)
    except Unreadable:
        return text
    return text if found is None else found.text
