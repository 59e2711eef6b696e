"""Settings of a core system that cannot be safe stop the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desk.errors import ConfigurationError
from desk.settings import read_settings
from providers.ledger.client import LedgerClient, core_system
from providers.ledger.settings import LedgerSettings

SECRET = "s" * 32


def given(**facts: Any) -> LedgerSettings:
    return read_settings(LedgerSettings, **{f"ledger_{name}": value for name, value in facts.items()})


def test_without_an_address_the_books_are_our_own() -> None:
    assert core_system() is None
    with pytest.raises(ValueError, match="address and a secret"):
        LedgerClient(given())


@pytest.mark.parametrize(
    "url", ["https://core.example.cn/x", "http://127.0.0.1:9/x", "http://localhost", "http://[::1]:1"]
)
def test_an_address_may_be_plain_on_this_machine_only(url: str) -> None:
    assert given(url=url, secret=SECRET).ledger_url == url


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"url": "http://core.example.cn/x", "secret": SECRET}, "must begin with https"),
        ({"url": "http://127.0.0.1.example.cn", "secret": SECRET}, "must begin with https"),
        ({"url": "ftp://core.example.cn", "secret": SECRET}, "must be an address"),
        ({"url": "https://", "secret": SECRET}, "must be an address"),
        ({"url": "https://core.example.cn/?a=1", "secret": SECRET}, "without name, query"),
        ({"url": "https://me@core.example.cn/", "secret": SECRET}, "without name, query"),
        ({"url": "https://core.example.cn"}, "needs XIAOHU_LEDGER_SECRET"),
        ({"url": "https://core.example.cn", "secret": "short"}, "XIAOHU_LEDGER_SECRET is too short"),
        ({"url": "https://c.example.cn", "secret": SECRET, "cert_file": "a"}, "go together"),
        ({"url": "https://c.example.cn", "secret": SECRET, "timeout": 30}, "XIAOHU_LEDGER_TIMEOUT"),
    ],
)
def test_what_cannot_be_safe_is_refused_with_a_sentence(facts: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        given(**facts)
    assert said in str(refused.value)
    assert SECRET not in str(refused.value)


def test_a_certificate_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    nothing = tmp_path / "none.pem"
    settings = given(url="https://core.example.cn", secret=SECRET, ca_file=nothing)
    with pytest.raises(ConfigurationError, match="certificate of the core system"):
        LedgerClient(settings)
