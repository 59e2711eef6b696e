"""The platform of the echo app: signed pushes with redelivery, an API with a table of allowances, a login."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

PUSH_KEY = "the echo app's push key"
API_KEY = "the echo app's api key"
MESSAGES = {"said": (5, timedelta(hours=48)), "tapped": (3, timedelta(minutes=1))}
CODE_LIFETIME = timedelta(minutes=5)


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class EchoPlatform:
    """What the platform knows.

    Args:
        strict: whether the table of allowances is in force.
        failures: taken off one by one and answered instead of taking a message: a status, and a body.
        looking: who holds the phone on which a login page is opened.
    """

    clock: Callable[[], datetime] = now
    strict: bool = False
    delivered: list[dict[str, Any]] = field(default_factory=list)
    attempts: list[dict[str, Any]] = field(default_factory=list)
    failures: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    blocked: set[str] = field(default_factory=set)
    looking: str = "ming"
    allowances: dict[str, list[tuple[int, datetime]]] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)

    def texts(self, user: str) -> list[str]:
        """What stands on somebody's phone, oldest first."""
        return [one["text"] for one in self.delivered if one["user"] == user]

    def newest(self, user: str) -> dict[str, Any]:
        """The newest message on somebody's phone."""
        return [one for one in self.delivered if one["user"] == user][-1]

    def signed(self, **event: Any) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of a push."""
        body = json.dumps(event, ensure_ascii=False).encode()
        return body, {"X-Echo-Signature": hmac.new(PUSH_KEY.encode(), body, sha256).hexdigest()}

    def allow(self, user: str, kind: str) -> None:
        """The person did something that lets the app answer."""
        messages, lasts = MESSAGES[kind]
        self.allowances.setdefault(user, []).append((messages, self.clock() + lasts))

    def app(self) -> Starlette:
        """The platform's API and login."""
        return Starlette(
            routes=[
                Route("/messages", self.take, methods=["POST"]),
                Route("/authorize", self.authorize),
                Route("/identify", self.identify, methods=["POST"]),
            ]
        )

    async def take(self, request: Request) -> Response:
        """One message for somebody's phone."""
        if request.headers.get("X-Echo-Key") != API_KEY:
            return JSONResponse({"error": "wrong key"}, 401)
        message = await request.json()
        self.attempts.append(message)
        if self.failures:
            status, body = self.failures.pop(0)
            return JSONResponse(body, status)
        if message["user"] in self.blocked:
            return JSONResponse({"error": "blocked"}, 410)
        if self.strict and not self._allowed(message["user"]):
            return JSONResponse({"error": "no allowance"}, 403)
        if message["key"] not in {one["key"] for one in self.delivered}:
            self.delivered.append(message)
        return JSONResponse({"ok": True})

    async def authorize(self, request: Request) -> Response:
        """The login page, on which the phone's holder agrees at once."""
        code = secrets.token_hex(8)
        self.codes[code] = self.looking, self.clock() + CODE_LIFETIME
        query = urlencode({"code": code, "state": request.query_params["state"]})
        return RedirectResponse(f"{request.query_params['redirect_uri']}?{query}")

    async def identify(self, request: Request) -> Response:
        """Who came back with a code, once."""
        user, until = self.codes.pop((await request.json())["code"], ("", self.clock()))
        if not user or until <= self.clock():
            return JSONResponse({"error": "code"}, 400)
        return JSONResponse({"identity": f"id-of-{user}"})

    def _allowed(self, user: str) -> bool:
        live = [
            (left, until) for left, until in self.allowances.get(user, []) if left and until > self.clock()
        ]
        live.sort(key=lambda one: one[1])
        if not live:
            return False
        self.allowances[user] = [(live[0][0] - 1, live[0][1]), *live[1:]]
        return True
