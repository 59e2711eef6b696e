"""The door before a verification page: a link given in an app opens only for whom the platform names."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from desk.bootstrap import Desk
from desk.channels.model import AppUser
from desk.channels.sealing import Box
from desk.clock import Clock, utc_now
from desk.conversations.model import Message
from gateway.channels.pages import Refused

COOKIE = "xiaohu_door"
_OPEN_FOR = timedelta(minutes=30)


class Doors:
    """Opens a verification page for one browser, and keeps it shut for all others.

    Args:
        in_use: whether there is any messaging app; without one, no link was ever given in one.
    """

    def __init__(self, desk: Desk, *, in_use: bool, clock: Clock = utc_now) -> None:
        self._bindings, self._channels, self._in_use, self._clock = (
            desk.bindings,
            desk.channels,
            in_use,
            clock,
        )
        self._box = Box.for_use(desk.settings.secret_key, "doors")
        self._secure = desk.settings.public_url.startswith("https://")

    async def require(self, request: Request, token: str) -> None:
        """Let through whoever may use this verification link here.

        Raises:
            Refused: the link was given in an app, and this browser did not come through its door.
        """
        tied = await run_sync(self._bindings.link_tied_to, token) if self._in_use else None
        if tied is None:
            return
        user = await run_sync(self._channels.user, tied)
        if not self._is_open(request.cookies.get(COOKIE, ""), token, user):
            raise Refused("elsewhere", user.channel)

    def open(self, response: Response, token: str, user: AppUser) -> None:
        """Let this browser through from now on: the platform has named the person."""
        until = self._clock() + _OPEN_FOR
        response.set_cookie(
            COOKIE,
            f"{until.isoformat()}|{self._signature(token, user, until)}",
            max_age=int(_OPEN_FOR.total_seconds()),
            path=f"/verify/{token}",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )

    async def free(self, messages: Sequence[Message]) -> None:
        """These were said to a logged-in customer outside of any app: links in them need no door."""
        cards = [message.card for message in messages if self._in_use and message.card]
        for card in cards:
            if card["kind"] == "verification":
                token = urlsplit(str(card["url"])).path.rpartition("/")[2]
                await run_sync(self._bindings.free_link, token)

    def _is_open(self, cookie: str, token: str, user: AppUser) -> bool:
        moment, _, signature = cookie.partition("|")
        try:
            until = datetime.fromisoformat(moment)
        except ValueError:
            return False
        if until.tzinfo is None or until <= self._clock():
            return False
        # As bytes, since a forged cookie may hold anything.
        right = self._signature(token, user, until).encode()
        return hmac.compare_digest(signature.encode(errors="replace"), right)

    def _signature(self, token: str, user: AppUser, until: datetime) -> str:
        # With the owner, so that an open door shuts when the binding is undone.
        return self._box.sign(f"{token}|{user.id}|{user.owner}|{until.isoformat()}")
