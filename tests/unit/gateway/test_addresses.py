"""Where a call comes from."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from starlette.requests import HTTPConnection

from gateway.addresses import caller_address, is_direct_from, limit_key

PROXIES = [ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def call(peer: str | None, **headers: str | list[str]) -> HTTPConnection:
    pairs = [
        (name.replace("_", "-").encode(), value.encode())
        for name, values in headers.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    return HTTPConnection({"type": "http", "headers": pairs, "client": (peer, 1) if peer else None})


def came_from(peer: str | None, **headers: str | list[str]) -> str:
    return str(caller_address(call(peer, **headers), PROXIES))


def test_without_a_proxy_it_is_the_peer() -> None:
    assert came_from("203.0.113.9") == "203.0.113.9"


def test_a_forwarded_address_from_anybody_else_is_not_believed() -> None:
    assert came_from("203.0.113.9", x_forwarded_for="198.51.100.1") == "203.0.113.9"


def test_a_configured_proxy_says_whom_it_serves() -> None:
    assert came_from("10.0.0.1", x_forwarded_for="198.51.100.1") == "198.51.100.1"


def test_what_the_caller_wrote_before_the_proxy_is_not_believed() -> None:
    assert came_from("10.0.0.1", x_forwarded_for="127.0.0.1, 198.51.100.1") == "198.51.100.1"


def test_a_chain_of_proxies_is_followed() -> None:
    assert came_from("10.0.0.1", x_forwarded_for="198.51.100.1, 10.2.2.2, 10.3.3.3") == "198.51.100.1"


def test_several_headers_are_one_chain() -> None:
    assert came_from("10.0.0.1", x_forwarded_for=["1.1.1.1", "198.51.100.1"]) == "198.51.100.1"


@pytest.mark.parametrize("said", ["", "unknown", "198.51.100.1:80", "a, b", "🙂".encode().decode("latin-1")])
def test_what_cannot_be_read_ends_the_chain(said: str) -> None:
    assert came_from("10.0.0.1", x_forwarded_for=said) == "10.0.0.1"


def test_an_address_of_six_may_stand_in_brackets() -> None:
    assert came_from("fd00::1", x_forwarded_for="[2001:db8::7]") == "2001:db8::7"


def test_an_address_of_four_in_the_clothes_of_six_is_one_of_four() -> None:
    assert came_from("::ffff:203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize("peer", [None, "testclient", ""])
def test_a_peer_without_an_address_is_unknown(peer: str | None) -> None:
    assert came_from(peer) == "0.0.0.0"


def test_a_household_shares_one_limit() -> None:
    assert limit_key(ip_address("2001:db8::1")) == limit_key(ip_address("2001:db8::ffff"))
    assert limit_key(ip_address("2001:db8::1")) != limit_key(ip_address("2001:db8:0:1::1"))
    assert limit_key(ip_address("192.0.2.1")) != limit_key(ip_address("192.0.2.2"))


@pytest.mark.parametrize(
    ("peer", "allowed"), [("127.0.0.1", True), ("::1", True), ("10.1.2.3", True), ("8.8.8.8", False)]
)
def test_only_this_machine_and_the_networks_come_straight(peer: str, allowed: bool) -> None:
    assert is_direct_from(call(peer), PROXIES) is allowed


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip", "via"])
def test_whatever_a_proxy_passed_on_does_not_come_straight(header: str) -> None:
    assert not is_direct_from(call("127.0.0.1", **{header: "127.0.0.1"}), PROXIES)
