"""The demo shop's calls: customers on demand, a ledger to play with, and the simulated handset."""

import re
from collections.abc import Callable
from typing import TypeVar

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from desk.demo.service import DemoService
from gateway.bodies import read_json
from gateway.identity import DEMO
from gateway.parts import PAGES, Parts
from gateway.problems import Problem

T = TypeVar("T")
_NO_STORE = {"Cache-Control": "no-store"}
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_PHONE = re.compile(r"[0-9]{5,20}")


class DemoShop:
    """The calls under /demo; there are none outside demo mode."""

    def __init__(self, parts: Parts, demo: DemoService) -> None:
        self._parts, self._demo = parts, demo

    def routes(self) -> list[BaseRoute]:
        """Where they are."""
        at = "/demo/customers/{id}"
        return [
            Route("/demo/customers", self.create, methods=["POST"]),
            Route(f"{at}/settle", self.settle, methods=["POST"]),
            Route(f"{at}/borrow", self.borrow, methods=["POST"]),
            Route(f"{at}/token", self.token, methods=["POST"]),
            Route(f"{at}/network", self.network, methods=["POST"]),
            Route("/demo/phones/{phone}", self.texts),
            Route("/demo", _to_the_shop),
            # The shop's page and what it loads; last, because it answers for every path below.
            Mount("/demo", StaticFiles(directory=PAGES / "demo", html=True)),
        ]

    async def create(self, request: Request) -> Response:
        """A fresh customer with a profile."""
        self._parts.callers.anyone(request)
        profile = await self._given(request, "profile", str)
        made = await run_sync(self._demo.create, profile)
        customer_id = made.customer.removeprefix(f"{DEMO}/")
        answer = {
            "customer_id": customer_id,
            "name": made.name,
            "token": self._parts.identities.demo_customer(customer_id).token,
            "phone": made.phone,
            "payment_password": made.payment_password,
        }
        return JSONResponse(answer, 201, headers=_NO_STORE)

    async def settle(self, request: Request) -> Response:
        """Clear every obstacle of a customer."""
        return await self._change(request, self._demo.settle)

    async def borrow(self, request: Request) -> Response:
        """Write a new loan straight into the ledger."""
        return await self._change(request, self._demo.borrow)

    async def token(self, request: Request) -> Response:
        """A new token of a customer."""
        customer_id = self._customer_id(request)
        await run_sync(self._demo.customer, f"{DEMO}/{customer_id}")
        issued = self._parts.identities.demo_customer(customer_id)
        return JSONResponse({"token": issued.token, "expires_in": issued.expires_in}, headers=_NO_STORE)

    async def network(self, request: Request) -> Response:
        """Make a customer's network slow, or quick again; it is quick when the gateway starts."""
        owner = f"{DEMO}/{self._customer_id(request)}"
        slow = await self._given(request, "slow", bool)
        await run_sync(self._demo.customer, owner)
        change = self._parts.slow_owners.add if slow else self._parts.slow_owners.discard
        change(owner)
        return Response(status_code=204)

    async def texts(self, request: Request) -> Response:
        """The text messages on a simulated handset, oldest first."""
        self._parts.callers.anyone(request)
        phone = str(request.path_params["phone"])
        texts = await run_sync(self._demo.texts, phone) if _PHONE.fullmatch(phone) else []
        answer = [{"text": one.text, "sent_at": one.sent_at.isoformat()} for one in texts]
        return JSONResponse(answer, headers=_NO_STORE)

    async def _change(self, request: Request, change: Callable[[str], None]) -> Response:
        customer_id = self._customer_id(request)
        await run_sync(change, f"{DEMO}/{customer_id}")
        return JSONResponse({"customer_id": customer_id}, headers=_NO_STORE)

    async def _given(self, request: Request, name: str, kind: type[T]) -> T:
        settings = self._parts.settings
        body = await read_json(request, limit=settings.body_limit, seconds=settings.body_timeout)
        value = body.get(name)
        if not isinstance(value, kind):
            raise Problem("invalid", field=name)
        return value

    def _customer_id(self, request: Request) -> str:
        self._parts.callers.anyone(request)
        customer_id = str(request.path_params["id"])
        if not _ID.fullmatch(customer_id):
            raise Problem("not-found")
        return customer_id


async def _to_the_shop(_request: Request) -> Response:
    return RedirectResponse("/demo/", 307)
