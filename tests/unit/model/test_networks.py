"""Networks as a person types them."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fraudgraph.model.clean import read_address
from fraudgraph.model.networks import Network, read_network


def network(text: str) -> Network:
    """The network, which there is."""
    found = read_network(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("203.0.113.0/24", "203.0.113.0/24"),
        (" 203.0.113.77/24 ", "203.0.113.0/24"),
        ("203.0.113.0/255.255.255.0", "203.0.113.0/24"),
        ("203.0.113.77", "203.0.113.77/32"),
        ("203.0.113.77:443", "203.0.113.77/32"),
        ("::ffff:203.0.113.77", "203.0.113.77/32"),
        ("2001:DB8:0:0::/32", "2001:db8::/32"),
        ("2001:db8:0:5::9", "2001:db8:0:5::/64"),
        ("[2001:db8:0:5::9]:443", "2001:db8:0:5::/64"),
        ("2001:db8:0:5:1::/80", "2001:db8:0:5::/64"),
    ],
)
def test_networks_are_read_however_they_are_written(typed: str, text: str) -> None:
    """Bits of the host go, an address is a network of one, and IPv6 is known by its /64."""
    assert network(typed).text == text


@pytest.mark.parametrize(
    "typed", ["acct_7f", "203.0.113", "7", "", "ip_4f2a", "mail.example", "203.0.113.0/33", "a/24"]
)
def test_anything_else_is_no_network(typed: str) -> None:
    """A part of an address is text like any other."""
    assert read_network(typed) is None


def test_what_a_single_one_is_called() -> None:
    """The value under which the facts hold it."""
    assert (network("203.0.113.7").single, network("203.0.113.7").value) == (True, "203.0.113.7")
    assert (network("2001:db8::9").single, network("2001:db8::9").value) == (True, "2001:db8::/64")
    assert not network("203.0.113.0/31").single
    assert network("203.0.113.0/24").addresses == 256


def test_too_wide_and_private() -> None:
    """A network of half the world is not asked for; private addresses name no one."""
    assert [network(text).too_wide for text in ("8.0.0.0/7", "8.0.0.0/8", "2000::/15", "2001::/16")] == [1, 0, 1, 0]
    assert [network(text).names_someone for text in ("10.0.0.0/8", "192.168.1.1/16", "203.0.113.0/24")] == [0, 0, 1]


V4 = st.ip_addresses(v=4).map(str)
V6 = st.one_of(
    st.ip_addresses(v=6),
    st.lists(st.sampled_from([0, 0, 1, 0xDB8, 0x2001]), min_size=8, max_size=8).map(
        lambda groups: ipaddress.IPv6Address(sum(group << 16 * place for place, group in enumerate(groups)))
    ),
).map(str)


@given(address=st.one_of(V4, V6), other=st.one_of(V4, V6), prefix=st.integers(0, 64))
def test_holds_and_start_agree_with_the_standard_library(address: str, other: str, prefix: int) -> None:
    """An address is in a network where `ipaddress` says so, and then begins as the network says."""
    version = ipaddress.ip_address(address).version
    known = ipaddress.ip_network(f"{address}/{min(prefix, 32) if version == 4 else prefix}", strict=False)
    found = network(str(known))
    for one in (address, other):
        read = read_address(one)
        assert found.holds(one) == (ipaddress.ip_address(one) in known)
        if found.holds(one):
            assert str(ipaddress.ip_address(one)).startswith(found.start)
        if read is not None and read.net and version == 6:
            inside = ipaddress.IPv6Network(read.net).subnet_of(ipaddress.IPv6Network(str(known)))
            assert found.holds(read.net) == inside
            assert not inside or read.net.startswith(found.start)
