"""Somebody in an app becomes a customer: by their own login there, the shop's login, and a last word."""

from __future__ import annotations

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from desk.channels.sealing import digest
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn
from tests.integration.gateway.channels.binding import LATER, bound_to
from tests.integration.gateway.channels.browser import GATEWAY, Browser
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import Customer

pytestmark = pytest.mark.usefixtures("asks_to_log_in")


async def test_two_logins_and_a_last_word_bind(
    phone: Phone, link: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    login = await browser.open(link)
    assert "演示商城登录" in login.text
    question = await browser.submit(login, customer_id=customer.id)
    with desk.transactions.read() as work:
        account = work.ledger.account_of(customer.owner)
    assert account is not None
    assert account.label in question.text
    assert bound_to(desk, customer) == []
    done = await browser.submit(question)
    assert "绑定好了" in done.text
    assert bound_to(desk, customer) == ["ming"]
    assert "【1】" in await phone.shows_text("绑定好了")


async def test_what_is_said_next_is_said_as_the_customer(
    bound: Phone, customer: Customer, bot: BotStandIn
) -> None:
    await bound.type("你好")
    await bound.shows_text("好的")
    assert [message["text"] for message in await customer.history()][-2:] == ["你好", "好的"]


async def test_what_was_said_before_stays_out_of_the_customers_history(
    bound: Phone, customer: Customer
) -> None:
    assert "注销" not in [message["text"] for message in await customer.history()]


async def test_a_forwarded_link_binds_nobody(
    link: str, stranger: Browser, platform: EchoPlatform, customer: Customer, desk: Desk
) -> None:
    platform.looking = "hong"
    refused = await stranger.open(link)
    assert (refused.status_code, "这不是您的链接" in refused.text) == (403, True)
    assert bound_to(desk, customer) == []


async def test_a_login_begun_elsewhere_cannot_be_ended_here(
    link: str, browser: Browser, stranger: Browser, customer: Customer, desk: Desk
) -> None:
    login = await browser.open(link)
    assert browser.visited[-1].startswith(f"{GATEWAY}/demo/login?return_to=")
    # The one who was sent the shop's login page logs in, and comes back without having begun anything.
    refused = await stranger.submit(await stranger.open(browser.visited[-1]), customer_id=customer.id)
    assert (refused.status_code, "同一个浏览器" in refused.text) == (403, True)
    assert login.status_code == 200
    assert bound_to(desk, customer) == []


async def test_the_last_word_can_be_sent_only_by_the_browser_that_was_asked(
    link: str, browser: Browser, stranger: Browser, customer: Customer, desk: Desk
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    assert (await stranger.submit(question)).status_code == 403
    assert bound_to(desk, customer) == []


async def test_a_foreign_page_cannot_give_the_last_word(
    link: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    question = await browser.submit(await browser.open(link), customer_id=customer.id)
    state = question.text.split('name="state" value="')[1].split('"')[0]
    foreign = await browser.post("/bind/confirm", origin="https://evil.example", state=state)
    assert foreign.status_code == 403
    assert bound_to(desk, customer) == []
    assert (await browser.post("/bind/confirm", state=state)).status_code == 200


async def test_looking_at_a_link_does_not_use_it_up(link: str, browser: Browser, stranger: Browser) -> None:
    for _ in range(3):
        await stranger.step(link)
    assert (await browser.open(link)).status_code == 200


async def test_a_link_binds_once(
    link: str, browser: Browser, customer: Customer, client: AsyncClient
) -> None:
    await browser.submit(await browser.submit(await browser.open(link), customer_id=customer.id))
    again = await browser.open(link)
    assert (again.status_code, "已失效" in again.text) == (404, True)


async def test_a_link_ends_after_ten_minutes(
    link: str, browser: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = desk.bindings._clock
    monkeypatch.setattr(desk.bindings, "_clock", lambda: clock() + LATER)
    assert (await browser.open(link)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/bind/unknown", "/enter/unknown", "/bind/return?state=x&token=y", "/bind/return"]
)
async def test_a_made_up_link_opens_nothing(browser: Browser, path: str) -> None:
    assert (await browser.open(path)).status_code == 404


@pytest.mark.parametrize("query", ["", "?state=x", "?state=x&code=y", "?code=y"])
async def test_a_made_up_return_opens_nothing(browser: Browser, query: str) -> None:
    assert (await browser.open(f"/enter/echo/return{query}")).status_code == 404


async def test_a_state_comes_back_once(link: str, browser: Browser) -> None:
    await browser.open(link)
    returned = next(url for url in browser.visited if "/enter/echo/return" in url)
    assert (await browser.open(returned)).status_code == 404


async def test_a_platforms_state_cannot_be_ended_by_the_shops_return(
    link: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    first = await browser.step(link)
    state = first.headers["location"].rpartition("state=")[2]
    refused = await browser.open(f"/bind/return?state={state}&token={customer.token}")
    assert refused.status_code == 404
    assert bound_to(desk, customer) == []


async def test_a_used_code_names_nobody(link: str, browser: Browser, platform: EchoPlatform) -> None:
    first = await browser.step(link)
    back = (await browser.step(first.headers["location"])).headers["location"]
    platform.codes.clear()
    refused = await browser.open(back)
    assert (refused.status_code, "没能确认您是谁" in refused.text) == (403, True)


async def test_a_visitors_token_is_no_login(
    link: str, browser: Browser, client: AsyncClient, desk: Desk
) -> None:
    visitor = (await client.post("/api/v1/visitors")).json()["token"]
    await browser.open(link)
    back = browser.visited[-1].partition("return_to=")[2]
    state = back.rpartition("%3D")[2]
    refused = await browser.open(f"/bind/return?state={state}&token={visitor}")
    assert (refused.status_code, "登录没有完成" in refused.text) == (403, True)
    assert not desk.bindings.bindings()


async def test_who_is_bound_to_one_customer_is_not_bound_to_another(
    bound: Phone, client: AsyncClient, browser: Browser, customer: Customer, desk: Desk
) -> None:
    other = await Customer(client).arrive()
    with desk.transactions.write() as work:
        (user,) = work.channels.bound_to(customer.owner)
        work.passes.add(
            digest("another-ticket"), "bind", {"app_user": user.id}, desk.bindings._clock() + LATER
        )
    refused = await browser.submit(await browser.open("/bind/another-ticket"), customer_id=other.id)
    assert (refused.status_code, "已经绑定了别的账号" in refused.text) == (409, True)
    assert bound_to(desk, customer) == ["ming"]
