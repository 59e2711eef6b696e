"""An access token that all replicas share, fetched when it is needed and not before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from gateway.channels.port import State

_MARGIN = timedelta(minutes=10)
Fetch = Callable[[], Awaitable[tuple[str, timedelta]]]


class AccessToken:
    """The platform's token for calls to it.

    Args:
        state: where it is kept for all replicas.
        fetch: asks the platform for one: the token, and how long it lasts. An earlier one stays good until
            its own end, so that two replicas which fetch at the same time do each other no harm.
        name: of the value in the state.
    """

    def __init__(self, state: State, fetch: Fetch, *, name: str = "access_token") -> None:
        self._state, self._fetch, self._name = state, fetch, name
        self._one_at_a_time = asyncio.Lock()

    async def current(self) -> str:
        """A token that should be good; raises what `fetch` raises."""
        return await self._state.get(self._name) or await self._renewed(None)

    async def instead_of(self, refused: str) -> str:
        """A token after the platform has refused one; somebody else may have fetched it already."""
        return await self._renewed(refused)

    async def _renewed(self, refused: str | None) -> str:
        async with self._one_at_a_time:
            known = await self._state.get(self._name)
            if known is not None and known != refused:
                return known
            token, lasts = await self._fetch()
            await self._state.put(self._name, token, lasts=max(lasts - _MARGIN, lasts / 2))
            return token
