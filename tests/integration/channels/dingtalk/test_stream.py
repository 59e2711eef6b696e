"""Stream mode: what comes over the WebSocket is kept before it is answered, and the connection is kept up."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from gateway.channels.dingtalk import stream
from gateway.channels.model import Act
from tests.conftest import SettableClock
from tests.fakes.dingtalk import FakeDingTalk, RobotKeys
from tests.fakes.dingtalk.robot import text
from tests.fakes.dingtalk.stream import ROBOT
from tests.fakes.state import MemoryState
from tests.integration.channels.dingtalk.conftest import MEMBER, Connected
from tests.unit.channels.around import MemoryIntake

OK, BAD_REQUEST, NOT_FOUND, BROKEN = 200, 400, 404, 500


@dataclass
class Listened:
    """The platform with the gateway's end of Stream mode, its calls made from a thread."""

    platform: FakeDingTalk
    intake: MemoryIntake

    async def opened(self, count: int = 1) -> None:
        """Wait for so many connections altogether."""
        await asyncio.to_thread(self.platform.connections.wait_for, count)

    async def say(self, words: str) -> int | None:
        return await asyncio.to_thread(self.platform.say_by_stream, MEMBER, words)

    async def tell(self, told: dict[str, Any]) -> int | None:
        return await asyncio.to_thread(self.platform.connections.robot_message, told)

    async def ask(self, kind: str, topic: str, data: str) -> dict[str, Any] | None:
        return await asyncio.to_thread(self.platform.connections.ask, kind, topic, data)

    async def send(self, raw: str) -> None:
        await asyncio.to_thread(self.platform.connections.opened[-1].send, raw)

    @property
    def heard(self) -> list[str | None]:
        return [inbound.text for inbound in self.intake.took.values()]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses between attempts, a hundred times shorter."""
    monkeypatch.setattr(stream, "_FIRST_PAUSE", 0.01)
    monkeypatch.setattr(stream, "_TAKE_PAUSES", (0.002, 0.01, 0.03))


@asynccontextmanager
async def listening(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> AsyncIterator[Listened]:
    intake = MemoryIntake(state)
    async with connected(XIAOHU_DINGTALK_MODE="stream") as channel:
        task = asyncio.create_task(channel.run(intake))
        listened = Listened(platform, intake)
        try:
            await listened.opened()
            yield listened
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def test_a_message_is_kept_and_then_answered(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        assert await listened.say("咋注销啊") == OK
        (inbound,) = listened.intake.took.values()
    assert (inbound.act, inbound.text, inbound.contact.user) == (Act.SAID, "咋注销啊", MEMBER.staff_id)
    assert inbound.reply_to["session"] in platform.sessions


async def test_only_messages_to_the_robot_are_asked_for(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state):
        assert platform.connections.subscriptions == [{"type": "CALLBACK", "topic": ROBOT}]


async def test_messages_keep_their_order(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        for number in range(10):
            await listened.say(f"第 {number} 句")
        assert listened.heard == [f"第 {number} 句" for number in range(10)]


async def test_a_message_that_cannot_be_kept_at_once_is_kept_a_moment_later(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        listened.intake.failing = 3
        assert await listened.say("咋注销啊") == OK
        assert listened.heard == ["咋注销啊"]


async def test_a_message_that_cannot_be_kept_at_all_is_not_called_taken(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        listened.intake.failing = 4
        assert await listened.say("咋注销啊") == BROKEN
        assert await listened.say("在吗") == OK
        assert listened.heard == ["在吗"]


async def test_a_message_to_another_robot_is_refused(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        told = platform.told(MEMBER, **text("你好")) | {"robotCode": "dinganother"}
        assert await listened.tell(told) == BAD_REQUEST
        assert listened.heard == []


async def test_a_message_of_no_shape_is_refused(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        assert await listened.tell({}) == BAD_REQUEST
        assert await listened.say("在吗") == OK


async def test_a_ping_is_echoed(connected: Connected, platform: FakeDingTalk, state: MemoryState) -> None:
    async with listening(connected, platform, state):
        assert await asyncio.to_thread(platform.connections.ping)


async def test_an_event_that_nobody_asked_for_is_called_unknown(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        answer = await listened.ask("EVENT", "*", json.dumps({"x": 1}))
        assert answer is not None
        assert answer["code"] == NOT_FOUND


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "[]",
        "null",
        "[" * 50_000,
        '{"type": "CALLBACK"}',
        '{"type": "CALLBACK", "headers": []}',
        json.dumps({"type": "CALLBACK", "headers": {"topic": ROBOT, "messageId": "m"}, "data": "["}),
        '{"type": "SYSTEM", "headers": {"topic": "ping", "time": "soon"}, "data": "{}"}',
        '{"type": "of next year", "headers": {}}',
    ],
)
async def test_a_frame_that_makes_no_sense_is_passed_over(
    raw: str, connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        await listened.send(raw)
        assert await listened.say("在吗") == OK
        assert platform.connections.count == 1


async def test_a_message_of_deep_json_is_not_answered_and_harms_nobody(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        deep = {"headers": {"topic": ROBOT, "messageId": "m"}, "type": "CALLBACK", "data": "[" * 90_000}
        await listened.send(json.dumps(deep))
        assert await listened.say("在吗") == OK


async def test_an_announced_end_opens_the_next_connection_before_this_one_closes(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        old = await asyncio.to_thread(platform.connections.say_disconnect)
        await listened.opened(2)
        assert old in platform.connections.opened
        await asyncio.to_thread(old.close)
        assert await listened.say("在吗") == OK
        assert platform.connections.count == 2


async def test_what_still_comes_over_the_old_connection_is_kept(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        old = await asyncio.to_thread(platform.connections.say_disconnect)
        await listened.opened(2)
        platform.connections.opened.remove(old)
        platform.connections.opened.append(old)
        assert await listened.say("最后一句") == OK
        assert listened.heard == ["最后一句"]


async def test_a_lost_connection_is_opened_again_with_a_new_ticket(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        await asyncio.to_thread(platform.connections.opened[-1].close)
        await listened.opened(2)
        assert await listened.say("在吗") == OK
        assert platform.connections.refused == 0


async def test_a_platform_that_is_away_is_asked_again(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    platform.failing = [("system.error", 500), ("Forbidden.AccessDenied", 403)]
    async with listening(connected, platform, state) as listened:
        assert await listened.say("在吗") == OK
        assert platform.calls.count("/v1.0/gateway/connections/open") == 3


async def test_a_ticket_that_is_too_old_opens_nothing_and_another_one_is_fetched(
    connected: Connected, platform: FakeDingTalk, state: MemoryState, clock: SettableClock
) -> None:
    class Slow(dict[str, Any]):
        """Tickets that are stale when they are given, twice."""

        left = 2

        def __setitem__(self, ticket: str, until: Any) -> None:
            self.left -= 1
            super().__setitem__(ticket, until - timedelta(seconds=91 if self.left >= 0 else 0))

    platform.tickets = Slow()
    async with listening(connected, platform, state) as listened:
        assert await listened.say("在吗") == OK
        assert platform.connections.refused == 2


async def test_with_credentials_that_were_changed_it_goes_on_asking(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with listening(connected, platform, state) as listened:
        right, platform.keys = platform.keys, RobotKeys(client_secret="changed in the console")
        await asyncio.to_thread(platform.connections.opened[-1].close)
        async with asyncio.timeout(10):
            await asyncio.to_thread(platform.asked.wait, 10)
        platform.keys = right
        await listened.opened(2)
        assert await listened.say("在吗") == OK


async def test_it_ends_when_the_gateway_does(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with asyncio.timeout(5), listening(connected, platform, state):
        pass
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_neither_ticket_nor_words_are_logged(
    connected: Connected, platform: FakeDingTalk, state: MemoryState, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "gateway")
    caplog.set_level("DEBUG", "dingtalk_stream")
    async with listening(connected, platform, state) as listened:
        await listened.say("我的密码是 135790")
        await asyncio.to_thread(platform.connections.ping)
    assert "135790" not in caplog.text
    assert "ticket=" not in caplog.text


async def test_by_http_nothing_is_listened_to(
    connected: Connected, platform: FakeDingTalk, state: MemoryState
) -> None:
    async with asyncio.timeout(5), connected() as channel:
        await channel.run(MemoryIntake(state))
    assert platform.connections.count == 0
