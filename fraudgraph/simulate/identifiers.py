"""Identifiers as integer codes while a population grows, as strings when it is written.

Strings are drawn at random at the end, so their order tells nothing about who holds them. Addresses are random unicast
IPv4 addresses (no reserved, private or documentation block) and IPv6 hosts in the documentation block 2001:db8::/32;
none was ever seen in real data.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from fraudgraph.simulate.arrays import Ints

Words = npt.NDArray[np.uint64]

HEX = np.frombuffer(b"0123456789abcdef", np.uint8)
RESERVED_FIRST_OCTETS = (0, 10, 100, 127, 169, 172, 192, 198, 203)


class Registry:
    """Hands out codes of cards, templates and addresses; no code is ever handed out twice."""

    def __init__(self) -> None:
        self.cards = 0
        self.templates = 0
        self.addresses = 0
        self._lines: list[Ints] = []
        self._six: list[npt.NDArray[np.bool_]] = []
        self._line_count = 0

    def new_cards(self, n: int) -> Ints:
        """n cards nobody holds yet."""
        self.cards += n
        return np.arange(self.cards - n, self.cards)

    def new_templates(self, n: int) -> Ints:
        """n prompt templates nobody uses yet."""
        self.templates += n
        return np.arange(self.templates - n, self.templates)

    def new_addresses(self, n: int, six: npt.ArrayLike = False) -> Ints:
        """n addresses on lines of their own; six: which are IPv6 (a line is then a /64)."""
        lines = np.arange(self._line_count, self._line_count + n)
        self._line_count += n
        return self._add(lines, np.broadcast_to(np.asarray(six, np.bool_), (n,)))

    def new_hosts(self, addresses: Ints) -> Ints:
        """One host on the line of each address: the address itself for IPv4, a new host of its /64 for IPv6."""
        six = np.concatenate(self._six)[addresses]
        hosts = addresses.copy()
        hosts[six] = self._add(np.concatenate(self._lines)[addresses[six]], np.full(int(six.sum()), True))
        return hosts

    def _add(self, lines: Ints, six: npt.NDArray[np.bool_]) -> Ints:
        self._lines.append(lines)
        self._six.append(six)
        self.addresses += len(lines)
        return np.arange(self.addresses - len(lines), self.addresses)

    def card_names(self, rng: np.random.Generator) -> pa.Array:
        """Processor tokens, pm_ and 16 hexadecimal digits."""
        return hex_names("pm_", distinct(rng, self.cards, 64), 16)

    def template_names(self, rng: np.random.Generator) -> pa.Array:
        """Template fingerprints, tpl_ and 12 hexadecimal digits."""
        return hex_names("tpl_", distinct(rng, self.templates, 48), 12)

    def address_names(self, rng: np.random.Generator) -> pa.Array:
        """Address of every code, IPv4 dotted or IPv6 in eight groups."""
        lines, six = np.concatenate(self._lines), np.concatenate(self._six)
        four = ipv4_names(_unicast(rng, self._line_count)).take(pa.array(lines[~six]))
        prefixes = distinct(rng, self._line_count, 32)[lines[six]]
        both = pa.concat_arrays([four, _ipv6_names(prefixes, distinct(rng, len(prefixes), 64))])
        place = np.empty(len(six), np.int64)
        place[~six], place[six] = np.arange(len(four)), np.arange(len(four), len(six))
        return both.take(pa.array(place))


def distinct(rng: np.random.Generator, n: int, bits: int) -> Words:
    """n different random numbers below 2**bits, in random order."""
    high = 2**bits - 1
    found = np.zeros(0, np.uint64)
    while len(found) < n:
        more = rng.integers(0, high, n + 64, dtype=np.uint64, endpoint=True)
        found = np.sort(np.concatenate([found, more]))
        # by sorting: numpy's unique hashes, which takes ten times as long on millions of random words
        found = found[np.append(True, found[1:] != found[:-1])]
    return np.asarray(rng.permutation(found)[:n])


def hex_names(prefix: str, values: Words, digits: int) -> pa.Array:
    """prefix + the last `digits` hexadecimal digits of each value, as Arrow strings."""
    width = len(prefix) + digits
    text = np.empty((len(values), width), np.uint8)
    text[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    for place in range(digits):
        nibble = (values >> np.uint64(4 * place)) & np.uint64(15)
        text[:, width - 1 - place] = HEX[nibble.astype(np.int64)]
    offsets = np.arange(len(values) + 1, dtype=np.int32) * np.int32(width)
    return pa.StringArray.from_buffers(len(values), pa.py_buffer(offsets), pa.py_buffer(text))


def _unicast(rng: np.random.Generator, n: int) -> Words:
    """n different IPv4 addresses in blocks that are neither reserved, private, multicast nor for documentation."""
    allowed = rng.permutation(np.setdiff1d(np.arange(1, 224), RESERVED_FIRST_OCTETS)).astype(np.uint64)
    low = distinct(rng, n, 31)
    first = allowed[(low >> np.uint64(24)).astype(np.int64)]
    return np.asarray((first << np.uint64(24)) | (low & np.uint64(0xFFFFFF)))


def ipv4_names(values: Words) -> pa.Array:
    """Dotted form of 32-bit addresses."""
    octets = pa.array([str(v) for v in range(256)])
    parts = [
        octets.take(pa.array(((values >> np.uint64(s)) & np.uint64(255)).astype(np.int64))) for s in (24, 16, 8, 0)
    ]
    return pc.binary_join_element_wise(*parts, ".")


def _ipv6_names(prefixes: Words, hosts: Words) -> pa.Array:
    """2001:db8 : 32 bits of prefix : 64 bits of host."""
    groups = pa.array([f"{v:x}" for v in range(65536)])
    words = [(prefixes, 16), (prefixes, 0), (hosts, 48), (hosts, 32), (hosts, 16), (hosts, 0)]
    parts = [groups.take(pa.array(((w >> np.uint64(s)) & np.uint64(65535)).astype(np.int64))) for w, s in words]
    return pc.binary_join_element_wise(pa.scalar("2001"), pa.scalar("db8"), *parts, ":")
