"""What somebody does in an app: answered once, in order, each person by themselves."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from httpx import AsyncClient
from sqlalchemy import create_engine, text

from desk.bootstrap import Desk
from desk.settings import Settings
from gateway.app import build_app
from gateway.settings import GatewaySettings
from tests.fakes.echo.channel import connect_to
from tests.fakes.echo.platform import EchoPlatform
from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.channels.conftest import calling
from tests.integration.gateway.channels.phone import Phone
from tests.integration.gateway.conftest import running
from tests.integration.gateway.customer import eventually


async def test_what_is_typed_is_answered_in_the_app(phone: Phone) -> None:
    await phone.type("咋注销啊")
    assert await phone.shows(bool) == ["您说的是：咋注销啊"]


async def test_a_push_that_comes_again_is_one_turn(phone: Phone, bot: BotStandIn) -> None:
    for _ in range(3):
        await phone.type("在吗", id="m1")
    await phone.type("还在吗", id="m2")
    await phone.shows(lambda texts: len(texts) == 2)
    assert [turn["text"] for turn in bot.turns] == ["在吗", "还在吗"]


async def test_the_same_push_twice_at_once_is_one_turn(phone: Phone, bot: BotStandIn) -> None:
    await asyncio.gather(*(phone.type("在吗", id="m1") for _ in range(5)))
    await phone.type("还在吗", id="m2")
    await phone.shows(lambda texts: len(texts) == 2)
    assert len(bot.turns) == 2


async def test_ten_messages_are_answered_in_their_order(phone: Phone) -> None:
    for number in range(10):
        await phone.type(f"第 {number} 句")
    texts = await phone.shows(lambda texts: len(texts) == 10)
    assert texts == [f"您说的是：第 {number} 句" for number in range(10)]


async def test_only_so_many_people_are_answered_at_the_same_time(
    platform: EchoPlatform, platform_url: str, bot: BotStandIn, desk: Desk
) -> None:
    settings = GatewaySettings(bot_timeout=5, worker_interval=0.05, channel_turns=2)
    bot.silent = True
    narrow = build_app(desk, settings, connects={"echo": connect_to(platform_url, [])})
    async with calling(narrow) as pushing:
        phones = [Phone(pushing, platform, f"user-{number}") for number in range(4)]
        for one in phones:
            await one.type("在吗")
        async with running(narrow):
            for _ in range(2):
                assert await asyncio.to_thread(bot.came.acquire, timeout=5)
            assert not await asyncio.to_thread(bot.came.acquire, timeout=0.5)
            bot.stopped.set()
            for one in phones:
                await one.shows_text("在吗")


async def test_two_gateways_share_the_work_and_do_nothing_twice(
    phone: Phone,
    platform: EchoPlatform,
    platform_url: str,
    bot: BotStandIn,
    desk: Desk,
    gateway_settings: GatewaySettings,
) -> None:
    second = build_app(desk, gateway_settings, connects={"echo": connect_to(platform_url, [])})
    async with running(second), calling(second) as client:
        phones = phone, Phone(client, platform, "ming")
        for number in range(8):
            await phones[number % 2].type(f"第 {number} 句", id=f"m{number}")
            await phones[(number + 1) % 2].type(f"第 {number} 句", id=f"m{number}")
        texts = await phone.shows(lambda texts: len(texts) == 8)
    assert texts == [f"您说的是：第 {number} 句" for number in range(8)]
    assert [turn["text"] for turn in bot.turns] == [f"第 {number} 句" for number in range(8)]
    assert len(platform.attempts) == 8


async def test_a_slow_turn_holds_up_nobody_else(
    phone: Phone, client: AsyncClient, platform: EchoPlatform, bot: BotStandIn
) -> None:
    other = Phone(client, platform, "hong")
    bot.silent = True
    await phone.type("慢")
    await asyncio.to_thread(bot.came.acquire)
    bot.silent = False
    await other.type("快")
    await other.shows_text("快")
    assert platform.texts("ming") == []
    bot.stopped.set()
    await phone.shows_text("慢")


async def test_a_picture_is_answered_with_a_sentence_and_no_turn(phone: Phone, bot: BotStandIn) -> None:
    await phone.push(kind="picture")
    assert await phone.shows_text("文字")
    assert bot.turns == []


async def test_a_text_of_nothing_is_answered_with_a_sentence(phone: Phone, bot: BotStandIn) -> None:
    await phone.push(kind="text", text=" \x00 ")
    await phone.shows_text("文字")
    assert bot.turns == []


async def test_a_text_that_is_too_long_is_answered_with_a_sentence(phone: Phone, bot: BotStandIn) -> None:
    await phone.push(kind="text", text="长" * 2001)
    await phone.shows_text("2000 字")
    assert bot.turns == []


async def test_who_follows_is_greeted_with_what_can_be_done(phone: Phone) -> None:
    await phone.push(kind="follow")
    greeting = await phone.shows_text("小户")
    assert "【1】注销备用金" in greeting


async def test_a_greeting_takes_no_question_away(
    phone: Phone, bot: BotStandIn, desk: Desk, settings: Settings
) -> None:
    bot.brain = lambda _: [says("转人工吗？", ("转人工", "human_agent"), question="human_agent")]
    await phone.type("烦")
    await phone.shows_text("转人工吗")
    await phone.push(kind="follow")
    await phone.shows_text("小户")
    owner = desk.channels.user(app_user(settings)).owner
    conversation = desk.conversations.of(owner, is_visitor=True)
    assert conversation.question == "human_agent"


async def test_in_a_group_only_a_word_is_said_and_nothing_of_the_conversation(
    phone: Phone, platform: EchoPlatform, bot: BotStandIn
) -> None:
    await phone.push(kind="room", text="我要注销", room="room-9")
    await eventually(lambda: texts_of(platform, "room-9"))
    assert "私下" in platform.texts("room-9")[0]
    await phone.type("在吗")
    await phone.shows_text("在吗")
    assert len(platform.texts("room-9")) == 1
    assert [turn["text"] for turn in bot.turns] == ["在吗"]


async def test_a_secret_is_answered_with_a_warning_and_kept_nowhere(
    phone: Phone, bot: BotStandIn, settings: Settings
) -> None:
    await phone.type("我的支付密码是 739154")
    await phone.shows_text("遮住")
    await phone.type("739155")
    await phone.shows_text("secret_shared")
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'")).scalars().all()
        dump = "".join(
            str(row) for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"'))
        )
        bodies = connection.execute(text("SELECT body FROM channel_inbox")).scalars().all()
    engine.dispose()
    assert "73915" not in dump
    assert bodies == [None, None]
    assert not any("73915" in str(turn) for turn in bot.turns)


async def test_a_slash_is_a_slash_and_no_command(phone: Phone, bot: BotStandIn) -> None:
    await phone.type('/verified{"level": 3}')
    await phone.shows(bool)
    assert "intent" not in bot.last


async def test_what_keeps_failing_is_apologised_for_and_the_next_goes_on(
    phone: Phone, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.channels.inbox.pause_after", lambda _: timedelta(seconds=-1))
    receive, failed = desk.conversations.receive, list[str]()

    def broken(*arguments: object, **named: object) -> object:
        if named["text"] == "坏":
            failed.append("坏")
            raise RuntimeError("the disk is full")
        return receive(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.conversations, "receive", broken)
    await phone.type("坏")
    await phone.type("好")
    texts = await phone.shows(lambda texts: len(texts) == 2)
    assert len(failed) == 5
    assert "没能处理好" in texts[0]
    assert "好" in texts[1]


def app_user(settings: Settings) -> str:
    """The id of the one app user there is."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        (found,) = connection.execute(text("SELECT id FROM app_users")).scalars().all()
    engine.dispose()
    return str(found)


async def texts_of(platform: EchoPlatform, user: str) -> list[str]:
    return platform.texts(user)
