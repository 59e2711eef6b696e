"""Hundreds of messages that wait for one person: put into what the platform takes, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import process_time

import pytest

from desk.conversations.model import Button, Message, Role
from gateway.channels.dingtalk.rendering import render_messages as dingtalk
from gateway.channels.feishu.rendering import render_messages as feishu
from gateway.channels.kf import rendering as kf
from gateway.channels.model import Payload
from gateway.channels.plain import merged, packed
from gateway.channels.wechat import rendering as wechat
from gateway.channels.wecom import rendering as wecom

MANY, LIMIT = 200, 2048
KEY = "k" * 28
RENDERERS: dict[str, Callable[[Sequence[Message]], Sequence[Payload]]] = {
    "wechat": lambda said: wechat.render(said, 2, KEY, words),
    "kf": lambda said: kf.render(said, 2, KEY, words),
    "wecom": lambda said: wecom.render(said, None, KEY, words),
    "feishu": lambda said: feishu(said, room=None, key=KEY, words=words),
    "dingtalk": lambda said: dingtalk(said, room=None, key=KEY, words=words),
}


def words(key: str, /, **_values: object) -> str:
    return key


def talk(count: int) -> list[Message]:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    long = "这一句话说得很长，没有人会全部读完。" * 20
    texts = [*(f"第{number}句。{long}" for number in range(1, count)), "要继续办理吗？"]
    return [Message(f"m{n}", n, Role.BOT, text, at, answers(n)) for n, text in enumerate(texts, 1)]


def answers(number: int) -> tuple[Button, ...]:
    return Button(f"yes{number}", "同意"), Button(f"no{number}", "先不办")


@pytest.mark.parametrize("name", RENDERERS)
def test_it_takes_no_app_longer_than_a_moment(name: str) -> None:
    began = process_time()
    payloads = RENDERERS[name](talk(MANY))
    # A few hundredths; it was up to four minutes, in which nobody else was answered.
    assert process_time() - began < 3
    assert "要继续办理吗" in str(payloads[-1].body)


@pytest.mark.parametrize("room", [1, 2, 3])
def test_the_newest_words_are_whole_and_the_oldest_are_left_out(room: int) -> None:
    blocks = merged(talk(MANY), room, LIMIT)
    assert len(blocks) <= room
    assert all(len(block.plain().encode()) <= LIMIT for block in blocks)
    assert blocks[0].text.startswith("…")
    assert "第1句" not in blocks[0].text
    assert blocks[-1].plain().endswith("要继续办理吗？\n【1】同意\n【2】先不办")


def test_as_few_blocks_as_hold_everything_are_made() -> None:
    said = talk(9)
    blocks = packed(said, LIMIT)
    whole = "".join(message.text for message in said)
    assert "".join(block.text for block in blocks).replace("\n", "") == whole
    assert len(blocks) < len(said)
    assert merged(said, len(blocks), LIMIT) == blocks
    assert len(merged(said, len(blocks) - 1, LIMIT)) < len(blocks)
