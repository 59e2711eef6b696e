"""The outer skin of every call: a request id, security headers, one log line, and no bare stack trace."""

import logging
import re
import secrets
from collections.abc import Callable, Iterable
from time import perf_counter

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.logs import facts
from gateway.metrics import Metrics
from gateway.problems import Problem, problem_response

_Finish = Callable[[MutableHeaders], None]
_log = logging.getLogger("gateway.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# A caller may invent others, and each would be one more figure to keep.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


class Boundary:
    """Wraps the application; the only place where an unexpected exception ends."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, origins: Iterable[str], https: bool) -> None:
        self._app, self._metrics = app, metrics
        self._page_policy = page_policy(origins)
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; lifespan events pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(scope, send, self._headers)
        try:
            await self._app(scope, receive, exchange.send)
        except ClientDisconnect:
            _log.info("the caller hung up", extra=facts(request_id=exchange.request_id))
        except Exception:  # noqa: BLE001 - the last place before the caller; logged, and answered with a problem
            _log.exception("a call failed", extra=facts(request_id=exchange.request_id))
            await self._apologise(exchange, scope, receive)
        self._record(exchange, scope)

    async def _apologise(self, exchange: "_Exchange", scope: Scope, receive: Receive) -> None:
        if not exchange.status:
            problem = Problem("failed", request_id=exchange.request_id)
            await problem_response(problem)(scope, receive, exchange.send)

    def _headers(self, headers: MutableHeaders) -> None:
        kind = headers.get("content-type")
        # A 304 has no type: a policy on it would replace that of the page in the browser's cache.
        if kind is not None:
            is_page = kind.startswith("text/html")
            headers.setdefault("Content-Security-Policy", self._page_policy if is_page else _DATA_POLICY)
        # Without it a browser may keep a page or script of yesterday beside a gateway of today.
        headers.setdefault("Cache-Control", "no-cache")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("Referrer-Policy", "no-referrer")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if self._https:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    def _record(self, exchange: "_Exchange", scope: Scope) -> None:
        # The route's pattern, never the path: paths carry link tokens and phone numbers.
        route = getattr(scope.get("route"), "path", None) or "none"
        method = scope["method"] if route != "none" and scope["method"] in _METHODS else "any"
        self._metrics.requests.labels(method, route, exchange.status).inc()
        _log.info("request", extra=facts(method=method, route=route, **exchange.summary()))


class _Exchange:
    """One request on its way: what was answered, and when it began."""

    def __init__(self, scope: Scope, send: Send, finish: _Finish) -> None:
        given = Headers(scope=scope).get("x-request-id", "")
        self.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        self.status = 0
        self._send, self._finish, self._began = send, finish, perf_counter()
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def send(self, message: Message) -> None:
        """Pass an event on, with our headers on the first."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.request_id
            self._finish(headers)
        await self._send(message)

    def summary(self) -> dict[str, object]:
        """What the log line says about it."""
        milliseconds = round((perf_counter() - self._began) * 1000, 1)
        return {"status": self.status, "ms": milliseconds, "request_id": self.request_id}


def page_policy(origins: Iterable[str] | None, *, scripts: Iterable[str] = ()) -> str:
    """What a page may load, and who may frame it.

    Args:
        origins: the shops' pages; None when nobody may, our own pages included.
        scripts: other hosts whose scripts it runs.
    """
    ancestors = ("'none'",) if origins is None else ("'self'", *origins)
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *scripts)),
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            " ".join(("frame-ancestors", *ancestors)),
        )
    )
