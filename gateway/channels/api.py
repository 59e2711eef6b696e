"""The customer's own calls about apps: which speak for them, take one in, let one go."""

from __future__ import annotations

from functools import partial

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk.channels.model import AppUser
from gateway.bodies import read_json
from gateway.identity import Identity
from gateway.parts import Parts
from gateway.problems import Problem

_NO_STORE = {"Cache-Control": "no-store"}
_LONGEST_ID = 32


class BindingsApi:
    """The calls under /api/v1/bindings; visitors have none."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._bindings = parts, parts.desk.bindings

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/api/v1/bindings", self.listed, methods=["GET"]),
            Route("/api/v1/bindings", self.invite, methods=["POST"]),
            Route("/api/v1/bindings/{id}", self.unbind, methods=["DELETE"]),
        ]

    async def listed(self, request: Request) -> Response:
        """The apps in which somebody speaks for the customer."""
        owner = self._customer(request).owner
        found = await run_sync(self._bindings.bindings, owner)
        return JSONResponse({"bindings": [_binding(user) for user in found]}, headers=_NO_STORE)

    async def invite(self, request: Request) -> Response:
        """A one-time ticket that binds whoever takes it into the app."""
        owner = self._customer(request).owner
        settings = self._parts.settings
        body = await read_json(request, limit=settings.body_limit, seconds=settings.body_timeout)
        channel = body.get("channel")
        if not isinstance(channel, str) or channel not in self._parts.apps.channels:
            raise Problem("invalid", field="channel")
        ticket, until = await run_sync(self._bindings.invite, owner, channel)
        answer = {"channel": channel, "ticket": ticket, "expires_at": until.isoformat()}
        return JSONResponse(answer, 201, headers=_NO_STORE)

    async def unbind(self, request: Request) -> Response:
        """The app speaks for the customer no more."""
        owner = self._customer(request).owner
        app_user_id = str(request.path_params["id"])
        if len(app_user_id) > _LONGEST_ID or not app_user_id.isalnum():
            raise Problem("not-found")
        await run_sync(partial(self._bindings.unbind, by=owner, owner=owner), app_user_id)
        return Response(status_code=204)

    def _customer(self, request: Request) -> Identity:
        identity = self._parts.callers.reader(request)
        if identity.is_visitor:
            raise Problem("forbidden")
        return identity


def _binding(user: AppUser) -> dict[str, str | None]:
    return {
        "id": user.id,
        "channel": user.channel,
        "bound_at": user.bound_at.isoformat() if user.bound_at else None,
        "last_seen_at": user.last_seen_at.isoformat(),
    }
