"""Who looks at a page: sent to the platform's login or the shop's, and known by what comes back."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from desk.channels.errors import TicketSpent
from desk.channels.model import AppUser
from desk.channels.sealing import digest
from gateway.channels.pages import Refused, choice
from gateway.channels.port import Login, LoginRefused, TransportError
from gateway.identity import Identity, NotAuthenticated
from gateway.parts import Parts

COOKIE = "xiaohu_login"
PLATFORM, SHOP, FORM = "platform", "shop", "form"
_LONGEST = 4096
_MINUTES = 10
_BROWSER = re.compile(r"[A-Za-z0-9_-]{32}")
_NO_STORE = {"Cache-Control": "no-store"}
Data = Mapping[str, Any]


class Logins:
    """Begins logins and ends them, each once, in the browser in which it was begun."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._bindings = parts, parts.desk.bindings
        self._public_url = parts.desk.settings.public_url.rstrip("/")
        self._is_https = self._public_url.startswith("https://")
        # With the prefix no other host of the shop's domain can give a browser a cookie of its choice.
        self._cookie = f"__Host-{COOKIE}" if self._is_https else COOKIE
        self._shops = dict(parts.sites.logins)
        if parts.desk.demo is not None:
            self._shops["demo"] = f"{self._public_url}/demo/login"

    def platform_login(self, channel: str) -> Login | None:
        """The login of an app; None when it has none, or when it is configured no more."""
        found = self._parts.apps.channels.get(channel)
        return found.login if found else None

    async def to_platform(
        self, request: Request, channel: str, login: Login, purpose: str, **data: Any
    ) -> Response:
        """Send the browser to the platform; only this browser may come back.

        Whoever was named there could otherwise have a customer come back in their place, and log in.
        """
        browser = self._browser(request)
        state = await self._begin(PLATFORM, purpose, channel=channel, browser=digest(browser), **data)
        url = login.authorize_url(redirect_uri=f"{self._public_url}/enter/{channel}/return", state=state)
        response = RedirectResponse(url, 303, headers=_NO_STORE)
        self._remember(response, browser)
        return response

    async def to_shop(self, request: Request, purpose: str, **data: Any) -> Response:
        """Send the browser to the shop; only this browser may come back."""
        if not self._shops:
            raise Refused("no_shop")
        browser = self._browser(request)
        state = await self._begin(SHOP, purpose, browser=digest(browser), **data)
        back = quote(f"{self._public_url}/bind/return?state={state}", safe="")
        urls = {
            site: f"{url}{'&' if '?' in url else '?'}return_to={back}" for site, url in self._shops.items()
        }
        response: Response = choice(urls)
        if len(urls) == 1:
            response = RedirectResponse(next(iter(urls.values())), 303, headers=_NO_STORE)
        self._remember(response, browser)
        return response

    async def confirm(self, browser: str, **data: Any) -> str:
        """The state of a form that only this browser may send."""
        return await self._begin(FORM, "bind", browser=browser, **data)

    async def ended(self, state: str | None, by: str) -> Data:
        """What a login was begun for.

        Args:
            by: who has to say who it is; what was begun with one cannot be ended with another.

        Raises:
            Refused: it ended before, is over, or was begun with somebody else.
        """
        try:
            data = await run_sync(self._bindings.end_login, (state or "")[:_LONGEST])
        except TicketSpent as error:
            raise Refused("spent") from error
        if data["by"] != by:
            raise Refused("spent")
        return data

    def require_browser(self, request: Request, data: Data) -> None:
        """Refuse a browser in which the login was not begun: somebody may have sent the link on."""
        mine = digest(request.cookies.get(self._cookie, ""))
        if not hmac.compare_digest(mine, str(data["browser"])):
            raise Refused("other_browser")

    async def named_by_platform(self, login: Login, code: str | None, user: AppUser) -> None:
        """Refuse whoever is not the person to whom the link was given.

        Raises:
            Refused: the platform names somebody else, nobody, or cannot be asked.
        """
        try:
            identity = await login.identify((code or "")[:_LONGEST])
        except LoginRefused as error:
            raise Refused("refused") from error
        except (TransportError, httpx.HTTPError, TimeoutError) as error:
            raise Refused("away") from error
        if not hmac.compare_digest(identity.encode(), user.identity.encode()):
            raise Refused("not_yours")

    def named_by_shop(self, token: str | None) -> Identity:
        """The customer whom the shop's signature names.

        Raises:
            Refused: it names nobody.
        """
        try:
            identity = self._parts.identities.of_token(token or "")
        except NotAuthenticated as error:
            raise Refused("not_logged_in") from error
        if identity.is_visitor:
            raise Refused("not_logged_in")
        return identity

    async def _begin(self, by: str, purpose: str, **data: Any) -> str:
        return await run_sync(self._bindings.begin_login, {"by": by, "for": purpose, **data})

    def _browser(self, request: Request) -> str:
        """The browser's secret; the one it has, so that links opened at once do not shut each other out."""
        known = request.cookies.get(self._cookie, "")
        return known if _BROWSER.fullmatch(known) else secrets.token_urlsafe(24)

    def _remember(self, response: Response, browser: str) -> None:
        response.set_cookie(
            self._cookie,
            browser,
            max_age=_MINUTES * 60,
            path="/",
            secure=self._is_https,
            httponly=True,
            samesite="lax",
        )
