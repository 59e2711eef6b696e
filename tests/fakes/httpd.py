"""A small HTTP server for the fakes: one table of paths, one lock, a thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Call:
    """One request as it came in."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]  # names in lower case
    body: bytes


@dataclass(frozen=True)
class Said:
    """One answer."""

    body: Any = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Handler = Callable[[Call], Said]


class Server:
    """What a fake is made of; subclasses fill `routes` with (method, path)."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Handler] = {}
        self.calls: list[Call] = []
        self.lock = threading.RLock()
        self.url = ""

    def answer(self, method: str, call: Call) -> Said:
        """Find the path and answer it, one call after another."""
        handler = self.routes.get((method, call.path))
        with self.lock:
            self.calls.append(call)
            return handler(call) if handler else Said({"errcode": 404, "errmsg": "no such interface"}, 404)

    @contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        """Serve on a port of this machine; gives the address."""
        server = _Threaded(self, port)
        self.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self.url
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class _Threaded(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fake: Server, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.fake = fake

    def handle_error(self, *_arguments: Any) -> None:
        """Somebody hung up."""


class _Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Threaded

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        said = self.server.fake.answer(method, Call(parts.path, query, headers, body))
        is_text = isinstance(said.body, str)
        sent = said.body.encode() if is_text else json.dumps(said.body, ensure_ascii=False).encode()
        self.send_response(said.status)
        self.send_header("Content-Type", "text/plain" if is_text else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(sent)))
        for name, value in said.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""
