"""Turns share their connections to the action server, and nothing else changes."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import aiohttp
import pytest
from rasa.core.actions.action import ClientResponseError
from rasa.utils.endpoints import EndpointConfig

from bot.speedups import action_connection


@dataclass
class Server:
    """An action server that counts who connects."""

    port: int = 0
    connections: set[Any] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    hangs_up: bool = False


@contextmanager
def running(server: Server) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            server.connections.add(self.client_address)
            server.headers = dict(self.headers)
            self.send_response(server.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "2")
            if server.hangs_up:
                self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    http = ThreadingHTTPServer(("127.0.0.1", server.port), Handler)
    http.daemon_threads = True
    server.port = http.server_address[1]
    thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    http.shutdown()
    http.server_close()
    thread.join()


async def ask(server: Server, times: int, **config: Any) -> None:
    endpoint = EndpointConfig(f"http://127.0.0.1:{server.port}/webhook", **config)
    try:
        for _ in range(times):
            assert await endpoint.request(json={"next_action": "action_faq"}) == {}
    finally:
        await action_connection.close()


def test_turns_share_a_connection() -> None:
    with running(Server()) as server:
        asyncio.run(ask(server, 5))
    assert len(server.connections) == 1


def test_each_loop_has_connections_of_its_own() -> None:
    with running(Server()) as server:
        for _ in range(2):
            asyncio.run(ask(server, 2))
    assert len(server.connections) == 2


def test_a_server_that_hangs_up_after_each_answer_gets_new_connections() -> None:
    with running(Server(hangs_up=True)) as server:
        asyncio.run(ask(server, 3))
    assert len(server.connections) == 3


def test_headers_and_credentials_go_along() -> None:
    config = {"headers": {"X-Xiaohu-Secret": "s"}, "basic_auth": {"username": "u", "password": "p"}}
    with running(Server()) as server:
        asyncio.run(ask(server, 1, **config))
    assert server.headers["X-Xiaohu-Secret"] == "s"
    assert server.headers["Authorization"] == aiohttp.BasicAuth("u", "p").encode()


def test_a_failure_is_rasas_own() -> None:
    with running(Server(status=500)) as server, pytest.raises(ClientResponseError):
        asyncio.run(ask(server, 1))
