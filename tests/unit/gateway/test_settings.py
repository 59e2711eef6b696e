"""What an operator sets about the front door."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from desk.errors import ConfigurationError
from desk.settings import read_settings
from gateway.settings import GatewaySettings


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XIAOHU_ENV_FILE", raising=False)


def test_the_defaults_are_those_of_the_contract() -> None:
    settings = read_settings(GatewaySettings)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.customer_burst, settings.customer_rate) == (20, 2.0)
    assert (settings.address_burst, settings.address_rate) == (600, 60.0)


def test_networks_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1")
    settings = read_settings(GatewaySettings)
    assert settings.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("192.0.2.1/32"))


def test_an_empty_list_of_networks_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOHU_METRICS_ADDRESSES", "")
    assert read_settings(GatewaySettings).metrics_addresses == ()


def test_the_settings_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "some.env"
    file.write_text("XIAOHU_PORT=8123\nXIAOHU_SECRET_KEY=not-the-gateways-business\n")
    monkeypatch.setenv("XIAOHU_ENV_FILE", str(file))
    assert read_settings(GatewaySettings).port == 8123


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "99999"), ("CUSTOMER_RATE", "0"), ("STREAM_POLL", "5"), ("TRUSTED_PROXIES", "proxy.example")],
)
def test_what_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"XIAOHU_{name}", value)
    with pytest.raises(ConfigurationError, match=f"XIAOHU_{name}"):
        read_settings(GatewaySettings)
