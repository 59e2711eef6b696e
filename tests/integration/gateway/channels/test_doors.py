"""A verification link that was given in an app opens only for whom the platform names."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlalchemy import create_engine, text

from desk.bootstrap import Desk
from desk.closures.model import Stage
from desk.settings import Settings
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.channels.browser import Browser
from tests.integration.gateway.channels.phone import Phone, link_in
from tests.integration.gateway.customer import Customer, link_for


@pytest.fixture
def verify_path(bound: Phone, customer: Customer, desk: Desk, bot: BotStandIn) -> str:
    """The verification's own address; the bot says it as it always does."""
    path = link_for(desk, customer)
    url = f"http://127.0.0.1:8000{path}"
    card = {"kind": "verification", "url": url, "expires_at": "2026-11-23T02:10:00+00:00", "methods": ["sms"]}
    bot.brain = lambda _: [says(f"请打开验证页：{url}?method=sms", card=card)]
    return path


@pytest.fixture
async def link(verify_path: str, bound: Phone) -> str:
    """What the person got instead of it."""
    await bound.type("验证")
    return link_in(await bound.shows_text("/enter/"), "enter")


async def test_the_verifications_own_address_never_reaches_the_app(
    link: str, verify_path: str, platform: EchoPlatform
) -> None:
    assert verify_path.rpartition("/")[2] not in json.dumps(platform.attempts)
    assert link.endswith("?method=sms")


async def test_the_link_opens_the_page_for_its_person(
    link: str, verify_path: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    page = await browser.open(link)
    assert (page.status_code, "验证身份" in page.text) == (200, True)
    assert browser.visited[-1].endswith(f"{verify_path}?method=sms")
    tried = await browser.call(f"{verify_path}/password", password=customer.password)
    assert tried.json()["status"] == "passed"
    assert desk.closures.stage(customer.owner) is Stage.CONFIRMING


async def test_a_passed_verification_goes_on_in_the_app(
    link: str, verify_path: str, bound: Phone, browser: Browser, customer: Customer
) -> None:
    await browser.open(link)
    await browser.call(f"{verify_path}/password", password=customer.password)
    assert "【1】确认提交" in await bound.shows_text("身份验证已通过")


async def test_who_comes_back_in_the_middle_is_shown_the_step_in_hand(link: str, bound: Phone) -> None:
    await bound.push(kind="follow")
    step = await bound.shows_text("注销还差身份验证")
    assert "/enter/" in step


async def test_a_forwarded_link_verifies_nobody(
    link: str, verify_path: str, stranger: Browser, platform: EchoPlatform, customer: Customer
) -> None:
    platform.looking = "hong"
    refused = await stranger.open(link)
    assert (refused.status_code, "这不是您的链接" in refused.text) == (403, True)
    assert verify_path.rpartition("/")[2] not in refused.text
    tried = await stranger.call(f"{verify_path}/password", password=customer.password)
    assert tried.status_code == 403


@pytest.mark.parametrize("call", ["", "/challenge"])
async def test_the_address_copied_from_the_browser_opens_nowhere_else(
    link: str, verify_path: str, browser: Browser, stranger: Browser, call: str
) -> None:
    await browser.open(link)
    assert (await browser.step(f"{verify_path}{call}")).status_code == 200
    refused = await stranger.step(f"{verify_path}{call}")
    assert refused.status_code == 403
    assert "从" in refused.text


@pytest.mark.parametrize(
    ("call", "body"),
    [("sms", {}), ("sms/check", {"code": "123456"}), ("password", {"password": "123456"})],
)
async def test_no_call_of_the_page_works_without_the_door(
    link: str,
    verify_path: str,
    stranger: Browser,
    call: str,
    body: dict[str, str],
    customer: Customer,
    client: AsyncClient,
) -> None:
    refused = await stranger.call(f"{verify_path}/{call}", **body)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:xiaohu:problem:not-your-link")
    assert (await client.get(f"/demo/phones/{customer.phone}")).json() == []


@pytest.mark.parametrize(
    "cookie",
    ["x", "2099-01-01T00:00:00+00:00|" + "0" * 64, "2099-01-01|x", "|", "2099-01-01T00:00:00|é", "9" * 5000],
)
async def test_a_made_up_cookie_opens_nothing(
    link: str, verify_path: str, client: AsyncClient, cookie: str
) -> None:
    headers = {"Cookie": f"xiaohu_door={cookie}".encode()}
    assert (await client.get(f"{verify_path}/challenge", headers=headers)).status_code == 403


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_pages(
    link: str, verify_path: str, browser: Browser
) -> None:
    first = await browser.step(link)
    back = (await browser.step(first.headers["location"])).headers["location"]
    opened = (await browser.step(back)).headers["set-cookie"].lower()
    assert all(word in opened for word in ("httponly", "samesite=lax", f"path={verify_path.lower()}"))


async def test_an_open_door_shuts_when_the_binding_is_undone(
    link: str, verify_path: str, browser: Browser, customer: Customer, desk: Desk
) -> None:
    await browser.open(link)
    (user,) = desk.bindings.bindings(customer.owner)
    desk.bindings.unbind(user.id, by=customer.owner)
    assert (await browser.step(f"{verify_path}/challenge")).status_code == 403
    assert (await browser.open(link)).status_code == 404


async def test_the_door_shuts_after_a_while(
    link: str, verify_path: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.channels.doors._OPEN_FOR", timedelta(minutes=-1))
    await browser.open(link)
    assert (await browser.step(f"{verify_path}/challenge")).status_code == 403


async def test_a_link_for_the_widget_needs_no_door(
    bound: Phone, verify_path: str, customer: Customer, client: AsyncClient
) -> None:
    await customer.say("验证")
    assert (await client.get(verify_path)).status_code == 200
    # And it stays so, though the same link is asked for in the app later.
    await bound.type("验证")
    await bound.shows_text("/enter/")
    assert (await client.get(f"{verify_path}/challenge")).status_code == 200


async def test_who_asks_again_in_the_widget_gets_a_link_that_opens(
    link: str, verify_path: str, customer: Customer, client: AsyncClient
) -> None:
    assert (await client.get(verify_path)).status_code == 403
    await customer.say("验证")
    assert (await client.get(verify_path)).status_code == 200


async def test_an_unknown_link_is_unknown_as_before(app: object, client: AsyncClient) -> None:
    assert (await client.get("/verify/" + "x" * 43)).status_code == 404


@pytest.mark.no_login
async def test_without_the_platforms_login_the_shops_names_the_customer(
    link: str, verify_path: str, browser: Browser, customer: Customer
) -> None:
    page = await browser.submit(await browser.open(link), customer_id=customer.id)
    assert "验证身份" in page.text
    assert (await browser.step(f"{verify_path}/challenge")).status_code == 200


@pytest.mark.no_login
async def test_without_the_platforms_login_another_customer_is_refused(
    link: str, verify_path: str, stranger: Browser, client: AsyncClient
) -> None:
    other = await Customer(client).arrive()
    refused = await stranger.submit(await stranger.open(link), customer_id=other.id)
    assert (refused.status_code, "不是同一个账号" in refused.text) == (403, True)
    assert (await stranger.step(f"{verify_path}/challenge")).status_code == 403


async def test_no_link_stands_in_the_books(link: str, verify_path: str, settings: Settings) -> None:
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE name LIKE 'channel_%'"))
        kept = "".join(
            str(row)
            for table in tables.scalars().all()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )
    engine.dispose()
    assert link.split("/")[2].split("?")[0] not in kept
    assert verify_path.rpartition("/")[2] not in kept
