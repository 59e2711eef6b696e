"""The demo's page in place of a face provider's, and the way back from it."""

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from desk.demo.faces import PAGE
from desk.verification.sandbox import SandboxFaces
from gateway.bodies import read_body
from gateway.parts import PAGES, Parts
from gateway.problems import Problem

_RESULTS = {"pass": True, "fail": False}


class FaceSandbox:
    """The page on which a demo's face check is decided."""

    def __init__(self, parts: Parts, faces: SandboxFaces) -> None:
        self._parts, self._faces = parts, faces

    def routes(self) -> list[BaseRoute]:
        """Where it is."""
        at = f"{PAGE}/{{check}}"
        return [
            Route(at, self.page),
            Route(at, self.decide, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The page itself."""
        self._way_back(request)
        return FileResponse(PAGES / "face_sandbox.html", headers={"Cache-Control": "no-store"})

    async def decide(self, request: Request) -> Response:
        """How the check ends; then back to the verification page, which asks for the result."""
        back = self._way_back(request)
        settings = self._parts.settings
        body = await read_body(request, limit=settings.body_limit, seconds=settings.body_timeout)
        (chosen,) = parse_qs(body.decode("ascii", "replace")).get("result", [""])[:1]
        if chosen not in _RESULTS:
            raise Problem("invalid", field="result")
        self._faces.decide(request.path_params["check"], passed=_RESULTS[chosen])
        return RedirectResponse(f"{back}?face", 303)

    def _way_back(self, request: Request) -> str:
        self._parts.callers.anyone(request)
        token = self._parts.face_links.get(request.path_params["check"])
        if token is None:
            raise Problem("not-found")
        return f"/verify/{token}"
