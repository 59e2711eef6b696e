"""The demo's page in place of a shop's login, for people who come from a messaging app."""

from __future__ import annotations

import re

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from desk.accounts.errors import UnknownCustomer
from desk.demo.service import DemoService
from gateway.bodies import read_form
from gateway.channels.pages import demo_login, page
from gateway.identity import DEMO
from gateway.parts import Parts
from gateway.problems import Problem

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_STATE = re.compile(r"[A-Za-z0-9]{1,128}")


class DemoLogin:
    """The calls under /demo/login; there are none outside demo mode."""

    def __init__(self, parts: Parts, demo: DemoService) -> None:
        self._parts, self._demo = parts, demo
        self._back = f"{parts.desk.settings.public_url.rstrip('/')}/bind/return?state="

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        return [
            Route("/demo/login", self.ask),
            Route("/demo/login", self.log_in, methods=["POST"]),
        ]

    async def ask(self, request: Request) -> Response:
        """The page itself."""
        self._parts.callers.anyone(request)
        return demo_login(self._checked(request.query_params.get("return_to", "")))

    async def log_in(self, request: Request) -> Response:
        """Back to where the person came from, with a signed token, as a shop does it."""
        self._parts.callers.anyone(request)
        settings = self._parts.settings
        form = await read_form(request, limit=settings.body_limit, seconds=settings.body_timeout)
        return_to, customer_id = self._checked(form.get("return_to", "")), form.get("customer_id", "").strip()
        if not _ID.fullmatch(customer_id):
            return page("demo_unknown")
        try:
            await run_sync(self._demo.customer, f"{DEMO}/{customer_id}")
        except UnknownCustomer:
            return page("demo_unknown")
        token = self._parts.identities.demo_customer(customer_id).token
        return RedirectResponse(f"{return_to}&token={token}", 303, headers={"Cache-Control": "no-store"})

    def _checked(self, return_to: str) -> str:
        """Where to go back to; a page that sends tokens anywhere would hand them to anybody."""
        state = return_to.removeprefix(self._back)
        if not return_to.startswith(self._back) or not _STATE.fullmatch(state):
            raise Problem("invalid", field="return_to")
        return return_to
