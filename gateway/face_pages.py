"""Around a face check: the page that describes the device, and the provider's hint that it ended."""

import hmac
from urllib.parse import urlsplit

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from desk.verification.faces import callback_token
from gateway.boundary import page_policy
from gateway.parts import PAGES, Parts
from gateway.problems import Problem

_LONGEST_REFERENCE = 200
_NO_STORE = {"Cache-Control": "no-store"}


class FacePages:
    """The calls around a face check that are not the customer's tries.

    The provider's script runs on a page of its own: never on the one where a password is typed.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts, self._service = parts, parts.desk.verification
        self._token = callback_token(parts.desk.settings.secret_key)

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/verify/face/callback", self.hint),
            Route("/verify/{token}/face/device", self.page),
            Route("/verify/{token}/face/script", self.script),
        ]

    async def page(self, request: Request) -> Response:
        """The page that has the provider's script describe the device."""
        await self._view(request)
        place = urlsplit(self._service.device_script)
        policy = page_policy(self._parts.sites.origins, scripts=[f"{place.scheme}://{place.netloc}"])
        headers = {**_NO_STORE, "Content-Security-Policy": policy}
        return FileResponse(PAGES / "face_device.html", headers=headers)

    async def script(self, request: Request) -> Response:
        """Where the provider's script is."""
        await self._view(request)
        return JSONResponse({"script": self._service.device_script}, headers=_NO_STORE)

    async def hint(self, request: Request) -> Response:
        """A check has ended, says somebody; true or not, only the provider's own answer counts.

        It is 200 in any case: the provider tries the address before the first check, and repeats what fails.
        """
        self._parts.callers.anyone(request)
        given = request.query_params.get("callbackToken", "")
        reference = request.query_params.get("certifyId", "")
        genuine = hmac.compare_digest(given.encode(), self._token.encode())
        if genuine and reference and len(reference) <= _LONGEST_REFERENCE:
            await run_sync(self._service.face_hint, reference)
            self._parts.worker.wake()
        return PlainTextResponse("", headers=_NO_STORE)

    async def _view(self, request: Request) -> None:
        self._parts.callers.anyone(request)
        if not self._service.device_script:
            raise Problem("not-found")
        token = str(request.path_params["token"])
        await self._parts.doors.require(request, token)
        # Refuses an unknown link; that one has ended is told by the page's own call.
        await run_sync(self._service.view, token)
