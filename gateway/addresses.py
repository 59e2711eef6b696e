"""Where a call comes from: the peer, or what a configured proxy says about it."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection

from gateway.settings import Network

Address = IPv4Address | IPv6Address
_FORWARDING = ("x-forwarded-for", "forwarded", "x-real-ip", "via")
_IPV6_HOUSEHOLD = 64


def caller_address(request: HTTPConnection, proxies: Sequence[Network]) -> Address:
    """The address of the caller; a forwarded one counts only when configured proxies passed it on."""
    address = _peer(request)
    hops = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    for hop in reversed(hops):
        forwarded = _parsed(hop)
        if forwarded is None or not _within(address, proxies):
            break
        address = forwarded
    return address


def place_of(address: Address) -> str:
    """The network that says roughly where an address is: the /16, or the /48 of an IPv6 one."""
    prefix = 48 if isinstance(address, IPv6Address) else 16
    return str(ip_network((address, prefix), strict=False))


def limit_key(address: Address) -> str:
    """What one household shares: an IPv4 address, or the /64 of an IPv6 one."""
    if isinstance(address, IPv6Address):
        return str(int(address) >> (128 - _IPV6_HOUSEHOLD))
    return str(address)


def is_direct_from(request: HTTPConnection, networks: Sequence[Network]) -> bool:
    """Whether the call came straight from this machine or one of the networks, through no proxy at all."""
    if any(name in request.headers for name in _FORWARDING):
        return False
    peer = _peer(request)
    return peer.is_loopback or _within(peer, networks)


def _peer(request: HTTPConnection) -> Address:
    parsed = _parsed(request.client.host) if request.client else None
    return parsed or ip_address("0.0.0.0")  # noqa: S104 - stands for "unknown", nothing is bound to it


def _parsed(text: str) -> Address | None:
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
