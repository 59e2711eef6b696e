"""Where the platforms push to: checked, kept, answered at once; nothing of it is ever logged."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from gateway.bodies import read_body
from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from gateway.logs import facts
from gateway.parts import Parts
from gateway.problems import Problem

_log = logging.getLogger(__name__)


class Webhooks:
    """The calls under /webhooks."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._apps = parts, parts.apps

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [Route("/webhooks/{channel}", self.push, methods=["GET", "POST"])]

    async def push(self, request: Request) -> Response:
        """One push of a platform."""
        self._parts.callers.platform(request)
        name = str(request.path_params["channel"])
        if name not in self._apps.channels:
            raise Problem("not-found")
        push = await self._whole(request)
        try:
            answer = await self._apps.channels[name].receive(push)
            await self._apps.intakes[name].take(answer.inbound, state=answer.state)
        except NotGenuine as error:
            self._refused(name, "not_genuine", str(error))
            raise Problem("not-genuine") from error
        except Unreadable as error:
            self._refused(name, "unreadable", "")
            raise Problem("malformed") from error
        self._parts.metrics.pushes.labels(name, "taken" if answer.inbound else "answered").inc()
        return Response(
            answer.body, answer.status, headers={"Cache-Control": "no-store"}, media_type=answer.media_type
        )

    async def _whole(self, request: Request) -> Push:
        settings = self._parts.settings
        body = await read_body(request, limit=settings.body_limit, seconds=settings.body_timeout)
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Push(request.method, dict(request.query_params), headers, body)

    def _refused(self, name: str, result: str, reason: str) -> None:
        self._parts.metrics.pushes.labels(name, result).inc()
        _log.warning("a push was refused", extra=facts(channel=name, result=result, reason=reason))
