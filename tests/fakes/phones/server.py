"""The page that plays the phones, and the calls behind it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from tests.fakes.phones.hands import Bubble, Hand

PAGE = Path(__file__).parent / "page.html"
LONGEST = 5000


@dataclass
class Screen:
    """What is on one phone: what came, and what was said between."""

    hand: Hand
    mine: list[tuple[int, Bubble]] = field(default_factory=list)

    def does(self, act: str, words: str) -> None:
        """Say or tap, and show it."""
        self.mine.append((len(self.hand.received()), Bubble(words, mine=True)))
        (self.hand.says if act == "say" else self.hand.taps)(words)

    def bubbles(self) -> list[Bubble]:
        """Everything in order."""
        received, shown, done = self.hand.received(), [], 0
        for place, bubble in self.mine:
            shown += [*received[done:place], bubble]
            done = place
        return [*shown, *received[done:]]


def build_server(hands: Mapping[str, Hand]) -> Starlette:
    """The page's application."""
    phones = _Phones({name: Screen(hand) for name, hand in hands.items()})
    return Starlette(
        routes=[
            Route("/", phones.page),
            Route("/phones", phones.all),
            Route("/phones/{name}", phones.one),
            Route("/phones/{name}/{act:str}", phones.act, methods=["POST"]),
        ]
    )


class _Phones:
    def __init__(self, screens: dict[str, Screen]) -> None:
        self._screens = screens

    async def page(self, _request: Request) -> Response:
        """The page itself."""
        return FileResponse(
            PAGE, media_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"}
        )

    async def all(self, _request: Request) -> Response:
        """The apps there are."""
        return JSONResponse({name: screen.hand.title for name, screen in self._screens.items()})

    async def one(self, request: Request) -> Response:
        """What is on a phone."""
        screen = self._screens.get(request.path_params["name"])
        if screen is None:
            return JSONResponse([], 404)
        return JSONResponse([asdict(bubble) for bubble in screen.bubbles()])

    async def act(self, request: Request) -> Response:
        """Enter, say or tap; only the page itself may, since any site can make a browser post a form."""
        screen, act = self._screens.get(request.path_params["name"]), request.path_params["act"]
        if screen is None or act not in {"enter", "say", "tap"}:
            return Response(status_code=404)
        if not request.headers.get("content-type", "").startswith("application/json"):
            return Response(status_code=415)
        words = _words(await request.body())
        if act == "enter":
            await run_in_threadpool(screen.hand.enters)
        elif words:
            await run_in_threadpool(screen.does, act, words)
        return Response(status_code=204)


def _words(body: bytes) -> str:
    try:
        given: Any = json.loads(body or b"{}")
    except ValueError:
        return ""
    words = given.get("words") if isinstance(given, dict) else None
    return words.strip()[:LONGEST] if isinstance(words, str) else ""
