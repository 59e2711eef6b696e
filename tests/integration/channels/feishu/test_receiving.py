"""What the platform pushes, through the adapter: taken, answered in time, or refused."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from gateway.channels.feishu.channel import Feishu
from gateway.channels.model import Act, Answer, Contact, Payload, Push
from gateway.channels.port import NotGenuine, Unreadable
from tests.conftest import SettableClock
from tests.fakes.feishu import FakeFeishu
from tests.fakes.feishu.platform import Callback
from tests.fakes.feishu.sealing import seal, signed_headers
from tests.integration.channels.feishu.conftest import USER
from tests.unit.channels.messages import message

OTHER = "ou_somebody_else"
KEY = "0123456789abcdef0123456789abcde"


def push_of(platform: FakeFeishu, content: dict[str, Any]) -> Push:
    body = seal(platform.keys, content)
    return Push("POST", {}, signed_headers(platform.keys, body, platform.clock()), body)


async def tap(
    channel: Feishu, platform: FakeFeishu, title: str, *, by: str = USER, token: str = "c-1"
) -> Answer:
    """A tap on the newest card, which counts as answered once the adapter has answered."""
    card = platform.messages[-1]
    platform.callbacks[token] = Callback(card.message_id, platform.clock())
    event = platform.events.tap(by, card.message_id, card.value(title), token)
    answer = await channel.receive(push_of(platform, event))
    platform.callbacks[token].answered = True
    return answer


async def ask(channel: Feishu, contact: Contact) -> Payload:
    (payload,) = channel.render([message("要继续吗？", "继续", "先不办了")], room=None, key=KEY)
    await channel.send(contact, payload, {})
    return payload


def reply(channel: Feishu, key: str = "another0") -> Payload:
    (payload,) = channel.render([message("好的。", seq=2)], room=None, key=key)
    return payload


def toast(answer: Answer) -> str:
    content: str = json.loads(answer.body)["toast"]["content"]
    return content


async def test_the_address_is_confirmed_with_the_challenge(channel: Feishu, platform: FakeFeishu) -> None:
    body = seal(platform.keys, platform.events.url_check("ajls384kdjx98XX"))
    answer = await channel.receive(Push("POST", {}, {}, body))
    assert (answer.status, json.loads(answer.body)) == (200, {"challenge": "ajls384kdjx98XX"})
    assert answer.media_type.startswith("application/json")
    assert not answer.inbound


async def test_a_message_is_taken(channel: Feishu, platform: FakeFeishu) -> None:
    event = platform.events.message(USER, "text", {"text": "咋注销啊"})
    answer = await channel.receive(push_of(platform, event))
    assert [inbound.text for inbound in answer.inbound] == ["咋注销啊"]
    assert answer.body == "{}"


async def test_opening_the_chat_is_taken(channel: Feishu, platform: FakeFeishu) -> None:
    answer = await channel.receive(push_of(platform, platform.events.arrival(USER)))
    assert [inbound.act for inbound in answer.inbound] == [Act.ENTERED]


async def test_events_that_nobody_asked_for_are_answered_and_left(
    channel: Feishu, platform: FakeFeishu
) -> None:
    event = platform.events.event("im.message.message_read_v1", {"reader": {}})
    answer = await channel.receive(push_of(platform, event))
    assert (answer.status, list(answer.inbound)) == (200, [])


async def test_nothing_but_a_post_is_read(channel: Feishu) -> None:
    with pytest.raises(Unreadable):
        await channel.receive(Push("GET", {}, {}, b""))


async def test_a_forged_push_is_refused(channel: Feishu, platform: FakeFeishu) -> None:
    push = push_of(platform, platform.events.message(USER, "text", {"text": "注销"}))
    with pytest.raises(NotGenuine):
        await channel.receive(replace(push, body=push.body[:-2] + b"}}"))


async def test_a_tap_is_answered_at_once_and_pressed_by_its_operator(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    await ask(channel, contact)
    answer = await tap(channel, platform, "继续")
    (inbound,) = answer.inbound
    assert (inbound.act, inbound.button, inbound.contact) == (Act.PRESSED, "b1-1", contact)
    assert toast(answer) == "收到，正在为您处理。"


async def test_somebody_elses_tap_is_told_so_and_presses_nothing(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    await ask(channel, contact)
    answer = await tap(channel, platform, "继续", by=OTHER)
    assert not answer.inbound
    assert "不是发给您的" in toast(answer)


async def test_a_tapped_card_loses_its_buttons_and_says_what_was_chosen(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    await ask(channel, contact)
    (inbound,) = (await tap(channel, platform, "先不办了")).inbound
    await channel.send(contact, reply(channel), inbound.reply_to)
    card = platform.inbox(USER)[0]
    assert (card.buttons, card.reverted) == ([], 0)
    assert card.text == "要继续吗？\n已选：先不办了"


async def test_a_card_is_changed_once_for_a_tap(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    await ask(channel, contact)
    (inbound,) = (await tap(channel, platform, "继续")).inbound
    for number in range(3):
        await channel.send(contact, reply(channel, f"another{number}"), inbound.reply_to)
    assert platform.callbacks["c-1"].used == 1


async def test_a_change_that_failed_is_tried_once_more(
    channel: Feishu, contact: Contact, platform: FakeFeishu, clock: SettableClock
) -> None:
    await ask(channel, contact)
    (inbound,) = (await tap(channel, platform, "继续")).inbound
    platform.failing_updates = [300120]
    await channel.send(contact, reply(channel, "another1"), inbound.reply_to)
    await channel.send(contact, reply(channel, "another2"), inbound.reply_to)
    assert platform.inbox(USER)[0].buttons == []
    assert len(platform.inbox(USER)) == 3


async def test_a_card_is_left_alone_after_half_an_hour(
    channel: Feishu, contact: Contact, platform: FakeFeishu, clock: SettableClock
) -> None:
    await ask(channel, contact)
    (inbound,) = (await tap(channel, platform, "继续")).inbound
    clock.advance(minutes=31)
    await channel.send(contact, reply(channel), inbound.reply_to)
    assert platform.callbacks["c-1"].used == 0


async def test_a_card_that_is_not_known_any_more_is_left_alone(
    channel: Feishu, contact: Contact, platform: FakeFeishu, clock: SettableClock
) -> None:
    await ask(channel, contact)
    clock.advance(days=15)
    (inbound,) = (await tap(channel, platform, "继续")).inbound
    await channel.send(contact, reply(channel), inbound.reply_to)
    assert len(platform.inbox(USER)) == 2
    assert platform.callbacks["c-1"].used == 0
