"""A button in an app: tapped, or typed by its number or its title."""

from __future__ import annotations

import pytest

from tests.integration.gateway.bot_stand_in import BotStandIn, says
from tests.integration.gateway.channels.phone import Phone


@pytest.mark.parametrize("typed", ["1", "１", "【1】", "1.", "同意并继续", " 同意并继续 "])
async def test_a_button_may_be_typed_by_its_number_or_its_title(
    phone: Phone, bot: BotStandIn, typed: str
) -> None:
    bot.brain = lambda _: [says("继续吗？", ("同意并继续", "close_account"), ("先不办了", "stop"))]
    await phone.type("注销")
    await phone.shows_text("继续吗")
    await phone.type(typed)
    await phone.shows(lambda texts: len(texts) == 2)
    assert bot.last["intent"] == "close_account"


@pytest.mark.parametrize("typed", ["3", "0", "1 元", "同意", "一"])
async def test_what_is_no_number_of_a_button_is_a_text(phone: Phone, bot: BotStandIn, typed: str) -> None:
    bot.brain = lambda _: [says("继续吗？", ("同意并继续", "close_account"), ("先不办了", "stop"))]
    await phone.type("注销")
    await phone.shows_text("继续吗")
    await phone.type(typed)
    await phone.shows(lambda texts: len(texts) == 2)
    assert bot.last["text"] == typed


async def test_a_number_means_what_was_shown_last(phone: Phone, bot: BotStandIn) -> None:
    bot.brain = lambda turn: (
        [says("选哪个？", ("注销", "close_account"))] if turn.get("text") == "a" else [says("好")]
    )
    for typed, shown in (("a", 1), ("b", 2), ("1", 3)):
        await phone.type(typed)
        await phone.shows(lambda texts, shown=shown: len(texts) == shown)
    assert bot.last["text"] == "1"


async def test_a_tapped_button_is_the_button(phone: Phone, bot: BotStandIn) -> None:
    bot.brain = lambda _: [says("继续吗？", ("同意并继续", "close_account"))]
    await phone.type("注销")
    await phone.shows_text("继续吗")
    await phone.tap(phone.button("同意并继续"))
    await phone.shows(lambda texts: len(texts) == 2)
    assert bot.last["intent"] == "close_account"


async def test_somebody_elses_button_does_nothing(phone: Phone, bot: BotStandIn) -> None:
    await phone.tap("f" * 32)
    await phone.shows_text("过了时候")
    assert bot.turns == []
