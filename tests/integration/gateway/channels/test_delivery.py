"""What goes to an app: in order, and again when the platform is away."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

import pytest
from httpx import AsyncClient

from desk.bootstrap import Desk
from desk.settings import Settings
from gateway.channels.port import TransportError
from tests.fakes.echo.channel import EchoChannel
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn, many
from tests.integration.gateway.channels.books import conversation, rows, say_to
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.customer import eventually


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries again without a pause."""
    monkeypatch.setattr("desk.channels.deliveries.pause_after", lambda _: timedelta())


async def handed(channels: list[EchoChannel], wanted: tuple[str, bool]) -> bool:
    return wanted in channels[0].handed


async def test_several_answers_arrive_in_their_order(phone: Phone, bot: BotStandIn) -> None:
    bot.brain = lambda _: many(7)
    await phone.type("说")
    assert await phone.shows(lambda texts: len(texts) == 7) == [f"第 {number} 条" for number in range(7)]


@pytest.mark.usefixtures("at_once")
async def test_a_platform_that_is_away_gets_it_when_it_is_back(phone: Phone, platform: EchoPlatform) -> None:
    platform.failures += [(503, {"error": "busy"})] * 3
    await phone.type("在吗")
    await phone.shows_text("在吗")
    assert len({attempt["key"] for attempt in platform.attempts}) == 1
    assert len(platform.attempts) == 4


@pytest.mark.usefixtures("at_once")
async def test_nothing_overtakes_what_has_not_arrived(
    phone: Phone, platform: EchoPlatform, bot: BotStandIn
) -> None:
    bot.brain = lambda _: many(3)
    platform.failures += [(503, {"error": "busy"})] * 2
    await phone.type("说")
    assert await phone.shows(lambda texts: len(texts) == 3) == ["第 0 条", "第 1 条", "第 2 条"]


async def test_a_platform_that_names_a_time_is_asked_after_it(
    phone: Phone, platform: EchoPlatform, settings: Settings
) -> None:
    platform.failures.append((429, {"error": "too often", "retry_after": 3600}))
    await phone.type("在吗")
    await eventually(lambda: rows(settings, "SELECT 1 FROM channel_deliveries WHERE error = 'too often'"))
    (due,) = await rows(
        settings, "SELECT not_before > datetime('now', '+50 minutes') FROM channel_deliveries"
    )
    assert due == 1
    assert len(platform.attempts) == 1


async def test_what_the_platform_refuses_for_good_is_given_up_and_told(
    phone: Phone, platform: EchoPlatform, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    platform.failures.append((400, {"error": "bad content"}))
    await phone.type("坏")
    await phone.type("好")
    await phone.shows_text("好")
    (failed,) = desk.channels.failed_deliveries()
    assert (failed.channel, failed.error, failed.attempts) == ("echo", "bad content", 1)
    (told,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "坏" not in str(vars(told))
    assert len(platform.texts("ming")) == 1


@pytest.mark.usefixtures("at_once")
async def test_what_never_arrives_is_given_up_in_the_end(
    phone: Phone, platform: EchoPlatform, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.channels.deliveries.ATTEMPTS", 3)
    platform.failures += [(503, {"error": "busy"})] * 3
    await phone.type("在吗")
    await eventually(lambda: asyncio.to_thread(desk.channels.failed_deliveries))
    assert len(platform.attempts) == 3


@pytest.mark.usefixtures("at_once")
async def test_a_wrong_key_is_told_to_staff_and_tried_again(
    phone: Phone, platform: EchoPlatform, caplog: pytest.LogCaptureFixture, client: AsyncClient
) -> None:
    platform.failures.append((401, {"error": "wrong key"}))
    await phone.type("在吗")
    await phone.shows_text("在吗")
    assert any(record.levelno == logging.ERROR for record in caplog.records)
    figures = (await client.get("/metrics")).text
    assert 'xiaohu_channel_deliveries_total{channel="echo",result="postponed"} 1.0' in figures
    assert 'xiaohu_channel_deliveries_total{channel="echo",result="sent"} 1.0' in figures


async def test_who_has_blocked_us_is_left_alone_until_they_write(
    phone: Phone, platform: EchoPlatform, desk: Desk, settings: Settings
) -> None:
    platform.blocked.add("ming")
    await phone.type("一")
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE blocked"))
    say_to(desk, settings, "您的申请有进展")
    assert len(platform.attempts) == 1
    platform.blocked.clear()
    await phone.type("二")
    texts = await phone.shows(lambda texts: any("二" in text for text in texts))
    assert any("进展" in shown for shown in texts)


async def test_who_has_left_is_sent_nothing(
    phone: Phone, platform: EchoPlatform, desk: Desk, settings: Settings
) -> None:
    await phone.type("一")
    await phone.shows_text("一")
    await phone.push(kind="leave")
    say_to(desk, settings, "您的申请有进展")
    assert desk.channels.due(10) == []
    assert len(platform.attempts) == 1


async def test_what_is_said_between_turns_arrives_by_itself(
    phone: Phone, desk: Desk, settings: Settings
) -> None:
    await phone.type("一")
    await phone.shows_text("一")
    say_to(desk, settings, "您的申请有进展")
    await phone.shows_text("进展")


async def test_a_fault_of_the_adapter_holds_up_nobody_else(
    phone: Phone,
    client: AsyncClient,
    platform: EchoPlatform,
    channels: list[EchoChannel],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    render = channels[0].render

    def faulty(messages: object, **named: object) -> object:
        if "坏" in str(messages):
            raise KeyError("a field that is not there")
        return render(messages, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(channels[0], "render", faulty)
    await phone.type("坏")
    await Phone(client, platform, "hong").type("好")
    await Phone(client, platform, "hong").shows_text("好")


async def test_the_platform_is_told_when_a_person_takes_over_and_gives_back(
    phone: Phone, desk: Desk, settings: Settings, channels: list[EchoChannel], bot: BotStandIn
) -> None:
    await phone.type("转人工")
    await phone.shows_text("转人工")
    conversation_id = await conversation(settings)
    desk.conversations.claim(conversation_id, by="小张")
    desk.conversations.say(conversation_id, "小张", "您好，我是小张")
    await phone.shows_text("我是小张")
    await eventually(lambda: handed(channels, ("ming", True)))
    desk.conversations.resolve(conversation_id, by="小张")
    await eventually(lambda: handed(channels, ("ming", False)))


@pytest.mark.parametrize("permanent", [True, False])
async def test_a_platform_that_refuses_to_hand_over_is_not_asked_again_and_again(
    phone: Phone,
    desk: Desk,
    settings: Settings,
    channels: list[EchoChannel],
    permanent: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    channels[0].refusals += [TransportError("session ended", permanent=permanent)]
    await phone.type("转人工")
    await phone.shows_text("转人工")
    desk.conversations.claim(await conversation(settings), by="小张")
    desk.conversations.say(await conversation(settings), "小张", "您好，我是小张")
    await phone.shows_text("我是小张")
    await eventually(lambda: rows(settings, "SELECT 1 FROM app_users WHERE with_person"))
    assert len(channels[0].handed) == (1 if permanent else 2)
    assert any("session ended" in str(vars(record)) for record in caplog.records)


async def test_what_was_delivered_is_kept_nowhere_in_the_books(phone: Phone, settings: Settings) -> None:
    await phone.type("在吗")
    await phone.shows_text("在吗")
    await eventually(lambda: rows(settings, "SELECT 1 FROM channel_deliveries WHERE state = 'sent'"))
    assert await rows(settings, "SELECT body FROM channel_deliveries") == [None]
