"""Somebody in an app becomes a customer without a login there: by a ticket, or by a code."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.channels.binding import LATER, api, bound_to, join, shown_code
from tests.integration.gateway.channels.browser import Browser
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import Customer

pytestmark = pytest.mark.usefixtures("asks_to_log_in")


async def test_a_customers_ticket_binds_who_brings_it_into_the_app(
    phone: Phone, customer: Customer, desk: Desk
) -> None:
    ticket = (await api(customer, "POST", json={"channel": "echo"})).json()["ticket"]
    await join(phone, ticket)
    assert bound_to(desk, customer) == ["ming"]


async def test_a_customers_ticket_binds_once(
    phone: Phone, customer: Customer, client: AsyncClient, platform: EchoPlatform, desk: Desk
) -> None:
    ticket = (await api(customer, "POST", json={"channel": "echo"})).json()["ticket"]
    await join(phone, ticket)
    other = Phone(client, platform, "hong")
    await other.push(kind="follow", ticket=ticket)
    await other.shows_text("小户")
    assert bound_to(desk, customer) == ["ming"]


async def test_a_ticket_takes_nobody_from_another_customer(
    bound: Phone, customer: Customer, client: AsyncClient, desk: Desk
) -> None:
    other = await Customer(client).arrive()
    ticket = (await api(other, "POST", json={"channel": "echo"})).json()["ticket"]
    await bound.push(kind="follow", ticket=ticket)
    await bound.shows_text("已经绑定了另一个")
    assert (bound_to(desk, customer), bound_to(desk, other)) == (["ming"], [])


@pytest.mark.parametrize("channel", ["wechat", "", None, 7])
async def test_a_ticket_is_for_an_app_that_is_there(customer: Customer, channel: object) -> None:
    assert (await api(customer, "POST", json={"channel": channel})).status_code == 422


@pytest.mark.no_login
async def test_an_app_without_a_login_asks_for_a_code_in_the_app(
    phone: Phone, link: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    assert "不是您自己在" in question.text
    code = shown_code(await browser.submit(question))
    assert bound_to(desk, customer) == []
    await phone.type(f" {code.lower()} ")
    await phone.shows_text("绑定好了")
    assert bound_to(desk, customer) == ["ming"]
    assert code not in str(phone.platform.texts("ming"))


@pytest.mark.no_login
async def test_without_a_login_the_code_is_good_for_one_person_once(
    phone: Phone,
    link: str,
    browser: Browser,
    customer: Customer,
    client: AsyncClient,
    platform: EchoPlatform,
    desk: Desk,
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    code = shown_code(await browser.submit(question))
    other = Phone(client, platform, "hong")
    await other.type(code)
    await other.shows_text("好的")
    assert bound_to(desk, customer) == []
    await phone.type(code)
    await phone.shows_text("绑定好了")
    (user,) = desk.bindings.bindings(customer.owner)
    desk.bindings.unbind(user.id, by="小张")
    before = len(platform.texts("ming"))
    await phone.type(code)
    await phone.shows(lambda texts: len(texts) > before)
    assert bound_to(desk, customer) == []


@pytest.mark.no_login
async def test_without_a_login_the_code_ends_after_ten_minutes(
    phone: Phone, link: str, browser: Browser, customer: Customer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    code = shown_code(await browser.submit(question))
    clock = desk.bindings._clock
    monkeypatch.setattr(desk.bindings, "_clock", lambda: clock() + LATER)
    await phone.type(code)
    await phone.shows_text("好的")
    assert bound_to(desk, customer) == []
