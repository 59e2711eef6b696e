"""Steps on the way from somebody in an app to a customer."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from httpx import Response

from desk.bootstrap import Desk
from desk.conversations.model import Reply, Role
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import Customer, conversation_of

LATER = timedelta(minutes=11)


def bound_to(desk: Desk, customer: Customer) -> list[str]:
    return [user.user for user in desk.bindings.bindings(customer.owner)]


def tell(desk: Desk, customer: Customer, words: str) -> None:
    """Something happens, and is told in the conversation."""
    desk.conversations.append(conversation_of(desk, customer), [Reply(words)], role=Role.SYSTEM)


async def join(phone: Phone, ticket: str) -> None:
    """Come with a customer's ticket, and agree."""
    await phone.push(kind="follow", ticket=ticket)
    await phone.shows_text("请在 10 分钟内回复")
    await phone.type("绑定")
    await phone.shows_text("绑定好了")


def shown_code(page: Response) -> str:
    found = re.search(r'class="purpose code">([A-Z2-9]{6})<', page.text)
    assert found, page.text
    return found[1]


async def api(customer: Customer, method: str, path: str = "", **more: Any) -> Response:
    url = f"/api/v1/bindings{path}"
    return await customer.client.request(method, url, headers=customer.headers, **more)
