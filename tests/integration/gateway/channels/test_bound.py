"""What a binding brings, who sees it, and how it ends."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.channels.binding import api, bound_to, join, tell
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import Customer, conversation_of, eventually

pytestmark = pytest.mark.usefixtures("asks_to_log_in")


async def test_the_customer_lists_and_undoes_it(bound: Phone, customer: Customer, desk: Desk) -> None:
    (binding,) = (await api(customer, "GET")).json()["bindings"]
    assert binding["channel"] == "echo"
    assert (await api(customer, "DELETE", f"/{binding['id']}")).status_code == 204
    assert (await api(customer, "GET")).json() == {"bindings": []}
    before = len(bound.platform.texts("ming"))
    desk.conversations.append(conversation_of(desk, customer), [desk.replies.apology()])
    await bound.type("你好")
    await bound.shows(lambda texts: len(texts) == before + 1)
    assert "你好" not in [message["text"] for message in await customer.history()]


async def test_nobody_undoes_what_is_anothers(bound: Phone, customer: Customer, client: AsyncClient) -> None:
    (binding,) = (await api(customer, "GET")).json()["bindings"]
    other = await Customer(client).arrive()
    assert (await api(other, "GET")).json() == {"bindings": []}
    assert (await api(other, "DELETE", f"/{binding['id']}")).status_code == 404
    assert (await api(customer, "GET")).json()["bindings"] == [binding]


async def test_a_visitor_has_no_bindings(client: AsyncClient) -> None:
    token = (await client.post("/api/v1/visitors")).json()["token"]
    answer = await client.get("/api/v1/bindings", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 403


async def test_every_binding_and_unbinding_is_audited(bound: Phone, customer: Customer, desk: Desk) -> None:
    (user,) = desk.bindings.bindings(customer.owner)
    desk.bindings.unbind(user.id, by="小张")
    told = [(event.kind, event.actor) for event in desk.audit.of(f"app-user/{user.id}")]
    assert told == [("app_user.bound", customer.owner), ("app_user.unbound", "小张")]
    assert desk.audit.verify().sound
    assert "ming" not in "".join(event.data for event in desk.audit.of(f"app-user/{user.id}"))


async def test_two_apps_speak_for_one_customer_and_the_news_comes_where_they_last_were(
    bound: Phone, client: AsyncClient, platform: EchoPlatform, customer: Customer, desk: Desk
) -> None:
    ticket = (await api(customer, "POST", json={"channel": "echo"})).json()["ticket"]
    second = Phone(client, platform, "ming-at-work")
    await join(second, ticket)
    assert sorted(bound_to(desk, customer)) == ["ming", "ming-at-work"]
    tell(desk, customer, "消息一")
    await second.shows_text("消息一")
    await bound.type("你好")
    await bound.shows_text("好的")
    tell(desk, customer, "消息二")
    await bound.shows_text("消息二")
    assert not any("消息一" in text for text in platform.texts("ming"))
    assert not any("消息二" in text for text in platform.texts("ming-at-work"))


async def test_who_goes_on_in_the_widget_is_not_pushed_to_the_app(
    bound: Phone, platform: EchoPlatform, customer: Customer, desk: Desk
) -> None:
    before = len(platform.texts("ming"))
    await customer.say("我在网页上")
    tell(desk, customer, "消息一")
    await eventually(customer.history, lambda messages: messages[-1]["text"] == "消息一")
    await bound.type("回来了")
    await bound.shows(lambda texts: len(texts) > before)
    assert len(platform.texts("ming")) == before + 1
