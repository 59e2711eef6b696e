"""The access token of an app at WeChat or WeCom, shared by all replicas."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from gateway.channels.port import State, TransportError

_LEASE = timedelta(seconds=15)
_EARLY = timedelta(minutes=5)
_SHORTEST = timedelta(seconds=30)
_BETWEEN_FORCED = timedelta(seconds=30)  # the platform refuses to force more often
_STEP = 0.1
_STEPS = 80


@dataclass(frozen=True)
class Issued:
    """A token as the platform gave it."""

    token: str = field(repr=False)
    lasts: timedelta


def issued(answer: Mapping[str, Any]) -> Issued:
    """The token in the platform's answer.

    Raises:
        TransportError: there is none.
    """
    try:
        token, seconds = str(answer["access_token"]), int(answer["expires_in"])
    except (KeyError, TypeError, ValueError):
        raise TransportError("the platform answers without an access token") from None
    return Issued(token, timedelta(seconds=seconds))


Fetch = Callable[[bool], Awaitable[Issued]]
"""Asks the platform for a token; True makes it give another one, where it can."""


class AccessToken:
    """Fetched once for all replicas, and once more when the platform no longer takes it."""

    def __init__(self, state: State, fetch: Fetch) -> None:
        self._state, self._fetch = state, fetch

    async def current(self) -> str:
        """The token.

        Raises:
            TransportError: the platform gave none.
        """
        return await self._kept() or await self._obtain("")

    async def after(self, refused: str) -> str:
        """Another token than the one that was just refused.

        Raises:
            TransportError: the platform gave none.
        """
        return await self._kept(refused) or await self._obtain(refused)

    async def _kept(self, refused: str = "") -> str | None:
        kept = await self._state.get("token")
        return None if kept == refused else kept

    async def _obtain(self, refused: str) -> str:
        for _ in range(_STEPS):
            if await self._state.lease("token", _LEASE):
                try:
                    return await self._kept(refused) or await self._renew(refused)
                finally:
                    await self._state.release("token")
            await asyncio.sleep(_STEP)
            if kept := await self._kept(refused):
                return kept
        raise TransportError("another replica is still fetching the access token", retry_after=1)

    async def _renew(self, refused: str) -> str:
        got = await self._fetch(False)
        if got.token == refused:
            got = await self._forced()
        await self._state.put("token", got.token, lasts=max(got.lasts - _EARLY, min(got.lasts, _SHORTEST)))
        return got.token

    async def _forced(self) -> Issued:
        if not await self._state.lease("token-forced", _BETWEEN_FORCED):
            raise TransportError("the access token was refused twice", retry_after=_BETWEEN_FORCED.seconds)
        return await self._fetch(True)
