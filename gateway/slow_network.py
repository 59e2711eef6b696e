"""A bad network for demo customers who ask for one, so that the chat can be seen to cope."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.identity import Identities, NotAuthenticated

REQUEST_DELAY = 1.5  # seconds before a call is looked at
PIECE_DELAY = 0.3  # seconds before each piece of an answer leaves


class SlowNetwork:
    """Holds up the calls of the customers in `owners`; everybody else's pass untouched.

    Args:
        owners: the demo customers (`demo/<id>`) whose network is slow now.
    """

    def __init__(self, app: ASGIApp, *, identities: Identities, owners: Collection[str]) -> None:
        self._app, self._identities, self._owners = app, identities, owners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one call on, late when its caller's network is slow."""
        if scope["type"] != "http" or not self._is_slow(scope):
            await self._app(scope, receive, send)
            return

        async def late(message: Message) -> None:
            await asyncio.sleep(PIECE_DELAY)
            await send(message)

        await asyncio.sleep(REQUEST_DELAY)
        await self._app(scope, receive, late)

    def _is_slow(self, scope: Scope) -> bool:
        if not self._owners:
            return False
        try:
            identity = self._identities.identify(Headers(scope=scope).get("authorization"))
        except NotAuthenticated:
            return False
        return identity.owner in self._owners
