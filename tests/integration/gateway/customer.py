"""A demo customer who talks to the gateway."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from httpx import AsyncClient, Response

from desk.bootstrap import Desk

Message = dict[str, Any]
T = TypeVar("T")
CALL = "/api/v1/messages"


class Customer:
    """Says things with the authority of a signed token."""

    def __init__(self, client: AsyncClient) -> None:
        self.client = client
        self.id = self.token = self.phone = self.password = ""

    async def arrive(self, profile: str = "clear") -> Customer:
        """Become a fresh demo customer."""
        made = (await self.client.post("/demo/customers", json={"profile": profile})).json()
        self.id, self.token = made["customer_id"], made["token"]
        self.phone, self.password = made["phone"], made["payment_password"]
        return self

    @property
    def owner(self) -> str:
        """The name that the desk knows the customer by."""
        return f"demo/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        """The authority."""
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, **said: Any) -> Response:
        """One turn, whatever comes of it."""
        body = {"client_id": str(uuid.uuid4()), **said}
        return await self.client.post(CALL, json=body, headers=self.headers)

    async def say(self, text: str, **more: Any) -> list[Message]:
        """Type something; the messages of the turn."""
        return await self._turn(text=text, **more)

    async def press(self, button: str, **more: Any) -> list[Message]:
        """Press a button by its id; the messages of the turn."""
        return await self._turn(button=button, **more)

    async def history(self, **page: Any) -> list[Message]:
        """What has been said."""
        answer = await self.client.get(CALL, params=page, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    async def _turn(self, **said: Any) -> list[Message]:
        answer = await self.post(**said)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])


def conversation_of(desk: Desk, customer: Customer) -> str:
    """The id of the customer's conversation."""
    return desk.conversations.of(customer.owner, is_visitor=False).id


def link_for(desk: Desk, customer: Customer) -> str:
    """A verification link, as the chat would give it: the customer has asked and accepted."""
    desk.closures.start(customer.owner, conversation_of(desk, customer))
    desk.closures.accept(customer.owner, "1")
    return desk.verification.link(customer.owner).path


def submitted(desk: Desk, customer: Customer) -> str:
    """The number of an application that waits for its review."""
    token = link_for(desk, customer).removeprefix("/verify/")
    desk.verification.check_password(token, customer.password)
    return str(desk.closures.submit(customer.owner).number)


async def eventually(look: Callable[[], Awaitable[T]], fits: Callable[[T], Any] = bool) -> T:
    """What `look` finds once it fits; the contract's 5 seconds are the end-to-end tests' matter."""
    async with asyncio.timeout(20):
        while True:
            found = await look()
            if fits(found):
                return found
            await asyncio.sleep(0.02)
