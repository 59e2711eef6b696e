"""A small server that speaks the bot's protocol, and fails in every way that a bot can."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET_HEADER = "X-Xiaohu-Secret"
Turn = dict[str, Any]
Brain = Callable[[Turn], Any]


@dataclass
class BotStandIn:
    """What the tests see of the bot: what it was told, and what it will answer.

    Args:
        secret: what the gateway must show.
        brain: makes the answer to a turn; the list of messages, or whatever garbage.
        status: sent instead of 200.
        silent: turns are taken in and never answered until the stand-in is stopped.
    """

    secret: str
    turns: list[Turn] = field(default_factory=list)
    brain: Brain = field(default=lambda turn: [says(f"您说的是：{turn.get('text') or turn['intent']}")])
    status: int = 200
    raw: bytes | None = None
    silent: bool = False
    healthy: bool = True
    url: str = ""
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def last(self) -> Turn:
        """The newest turn it was told."""
        return self.turns[-1]

    def answer(self, turn: Turn, secret: str | None) -> tuple[int, bytes]:
        """The protocol: 401 without the secret, 400 for what is no turn, else the brain's word."""
        if secret != self.secret:
            return 401, b"[]"
        if set(turn) not in ({"sender", "stage", "text"}, {"sender", "stage", "intent"}):
            return 400, b"[]"
        self.turns.append(turn)
        self.came.release()
        if self.silent:
            self.stopped.wait(30)
        if self.status != 200:
            return self.status, b'{"error": "told to fail"}'
        return 200, self.raw if self.raw is not None else json.dumps(self.brain(turn)).encode()


def says(
    text: str, *buttons: tuple[str, str], card: Any = None, question: str | None = None
) -> dict[str, Any]:
    """One message as the bot's channel sends it."""
    return {
        "text": text,
        "buttons": [{"title": title, "payload": payload} for title, payload in buttons],
        "custom": {"card": card, "question": question},
    }


@contextmanager
def running_bot(secret: str) -> Iterator[BotStandIn]:
    """The stand-in on a free port."""
    bot = BotStandIn(secret)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(bot))
    server.daemon_threads = True
    bot.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield bot
    bot.stopped.set()
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(bot: BotStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            known = self.path in {"/webhooks/xiaohu/health", "/health"}
            self._send(200 if known and bot.healthy else 503, b'{"status": "ok"}')

        def do_POST(self) -> None:
            turn = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.path == "/webhooks/xiaohu/turns"
            self._send(*(bot.answer(turn, self.headers[SECRET_HEADER]) if known else (404, b"")))

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                # The gateway has hung up, which is what a test of time-outs is about.
                self.close_connection = True

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    return Handler


def many(count: int) -> list[dict[str, Any]]:
    """Several answers in one turn."""
    return [says(f"第 {number} 条") for number in range(count)]
