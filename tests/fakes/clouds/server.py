"""An HTTP server that plays a cloud service, and every way in which one can fail on the wire."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LONGEST = 30.0


class Manner(StrEnum):
    """How the service behaves on the wire; in each but the first the call has been taken all the same."""

    CIVIL = "civil"
    SILENT = "silent"  # never answers
    CUT = "cut"  # hangs up instead of answering
    DRIP = "drip"  # a byte now and then
    HALF = "half"  # hangs up within the answer
    HUGE = "huge"  # ten million bytes
    GARBAGE = "garbage"  # no JSON
    HTML = "html"  # a page, as a proxy in between sends it
    EMPTY = "empty"  # JSON without anything in it
    BROKEN = "broken"  # 500


@dataclass(frozen=True)
class Call:
    """One call as it came in."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]  # names in lower case
    body: bytes

    @property
    def fields(self) -> dict[str, str]:
        return dict(self.query)


@dataclass
class Service:
    """What every fake service has.

    Args:
        ahead: by how many seconds the service's clock is ahead of ours.
        refuse_all: an error as (status, code) for every call.
    """

    now: Callable[[], float] = time
    ahead: float = 0.0
    manner: Manner = Manner.CIVIL
    refuse_all: tuple[int, str] | None = None
    calls: list[Call] = field(default_factory=list)
    url: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, call: Call) -> tuple[int, Any]:
        """Status and body."""
        raise NotImplementedError

    def clock(self) -> float:
        return self.now() + self.ahead


@contextmanager
def running(service: Service) -> Iterator[str]:
    """The service on a free port; gives its address."""
    server = _Server(service)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service.url
    finally:
        service.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, service: Service) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.service = service

    def handle_error(self, *_arguments: Any) -> None:
        """Somebody hung up, which is what tests of time-outs are about."""


class _Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        call = Call("POST", parts.path, tuple(parse_qsl(parts.query, keep_blank_values=True)), headers, body)
        service = self.server.service
        with service.lock:
            service.calls.append(call)
            status, answer = service.answer(call)
        self._send(service.manner, status, json.dumps(answer, ensure_ascii=False).encode())

    def _send(self, manner: Manner, status: int, body: bytes) -> None:
        self.close_connection = True
        if manner is Manner.SILENT:
            self.server.service.stopped.wait(LONGEST)
        if manner in {Manner.SILENT, Manner.CUT}:
            return
        body = _INSTEAD.get(manner, body)
        self.send_response(500 if manner is Manner.BROKEN else status)
        self.send_header("Content-Type", "text/html" if manner is Manner.HTML else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if manner is Manner.DRIP:
            self._drip(body)
        else:
            self.wfile.write(body[: len(body) // 2] if manner is Manner.HALF else body)

    def _drip(self, body: bytes) -> None:
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.server.service.stopped.wait(0.2):
                return

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""


_INSTEAD = {
    Manner.HUGE: b'{"Code": "' + b"x" * 10_000_000 + b'"}',
    Manner.GARBAGE: b"\xff\x00 no JSON",
    Manner.HTML: b"<html>502 Bad Gateway</html>",
    Manner.EMPTY: b"{}",
}
