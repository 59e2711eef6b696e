"""The fake core system as a real HTTP server on a free port of this machine."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.ledger.behaviour import CoreHandler, CoreServer, Mode
from tests.fakes.ledger.books import Books
from tests.fakes.ledger.signatures import Envelope, Rejected, check

BASE = "/xiaohu/v1"
KEY_ID, SECRET = "test-key", "core-secret-for-tests-".ljust(40, "x")
VERBS = {"freeze", "release", "close"}


@dataclass
class CoreSystem:
    """What tests see of it.

    Args:
        calls: verb and customer of every call that was let in, changes with their reference.
        rejected: why callers were turned away.
        before: run with the verb before anything is looked up or changed.
        after: run with the verb when it is done and not answered yet.
    """

    books: Books = field(default_factory=Books)
    mode: Mode = Mode.GOOD
    secret: str = SECRET
    url: str = ""
    calls: list[tuple[str, ...]] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda _verb: None
    after: Callable[[str], None] = lambda _verb: None
    keys: dict[str, bytes] = field(default_factory=dict)
    nonces: set[str] = field(default_factory=set)
    stopped: threading.Event = field(default_factory=threading.Event)
    first: tuple[int, bytes, str] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def count(self, verb: str) -> int:
        """How many calls of this kind were let in."""
        return sum(call[0] == verb for call in self.calls)

    def answer(self, envelope: Envelope) -> tuple[int, dict[str, Any]]:
        """The protocol: 401 for a bad signature, 422 for a misused key, else the books' word."""
        try:
            with self.lock:
                check(self.secret, KEY_ID, envelope, nonces=self.nonces, keys=self.keys)
        except Rejected as reason:
            self.rejected.append(str(reason))
            return reason.status, {"title": str(reason)}
        parts = urlsplit(envelope.target)
        verb = parts.path.removeprefix(f"{BASE}/")
        self.before(verb)
        if (envelope.method, verb) == ("GET", "health"):
            return 200, {"status": "ok"}
        if (envelope.method, verb) == ("GET", "account"):
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            self.calls.append((verb, _customer(asked)))
            return 200, {"account": self.books.of(_customer(asked))}
        if envelope.method == "POST" and verb in VERBS:
            return self._change(verb, json.loads(envelope.body))
        return 404, {"title": "not found"}

    def _change(self, verb: str, asked: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.calls.append((verb, _customer(asked), asked["ref"]))
        answer = self.books.change(verb, _customer(asked), asked["ref"])
        self.after(verb)
        return answer


@contextmanager
def running_core(context: ssl.SSLContext | None = None) -> Iterator[CoreSystem]:
    """The core system on a free port; over TLS with a context."""
    core = CoreSystem()
    server = CoreServer(("127.0.0.1", 0), CoreHandler)
    server.core = core
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    core.url = f"{'https' if context else 'http'}://127.0.0.1:{server.server_address[1]}{BASE}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield core
    finally:
        core.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _customer(asked: dict[str, str]) -> str:
    return f"{asked['site']}/{asked['sub']}"
