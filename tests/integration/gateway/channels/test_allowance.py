"""What goes to an app within what the platform allows."""

from __future__ import annotations

import asyncio

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from desk.settings import Settings
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn, many, says
from tests.integration.gateway.channels.books import rows, say_to
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import eventually


@pytest.mark.strict
async def test_a_turn_is_merged_so_that_most_of_the_allowance_is_left(
    phone: Phone, platform: EchoPlatform, bot: BotStandIn
) -> None:
    bot.brain = lambda _: many(7)
    await phone.type("说")
    texts = await phone.shows(lambda texts: sum(one.count("第") for one in texts) == 7)
    assert len(texts) <= 2


@pytest.mark.strict
async def test_a_tap_uses_its_own_small_allowance_first(
    phone: Phone, platform: EchoPlatform, bot: BotStandIn
) -> None:
    bot.brain = lambda _: [says("继续吗？", ("好", "close_account"))]
    await phone.type("说")
    await phone.shows_text("继续吗")
    await phone.tap(phone.button("好"))
    await phone.shows(lambda texts: len(texts) == 2)
    # Of the tap's three, good for a minute, one is used; of the message's five, good for two days, one.
    assert [left for left, _ in platform.allowances["ming"]] == [2, 4]


@pytest.mark.strict
async def test_what_has_no_room_waits_until_the_person_writes(
    phone: Phone, platform: EchoPlatform, desk: Desk, settings: Settings
) -> None:
    await phone.type("一")
    await phone.shows_text("一")
    for number in range(6):
        say_to(desk, settings, f"通知 {number}")
        await asyncio.sleep(0.15)
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE held"))
    assert not any(
        "no allowance" in str(one) for one in await rows(settings, "SELECT error FROM channel_deliveries")
    )
    shown = sum("通知" in one for one in platform.texts("ming"))
    assert shown == 4
    await phone.type("二")
    texts = await phone.shows(lambda texts: any("您说的是：二" in one for one in texts))
    assert [line for one in texts for line in one.split("\n\n") if "通知" in line] == [
        f"通知 {number}" for number in range(6)
    ]


async def test_what_waits_is_told_to_operators(
    phone: Phone, platform: EchoPlatform, settings: Settings, client: AsyncClient
) -> None:
    platform.failures += [(403, {"error": "closed"}), (400, {"error": "bad content"})]
    await phone.type("一")
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE held"))
    await Phone(client, platform, "hong").type("二")
    await eventually(lambda: rows(settings, "SELECT 1 FROM channel_deliveries WHERE state = 'failed'"))
    figures = (await client.get("/metrics")).text
    for what, count in {"received": 0, "waiting": 1, "held": 1, "failed": 1}.items():
        assert f'xiaohu_channel_backlog{{what="{what}"}} {count}.0' in figures


async def test_a_window_that_is_closed_against_our_books_is_believed(
    phone: Phone, platform: EchoPlatform, settings: Settings
) -> None:
    platform.failures.append((403, {"error": "closed"}))
    await phone.type("一")
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE held"))
    assert platform.texts("ming") == []


@pytest.mark.strict
async def test_what_was_held_comes_before_the_answer(
    phone: Phone, platform: EchoPlatform, settings: Settings
) -> None:
    platform.failures.append((403, {"error": "closed"}))
    await phone.type("一")
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE held"))
    await phone.type("二")
    assert await phone.shows(lambda texts: len(texts) == 2) == ["您说的是：一", "您说的是：二"]
