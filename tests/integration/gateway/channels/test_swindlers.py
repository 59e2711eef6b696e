"""Somebody who sends a customer a link, and waits for the customer to click: nothing of theirs is bound."""

from __future__ import annotations

from datetime import timedelta

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from tests.integration.gateway.channels.browser import Browser
from tests.integration.gateway.channels.phone import Phone, link_in
from tests.integration.gateway.customer import Customer

pytestmark = pytest.mark.usefixtures("asks_to_log_in")


@pytest.fixture
async def link(phone: Phone) -> str:
    """The swindler's own link, given to them in their own app."""
    await phone.type("注销")
    return link_in(await phone.shows_text("/bind/"), "bind")


async def way_back(swindler: Browser, link: str) -> str:
    """Where the app's login, which the swindler passed as themselves, sends the browser; not opened yet."""
    first = await swindler.step(link)
    return str((await swindler.step(first.headers["location"])).headers["location"])


async def test_who_passed_the_apps_login_cannot_have_a_customer_come_back_in_their_place(
    link: str, stranger: Browser, browser: Browser, customer: Customer, desk: Desk
) -> None:
    back = await way_back(stranger, link)
    refused = await browser.open(back)
    assert (refused.status_code, "同一个浏览器" in refused.text) == (403, True)
    assert not desk.bindings.bindings()


async def test_a_browser_with_a_login_of_its_own_cannot_end_anothers(
    link: str, stranger: Browser, browser: Browser, desk: Desk
) -> None:
    await browser.step(link)
    refused = await browser.open(await way_back(stranger, link))
    assert (refused.status_code, "同一个浏览器" in refused.text) == (403, True)
    assert not desk.bindings.bindings()


async def test_two_links_opened_at_once_do_not_shut_each_other_out(link: str, browser: Browser) -> None:
    first, second = await way_back(browser, link), await way_back(browser, link)
    for back in (first, second):
        assert "演示商城登录" in (await browser.open(back)).text


async def test_the_browsers_secret_is_out_of_reach_of_scripts_and_neighbours(
    link: str, browser: Browser
) -> None:
    cookie = (await browser.step(link)).headers["set-cookie"]
    assert cookie.startswith("xiaohu_login=")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))


async def ticket_of(customer: Customer) -> str:
    answer = await customer.client.post(
        "/api/v1/bindings", json={"channel": "echo"}, headers=customer.headers
    )
    return str(answer.json()["ticket"])


async def test_who_opens_a_link_with_a_swindlers_ticket_speaks_for_nobody(
    phone: Phone, customer: Customer, desk: Desk
) -> None:
    await phone.push(kind="follow", ticket=await ticket_of(customer))
    with desk.transactions.read() as work:
        account = work.ledger.account_of(customer.owner)
    assert account is not None
    assert account.label in await phone.shows_text("不是您的")
    await phone.type("我的密码忘了怎么办")
    await phone.shows_text("好的")
    assert not desk.bindings.bindings()
    assert "我的密码忘了怎么办" not in [message["text"] for message in await customer.history()]


async def test_of_two_tickets_the_newer_one_counts(
    phone: Phone, customer: Customer, client: AsyncClient, desk: Desk
) -> None:
    swindler = await Customer(client).arrive()
    await phone.push(kind="follow", ticket=await ticket_of(swindler))
    await phone.push(kind="follow", ticket=await ticket_of(customer))
    await phone.shows(lambda texts: sum("不是您的" in text for text in texts) == 2)
    await phone.type("绑定")
    await phone.shows_text("绑定好了")
    (user,) = desk.bindings.bindings()
    assert user.owner == customer.owner


@pytest.mark.parametrize("ticket", [None, "made-up"])
async def test_the_word_alone_binds_nobody(phone: Phone, desk: Desk, ticket: str | None) -> None:
    await phone.push(kind="follow", ticket=ticket)
    await phone.shows_text("小户")
    await phone.type("绑定")
    await phone.shows_text("好的")
    assert not desk.bindings.bindings()


async def test_a_ticket_that_ended_meanwhile_binds_nobody(
    phone: Phone, customer: Customer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await phone.push(kind="follow", ticket=await ticket_of(customer))
    await phone.shows_text("不是您的")
    clock = desk.bindings._clock
    monkeypatch.setattr(desk.bindings, "_clock", lambda: clock() + timedelta(minutes=11))
    await phone.type("绑定")
    await phone.shows_text("好的")
    assert not desk.bindings.bindings()


@pytest.mark.no_login
async def test_what_is_pressed_or_copied_for_a_binding_stands_in_no_frame(
    link: str, browser: Browser, customer: Customer
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    shown = await browser.submit(question)
    assert "6 个字符" in shown.text
    for page in (question, shown):
        assert page.headers["content-security-policy"].endswith("frame-ancestors 'none'")
