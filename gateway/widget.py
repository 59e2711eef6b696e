"""The chat window and its launcher, as `make widget` built them."""

import logging
from collections.abc import Mapping
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from gateway.parts import PAGES
from gateway.problems import Problem

BUILT = PAGES / "widget"
_log = logging.getLogger(__name__)
# A new launcher reaches every shop within minutes; the files of the window are named by what is in them.
_LOADER = {"Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin"}
_PAGE = {"Cache-Control": "no-cache"}
_HASHED = {"Cache-Control": "public, max-age=31536000, immutable"}


class _Files(StaticFiles):
    """Files with headers of their own."""

    def __init__(self, folder: Path, headers: Mapping[str, str]) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._headers = headers

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or nothing but its validators when the caller has it."""
        answer = await super().get_response(path, scope)
        answer.headers.update(self._headers)
        return answer


class WidgetPages:
    """What a shop's page loads, and what the frame in it shows."""

    def __init__(self, folder: Path = BUILT) -> None:
        self._loader, self._page = _Files(folder, _LOADER), _Files(folder, _PAGE)
        self._assets = _Files(folder / "assets", _HASHED)

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/widget.js", self.loader),
            Route("/widget", _to_the_page),
            Route("/widget/", self.page),
            Mount("/widget/assets", self._assets),
        ]

    async def loader(self, request: Request) -> Response:
        """The script that a shop puts into its pages."""
        return await _built(self._loader, "widget.js", request)

    async def page(self, request: Request) -> Response:
        """The window, in a frame or as a page of its own."""
        return await _built(self._page, "index.html", request)


async def _built(files: _Files, name: str, request: Request) -> Response:
    try:
        return await files.get_response(name, request.scope)
    except HTTPException as error:
        if error.status_code != 404:
            raise
        _log.error("The widget is not built: run `make widget`.")
        raise Problem("widget-missing") from error


async def _to_the_page(request: Request) -> Response:
    query = request.url.query
    return RedirectResponse(f"/widget/?{query}" if query else "/widget/", 307)
