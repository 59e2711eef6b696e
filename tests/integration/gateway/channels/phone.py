"""Somebody's phone with the echo app on it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

from httpx import AsyncClient, Response

from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.customer import eventually

WEBHOOK = "/webhooks/echo"


class Phone:
    """Types and taps; what arrives stands in the platform's books.

    Args:
        client: the gateway, which the platform pushes to.
    """

    def __init__(self, client: AsyncClient, platform: EchoPlatform, user: str) -> None:
        self.client, self.platform, self.user = client, platform, user

    async def push(self, **event: Any) -> Response:
        """One push of the platform about this person."""
        body, headers = self.platform.signed(**{"id": uuid.uuid4().hex, "user": self.user, **event})
        return await self.client.post(WEBHOOK, content=body, headers=headers)

    async def type(self, text: str, **more: Any) -> None:
        """Type something."""
        self.platform.allow(self.user, "said")
        assert (await self.push(kind="text", text=text, **more)).text == "ok"

    async def tap(self, button: str, **more: Any) -> None:
        """Tap a button by its id."""
        self.platform.allow(self.user, "tapped")
        assert (await self.push(kind="tap", button=button, **more)).text == "ok"

    async def shows(self, fits: Callable[[list[str]], Any]) -> list[str]:
        """The texts on the phone, once they look a certain way."""

        async def look() -> list[str]:
            return self.platform.texts(self.user)

        return await eventually(look, fits)

    async def shows_text(self, part: str) -> str:
        """The newest text that has this in it, once there is one."""
        texts = await self.shows(lambda texts: any(part in text for text in texts))
        return next(text for text in reversed(texts) if part in text)

    def button(self, title: str) -> str:
        """The id of a button on the newest message."""
        buttons = self.platform.newest(self.user)["buttons"]
        return next(str(one["id"]) for one in buttons if one["title"] == title)


def link_in(text: str, kind: str) -> str:
    """The path of the `/enter/…` or `/bind/…` link in a text."""
    found = re.search(rf"http://127\.0\.0\.1:8000(/{kind}/\S+)", text)
    assert found, text
    return found[1]
