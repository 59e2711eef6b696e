"""From a link in an app to the verification or the binding, past the platform's login."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import wraps

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from desk.channels.errors import BoundToAnother, TicketSpent
from desk.channels.model import AppUser
from gateway.bodies import read_form
from gateway.channels.logins import FORM, PLATFORM, SHOP, Data, Logins
from gateway.channels.naming import account_named
from gateway.channels.pages import Refused, code_page, confirmation, page
from gateway.parts import Parts
from gateway.verification import refuse_foreign

Endpoint = Callable[["Entrance", Request], Awaitable[Response]]
_NO_STORE = {"Cache-Control": "no-store"}
_METHOD = re.compile(r"[a-z]{1,16}")


def _in_words(endpoint: Endpoint) -> Endpoint:
    """Whoever cannot go on reads why on a page."""

    @wraps(endpoint)
    async def answered(self: Entrance, request: Request) -> Response:
        self._parts.callers.anyone(request)
        try:
            return await endpoint(self, request)
        except TicketSpent:
            return page("spent")
        except BoundToAnother:
            return page("bound_to_another")
        except Refused as refused:
            return page(refused.page, app=refused.app)

    return answered


class Entrance:
    """The calls under /enter and /bind."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._bindings = parts, parts.desk.bindings
        self._logins = Logins(parts)

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/enter/{channel}/return", self.platform_return),
            Route("/enter/{ticket}", self.enter),
            Route("/bind/return", self.shop_return),
            Route("/bind/confirm", self.confirm, methods=["POST"]),
            Route("/bind/{ticket}", self.bind),
        ]

    @_in_words
    async def enter(self, request: Request) -> Response:
        """The link to a verification that was said in an app."""
        ticket = str(request.path_params["ticket"])
        user, _ = await run_sync(self._bindings.entering, ticket)
        given = {"ticket": ticket, "method": request.query_params.get("method", "")}
        login = self._logins.platform_login(user.channel)
        if login is None:
            return await self._logins.to_shop(request, "enter", **given)
        return await self._logins.to_platform(request, user.channel, login, "enter", **given)

    @_in_words
    async def bind(self, request: Request) -> Response:
        """The one-time link that makes somebody in an app a customer."""
        ticket = str(request.path_params["ticket"])
        user = await run_sync(self._bindings.ticketed, ticket)
        login = self._logins.platform_login(user.channel)
        if login is None:
            return await self._logins.to_shop(request, "bind", ticket=ticket)
        return await self._logins.to_platform(request, user.channel, login, "bind", ticket=ticket)

    @_in_words
    async def platform_return(self, request: Request) -> Response:
        """The platform says who it is."""
        data = await self._logins.ended(request.query_params.get("state"), PLATFORM)
        self._logins.require_browser(request, data)
        channel = str(request.path_params["channel"])
        login = self._logins.platform_login(channel)
        if login is None or data.get("channel") != channel:
            raise Refused("spent")
        # DingTalk calls it so.
        code = request.query_params.get("code") or request.query_params.get("authCode")
        await self._logins.named_by_platform(login, code, await self._user(data))
        if data["for"] == "enter":
            return await self._through(data)
        return await self._logins.to_shop(request, "bind", ticket=data["ticket"])

    @_in_words
    async def shop_return(self, request: Request) -> Response:
        """The shop says which customer it is."""
        data = await self._logins.ended(request.query_params.get("state"), SHOP)
        self._logins.require_browser(request, data)
        owner = self._logins.named_by_shop(request.query_params.get("token")).owner
        user = await self._user(data)
        if data["for"] == "enter":
            if user.owner != owner:
                raise Refused("wrong_customer")
            return await self._through(data)
        if user.is_bound and user.owner != owner:
            raise BoundToAnother
        state = await self._logins.confirm(data["browser"], ticket=data["ticket"], owner=owner)
        return confirmation(
            app=user.channel, account=await run_sync(account_named, self._parts.desk, owner), state=state
        )

    @_in_words
    async def confirm(self, request: Request) -> Response:
        """The last word: bind."""
        refuse_foreign(request, self._parts.desk.settings.public_url)
        settings = self._parts.settings
        form = await read_form(request, limit=settings.body_limit, seconds=settings.body_timeout)
        data = await self._logins.ended(form.get("state"), FORM)
        self._logins.require_browser(request, data)
        user = await self._user(data)
        if self._logins.platform_login(user.channel) is None:
            # Nobody has said who opened the link: the person in the app does, by what this page shows.
            return code_page(
                user.channel, await run_sync(self._bindings.promise, data["ticket"], data["owner"])
            )
        welcome = [self._parts.desk.replies.menu("channels.bound")]
        await run_sync(self._bindings.bind, data["ticket"], data["owner"], welcome)
        self._parts.apps.worker.wake()
        return page("bound", app=user.channel)

    async def _user(self, data: Data) -> AppUser:
        if data["for"] == "enter":
            user, _ = await run_sync(self._bindings.entering, data["ticket"])
            return user
        return await run_sync(self._bindings.ticketed, data["ticket"])

    async def _through(self, data: Data) -> Response:
        user, token = await run_sync(self._bindings.entering, data["ticket"])
        method = str(data["method"])
        query = f"?method={method}" if _METHOD.fullmatch(method) else ""
        response = RedirectResponse(f"/verify/{token}{query}", 303, headers=_NO_STORE)
        self._parts.doors.open(response, token, user)
        return response
