"""An app that was switched off leaves people behind; those of the other apps are served all the same."""

from __future__ import annotations

from desk.bootstrap import Desk
from desk.channels.model import Arrival
from tests.integration.gateway.channels.phone import Phone

MANY = 250


async def test_a_crowd_that_nobody_can_answer_keeps_nobody_from_an_answer(phone: Phone, desk: Desk) -> None:
    body = {"act": "said", "text": "在吗", "button": None, "ticket": None}
    crowd = [Arrival(key=f"m{n}", app="left", user=f"u{n}", body=body) for n in range(MANY)]
    desk.channels.take("left", crowd)
    await phone.type("你好")
    await phone.shows_text("您说的是：你好")
