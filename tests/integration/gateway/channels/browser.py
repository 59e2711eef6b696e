"""A browser: keeps its cookies and follows redirects, between the gateway and the world."""

from __future__ import annotations

import re
from html import unescape
from types import TracebackType
from typing import Self

from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

GATEWAY = "http://127.0.0.1:8000"
_HOPS = 10


class Browser:
    """One person's browser; another one has other cookies.

    Args:
        app: the gateway, which answers at its public address.
    """

    def __init__(self, app: Starlette) -> None:
        self._own = AsyncClient(transport=ASGITransport(app), base_url=GATEWAY)
        self._world = AsyncClient()
        self.visited: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._own.aclose()
        await self._world.aclose()

    async def open(self, url: str) -> Response:
        """Where the address leads in the end."""
        return await self._followed(await self.step(url))

    async def step(self, url: str) -> Response:
        """One call, its redirect not followed."""
        url = url if url.startswith("http") else f"{GATEWAY}{url}"
        self.visited.append(url)
        client = self._own if url.startswith(GATEWAY) else self._world
        return await client.get(url)

    async def submit(self, page: Response, **fields: str) -> Response:
        """Fill the form of a page in, and send it."""
        html = page.text
        action = re.search(r'<form method="post" action="([^"]+)"', html)
        assert action, html
        hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html)
        data = {**{name: unescape(value) for name, value in hidden}, **fields}
        # As browsers do it for a page that is sent with the policy same-origin.
        assert page.headers["referrer-policy"] == "same-origin"
        return await self._followed(await self._own.post(action[1], data=data, headers={"Origin": GATEWAY}))

    async def post(self, path: str, origin: str = GATEWAY, **data: str) -> Response:
        """A form sent from anywhere."""
        return await self._own.post(path, data=data, headers={"Origin": origin})

    async def call(self, path: str, **body: object) -> Response:
        """What a page's own script calls."""
        return await self._own.post(path, json=body)

    async def _followed(self, response: Response) -> Response:
        for _ in range(_HOPS):
            if not response.is_redirect:
                return response
            response = await self.step(response.headers["location"])
        raise AssertionError("too many redirects")
