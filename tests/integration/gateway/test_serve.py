"""The gateway as a process: it starts with fitting settings only, and stops when told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from desk.errors import ConfigurationError
from desk.settings import Settings
from gateway.serve import build_server
from gateway.settings import GatewaySettings

START = """
from desk.settings import Settings, read_settings
from gateway.serve import serve
serve(read_settings(Settings))
"""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "shop.example"])
def test_a_demo_for_the_whole_network_is_refused(settings: Settings, host: str) -> None:
    with pytest.raises(ConfigurationError, match="XIAOHU_HOST"):
        build_server(settings, GatewaySettings(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_a_demo_for_this_machine_may_start(settings: Settings, host: str) -> None:
    server = build_server(settings, GatewaySettings(host=host))
    assert server.config.host == host
    assert not server.config.proxy_headers


@pytest.fixture
def process(settings: Settings) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A gateway in a process of its own."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    values = {name: value for name, value in settings.model_dump(mode="json").items() if value is not None}
    values |= {
        name: getattr(settings, name).get_secret_value()
        for name in values
        if name.endswith(("_key", "_secret", "_pepper"))
    }
    environment = {f"XIAOHU_{name.upper()}": str(value) for name, value in {**values, "port": port}.items()}
    started = subprocess.Popen(
        [sys.executable, "-c", START], env={**os.environ, **environment}, stderr=subprocess.PIPE, text=True
    )
    yield started, f"http://127.0.0.1:{port}"
    started.kill()
    started.communicate()


def test_it_serves_logs_lines_of_json_and_stops_when_told(process: tuple[subprocess.Popen[str], str]) -> None:
    gateway, url = process
    assert gateway.stderr is not None
    lines = []
    for line in gateway.stderr:
        lines.append(json.loads(line))
        if "running on" in lines[-1]["event"]:
            break
    with httpx.Client(base_url=url) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        made = client.post("/demo/customers", json={"profile": "clear"}).json()
        headers = {"Authorization": f"Bearer {made['token']}"}
        with client.stream("GET", "/api/v1/events", headers=headers) as stream:
            assert stream.status_code == 200
            gateway.send_signal(signal.SIGTERM)
            assert stream.read() == b""
    rest = gateway.stderr.read()
    assert gateway.wait(10) in {0, -signal.SIGTERM}
    lines += [json.loads(line) for line in rest.splitlines()]
    assert all({"at", "level", "logger", "event"} <= set(line) for line in lines)
    assert made["customer_id"] not in json.dumps(lines)
    assert [line for line in lines if line["level"] in {"error", "critical"}] == []
