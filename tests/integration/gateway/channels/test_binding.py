"""Somebody in an app becomes a customer: by their own login there, the shop's login, and a last word."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from httpx import AsyncClient, Response

from desk.bootstrap import Desk
from desk.channels.sealing import digest
from desk.conversations.model import Reply, Role
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn
from tests.integration.gateway.channels.browser import GATEWAY, Browser
from tests.integration.gateway.channels.phone import Phone, link_in
from tests.integration.gateway.customer import Customer, conversation_of, eventually

LATER = timedelta(minutes=11)
pytestmark = pytest.mark.usefixtures("asks_to_log_in")


@pytest.fixture
async def link(phone: Phone) -> str:
    await phone.type("注销")
    return link_in(await phone.shows_text("/bind/"), "bind")


def bound_to(desk: Desk, customer: Customer) -> list[str]:
    return [user.user for user in desk.bindings.bindings(customer.owner)]


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


@pytest.mark.parametrize(
    "return_to",
    [
        "https://evil.example/",
        f"{GATEWAY}/bind/return?state=x&y=z",
        f"{GATEWAY}.evil.example/bind/return?state=x",
        "",
    ],
)
async def test_the_demos_login_sends_a_token_nowhere_else(
    browser: Browser, customer: Customer, return_to: str
) -> None:
    assert (await browser.step(f"/demo/login?return_to={quote(return_to)}")).status_code == 422
    sent = await browser.post("/demo/login", return_to=return_to, customer_id=customer.id)
    assert sent.status_code == 422


@pytest.mark.parametrize("customer_id", ["", "nobody", "../x", "5f0c9a3e7b1d4c2896e0a1b2c3d4e5f6"])
async def test_the_demos_login_knows_only_demo_customers(browser: Browser, customer_id: str) -> None:
    sent = await browser.post(
        "/demo/login", return_to=f"{GATEWAY}/bind/return?state=abc", customer_id=customer_id
    )
    assert sent.status_code == 404


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
