"""The verification page's calls: the link's token is the authority, a foreign page is refused."""

import math
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from desk.errors import DomainError
from desk.knowledge import Knowledge
from desk.verification.errors import DeviceNeeded, UnknownChallenge
from desk.verification.model import Attempt, ChallengeView, CodeSent, MethodView, Status
from gateway.addresses import caller_address, place_of
from gateway.bodies import read_json
from gateway.channels.pages import Refused
from gateway.channels.pages import page as explanation
from gateway.parts import PAGES, Parts
from gateway.problems import Problem

T = TypeVar("T")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
_NO_STORE = {"Cache-Control": "no-store"}
# Hashing a password takes a core and 19 MB for a while, a provider of face checks seconds: neither may keep
# turns waiting, nor the other.
_HASHING, _ASKING, _LOOKING = 4, 8, 8


class VerificationPage:
    """The calls under /verify."""

    def __init__(self, parts: Parts) -> None:
        self._parts, self._service = parts, parts.desk.verification
        self._looking, self._hashing = CapacityLimiter(_LOOKING), CapacityLimiter(_HASHING)
        self._asking = CapacityLimiter(_ASKING)

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        at = "/verify/{token}"
        return [
            Route(at, self.page),
            Route(f"{at}/challenge", self.challenge),
            Route(f"{at}/sms", self.send_code, methods=["POST"]),
            Route(f"{at}/sms/check", self.check_code, methods=["POST"]),
            Route(f"{at}/password", self.check_password, methods=["POST"]),
            Route(f"{at}/face", self.start_face, methods=["POST"]),
            Route(f"{at}/face/check", self.check_face, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """The page itself; somebody with an unknown link is told so in words."""
        try:
            await self._run(self._service.view, await self._admitted(request))
        except UnknownChallenge:
            return FileResponse(PAGES / "verify_unknown.html", 404, headers=_NO_STORE)
        except Refused as refused:
            return explanation(refused.page, app=refused.app)
        return FileResponse(PAGES / "verify.html", headers=_NO_STORE)

    async def challenge(self, request: Request) -> Response:
        """What is being approved, for which account, by which methods."""
        view = await self._run(self._service.view, await self._admitted(request))
        return JSONResponse(_view_json(view, self._parts.desk.knowledge), headers=_NO_STORE)

    async def send_code(self, request: Request) -> Response:
        """Have a code sent; it is on its way when this answers."""
        sent = await self._run(self._service.send_code, await self._admitted(request))
        self._parts.worker.wake()
        return JSONResponse(_sent_json(sent), 202, headers=_NO_STORE)

    async def check_code(self, request: Request) -> Response:
        """Try a code."""
        return await self._with_body(request, self._service.check_code, "code", self._looking)

    async def check_password(self, request: Request) -> Response:
        """Try the payment password."""
        return await self._with_body(request, self._service.check_password, "password", self._hashing)

    async def start_face(self, request: Request) -> Response:
        """Begin a face check, after a consent that says nothing else."""
        async with self._link(request) as token:
            given = await self._body(request)
            consent, device = _of(given, "consent", bool), _of({"device": "", **given}, "device", str)
            try:
                url = await run_sync(self._service.start_face, token, consent, device, limiter=self._asking)
            except DeviceNeeded:
                url = f"/verify/{token}/face/device"
            return self._begun(token, url)

    async def check_face(self, request: Request) -> Response:
        """Ask how the face check ended."""
        async with self._link(request) as token:
            outcome = await run_sync(self._service.check_face, token, limiter=self._asking)
            return await self._answered(request, token, outcome)

    async def _with_body(
        self, request: Request, call: Callable[[str, str], Attempt], name: str, room: CapacityLimiter
    ) -> Response:
        async with self._link(request) as token:
            given = _of(await self._body(request), name, str)
            return await self._answered(request, token, await run_sync(call, token, given, limiter=room))

    def _begun(self, token: str, url: str) -> Response:
        if self._parts.desk.demo is not None:
            # A real provider knows the way back by itself; the demo's page has only the check's name.
            self._parts.face_links[url.rpartition("/")[2]] = token
        return JSONResponse({"url": url}, headers=_NO_STORE)

    async def _answered(self, request: Request, token: str, outcome: Attempt) -> Response:
        if outcome.status is Status.PASSED:
            address = caller_address(request, self._parts.settings.trusted_proxies)
            await self._run(self._service.verified_from, token, place_of(address))
        return self._answer(outcome)

    def _answer(self, outcome: Attempt) -> Response:
        if outcome.status is not Status.OPEN:
            self._parts.worker.wake()
        body: dict[str, Any] = {"status": str(outcome.status), "attempts_left": outcome.attempts_left}
        if outcome.pending:
            body["pending"] = True
        return JSONResponse(body, headers=_NO_STORE)

    async def _run(self, call: Callable[..., T], *arguments: Any) -> T:
        return await run_sync(call, *arguments, limiter=self._looking)

    @asynccontextmanager
    async def _link(self, request: Request) -> AsyncIterator[str]:
        token = await self._admitted(request)
        try:
            yield token
        except (Problem, DomainError):
            # Who has no link learns that, before anything about what was sent or is on offer.
            await self._run(self._service.view, token)
            raise

    async def _admitted(self, request: Request) -> str:
        token = self._token(request)
        await self._parts.doors.require(request, token)
        return token

    def _token(self, request: Request) -> str:
        self._parts.callers.anyone(request)
        refuse_foreign(request, self._parts.desk.settings.public_url)
        token = str(request.path_params["token"])
        if not _TOKEN.fullmatch(token):
            raise UnknownChallenge
        return token

    async def _body(self, request: Request) -> dict[str, Any]:
        settings = self._parts.settings
        return await read_json(request, limit=settings.body_limit, seconds=settings.body_timeout)


def _of(body: dict[str, Any], name: str, kind: type) -> Any:
    if not isinstance(body.get(name), kind):
        raise Problem("invalid", field=name)
    return body[name]


def refuse_foreign(request: Request, public_url: str) -> None:
    """Refuse a call that another site's page makes; a caller that names no page is none."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    own = urlsplit(public_url)
    if origin == f"{own.scheme}://{own.netloc}":
        return
    scheme, _, place = origin.partition("://")
    same_host = place.lower() == request.headers.get("host", "").lower()
    if scheme.lower() not in {"http", "https"} or not same_host:
        raise Problem("foreign-origin")


def _view_json(view: ChallengeView, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "purpose": knowledge.message(f"verification.purposes.{view.purpose}"),
        "account": view.account,
        "methods": [_method_json(method, knowledge) for method in view.methods],
        "expires_at": view.expires_at.isoformat(),
        "status": str(view.status),
    }


def _method_json(method: MethodView, knowledge: Knowledge) -> dict[str, Any]:
    known = {"method": str(method.method), "available": method.available}
    if method.note is not None:
        known["note"] = knowledge.message(f"verification.notes.{method.note}")
    if method.reason is None:
        return known
    said = {**known, "reason": knowledge.message(f"verification.unavailable.{method.reason}")}
    return said if method.until is None else {**said, "until": method.until.isoformat()}


def _sent_json(sent: CodeSent) -> dict[str, Any]:
    wait = math.ceil((sent.again_at - datetime.now(UTC)).total_seconds())
    return {"phone": sent.phone, "expires_at": sent.expires_at.isoformat(), "retry_after": max(0, wait)}
