"""How the fake core system puts its answers on the wire, honestly or not."""

from __future__ import annotations

import json
import sys
import time
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.fakes.ledger.signatures import Envelope, answer_signature

if TYPE_CHECKING:
    from tests.fakes.ledger.server import CoreSystem


class Mode(StrEnum):
    """How it behaves."""

    GOOD = "good"
    DOWN = "down"  # 503 before anything is done
    FLAKY = "flaky"  # 503 once, then good
    HANGING = "hanging"  # does it, then answers nothing until it is stopped
    CUT = "cut"  # does it, then breaks off in the middle of the answer
    TRICKLING = "trickling"  # one byte at a time
    UNSIGNED = "unsigned"
    FORGED = "forged"  # signed with another secret
    REPLAYED = "replayed"  # always the first answer that it ever gave
    GARBAGE = "garbage"  # signed, and no account
    HUGE = "huge"
    SOMEBODY_ELSE = "somebody_else"  # another customer's account
    MISSING = "missing"  # a proxy's 404
    ELSEWHERE = "elsewhere"  # a redirect


BUSY = {Mode.DOWN, Mode.FLAKY}
LARGE = 2_000_000


class CoreServer(ThreadingHTTPServer):
    """Serves one core system, each connection in a thread."""

    daemon_threads = True
    core: CoreSystem

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers are killed in these tests; only what is our own fault is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class CoreHandler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30
    server: CoreServer

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    def log_message(self, *_arguments: Any) -> None:
        """Say nothing."""

    def _serve(self, body: bytes) -> None:
        core = self.server.core
        if core.mode in BUSY:
            core.mode = Mode.GOOD if core.mode is Mode.FLAKY else core.mode
            self._send(503, b"<html>busy</html>", "")
            return
        envelope = Envelope(self.command, self.path, dict(self.headers), body)
        status, said = core.answer(envelope)
        try:
            self._answer(core, envelope.nonce, status, said)
        except OSError:
            # The caller has hung up, which is what a test of time-outs is about.
            self.close_connection = True

    def _answer(self, core: CoreSystem, nonce: str, status: int, said: dict[str, Any]) -> None:
        data = _data(core.mode, said)
        secret = "another-secret" if core.mode is Mode.FORGED else core.secret
        signature = answer_signature(secret, nonce, status, data)
        core.first = core.first or (status, data, signature)
        ways = {
            Mode.UNSIGNED: lambda: self._send(status, data, ""),
            Mode.REPLAYED: lambda: self._send(*core.first or (status, data, signature)),
            Mode.MISSING: lambda: self._send(404, b"<html>no such page</html>", ""),
            Mode.ELSEWHERE: lambda: self._send(302, b"", "", Location="http://127.0.0.1:9/"),
            Mode.HANGING: lambda: self._hang(core),
            Mode.CUT: lambda: self._send(status, data, signature, cut=len(data) // 2),
            Mode.TRICKLING: lambda: self._trickle(data, signature),
        }
        ways.get(core.mode, lambda: self._send(status, data, signature))()

    def _send(
        self, status: int, data: bytes, signature: str, *, cut: int | None = None, **headers: str
    ) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        if signature:
            self.send_header("X-Xiaohu-Signature", signature)
        self.end_headers()
        self.wfile.write(data[:cut])
        self.close_connection = self.close_connection or cut is not None

    def _hang(self, core: CoreSystem) -> None:
        core.stopped.wait(30)
        self.close_connection = True

    def _trickle(self, data: bytes, signature: str) -> None:
        self._send(200, data, signature, cut=0)
        for byte in data:
            self.wfile.write(bytes([byte]))
            time.sleep(0.02)


def _data(mode: Mode, said: dict[str, Any]) -> bytes:
    if mode is Mode.SOMEBODY_ELSE and said.get("account"):
        said["account"]["sub"] = "somebody-else"
    if mode is Mode.GARBAGE:
        return b'{"account": {"overpaid": -1}}'
    data = json.dumps(said, ensure_ascii=False).encode()
    return b" " * LARGE + data if mode is Mode.HUGE else data
