"""Answers go by the session while it lasts, and by the API where that reaches."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.channels.dingtalk.channel import DingTalk
from gateway.channels.model import Act, Contact, Inbound, Payload, Push, Ring
from gateway.channels.port import NotGenuine, TransportError, Unreadable
from tests.conftest import SettableClock
from tests.fakes.dingtalk import FakeDingTalk, RobotKeys
from tests.fakes.dingtalk.robot import Person, signed_headers, text
from tests.fakes.state import MemoryState
from tests.integration.channels.dingtalk.conftest import MEMBER, OUTSIDER, Connected
from tests.unit.channels.messages import AT, message


def push_of(platform: FakeDingTalk, told: dict[str, Any]) -> Push:
    query = {"key": platform.keys.webhook_key}
    return Push("POST", query, signed_headers(platform.keys, platform.clock()), json.dumps(told).encode())


async def hear(channel: DingTalk, platform: FakeDingTalk, person: Person = MEMBER, **given: Any) -> Inbound:
    """What the adapter takes when somebody says something."""
    told = platform.told(person, **(given or text("咋注销啊")))
    (inbound,) = (await channel.receive(push_of(platform, told))).inbound
    return inbound


def rendered(channel: DingTalk, *titles: str) -> Payload:
    (payload,) = channel.render([message("要继续吗？", *titles)], room=None, key="0" * 31)
    return payload


async def test_an_answer_goes_to_where_the_question_came_from(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    inbound = await hear(channel, platform)
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    (received,) = platform.inbox(MEMBER.staff_id)
    assert (received.text, received.way) == ("要继续吗？", "session")
    assert "token" not in platform.calls


async def test_a_card_arrives_and_a_tap_says_its_title(channel: DingTalk, platform: FakeDingTalk) -> None:
    inbound = await hear(channel, platform)
    await channel.send(inbound.contact, rendered(channel, "继续", "先不办了"), inbound.reply_to)
    (received,) = platform.inbox(MEMBER.staff_id)
    assert received.choices == ["继续", "先不办了"]
    assert received.says("先不办了") == "先不办了"


@pytest.mark.parametrize("titles", [(), ("甲",), ("甲", "乙"), tuple("甲乙丙丁戊"), tuple("甲乙丙丁戊己庚")])
async def test_whatever_is_rendered_is_taken_both_ways(
    titles: tuple[str, ...], channel: DingTalk, platform: FakeDingTalk
) -> None:
    inbound = await hear(channel, platform)
    await channel.send(inbound.contact, rendered(channel, *titles), inbound.reply_to)
    await channel.send(inbound.contact, rendered(channel, *titles), {})
    by_session, by_api = platform.inbox(MEMBER.staff_id)
    assert (by_session.way, by_api.way) == ("session", "api")
    assert (by_session.text, by_session.buttons) == (by_api.text, by_api.buttons)


@pytest.mark.parametrize("minutes", [89.5, 91])
async def test_after_the_sessions_end_the_api_is_used(
    minutes: float, channel: DingTalk, platform: FakeDingTalk, clock: SettableClock
) -> None:
    inbound = await hear(channel, platform)
    clock.advance(minutes=minutes)
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert [received.way for received in platform.inbox(MEMBER.staff_id)] == ["api"]
    assert "/robot/sendBySession" not in platform.calls


async def test_a_session_that_ended_early_is_replaced_by_the_api(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    inbound = await hear(channel, platform)
    platform.expire_sessions()
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert [received.way for received in platform.inbox(MEMBER.staff_id)] == ["api"]


async def test_too_many_messages_by_a_session_are_sent_again_later(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    inbound = await hear(channel, platform)
    platform.failing_sessions = ["130101"]
    with pytest.raises(TransportError) as caught:
        await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert caught.value.retry_after == 60
    assert not caught.value.permanent


async def test_somebody_outside_is_answered_while_the_session_lasts(
    channel: DingTalk, platform: FakeDingTalk, clock: SettableClock
) -> None:
    inbound = await hear(channel, platform, OUTSIDER)
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert len(platform.inbox(OUTSIDER.sender_id)) == 1
    clock.advance(minutes=91)
    with pytest.raises(TransportError) as caught:
        await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert caught.value.closed


async def test_a_group_is_answered_in_the_group(
    channel: DingTalk, platform: FakeDingTalk, clock: SettableClock
) -> None:
    inbound = await hear(channel, platform, group="cidgroup", **text("我要注销"))
    assert inbound.act is Act.GROUP
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    clock.advance(minutes=91)
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert [received.way for received in platform.inbox("group:cidgroup")] == ["session", "api"]
    assert platform.inbox(MEMBER.staff_id) == []


async def test_one_token_serves_many_calls_and_is_renewed_before_its_end(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk, clock: SettableClock
) -> None:
    for minutes in (0, 1, 111):
        clock.advance(minutes=minutes)
        await channel.send(contact, rendered(channel), {})
    assert platform.calls.count("token") == 2
    assert len(platform.inbox(MEMBER.staff_id)) == 3


async def test_a_token_that_ended_early_is_renewed_and_the_message_arrives(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk
) -> None:
    await channel.send(contact, rendered(channel), {})
    platform.expire_tokens()
    await channel.send(contact, rendered(channel), {})
    assert len(platform.inbox(MEMBER.staff_id)) == 2


async def test_a_token_fetched_by_another_replica_is_used(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk, state: MemoryState
) -> None:
    await state.put("access_token", platform.new_token())
    await channel.send(contact, rendered(channel), {})
    assert platform.calls.count("token") == 0


async def test_a_token_refused_twice_is_a_matter_for_staff(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk
) -> None:
    platform.failing = [("InvalidAuthentication", 400)] * 2
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, rendered(channel), {})
    assert caught.value.tell_staff
    assert not caught.value.permanent


async def test_somebody_who_left_the_organisation_is_gone(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk
) -> None:
    platform.members.clear()
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, rendered(channel), {})
    assert caught.value.gone


async def test_somebody_who_gets_too_much_is_sent_it_later(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk
) -> None:
    platform.flow_controlled.add(MEMBER.staff_id)
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, rendered(channel), {})
    assert caught.value.retry_after == 60


@pytest.mark.parametrize(
    ("code", "status", "permanent", "staff"),
    [
        ("Forbidden.AccessDenied.AccessTokenPermissionDenied", 403, False, True),
        ("Forbidden.AccessDenied.QpsLimitForAppkeyAndApi", 403, False, False),
        ("invalidParameter.robotCode.auth", 400, False, True),
        ("invalidParameter.msgParam.invalid", 400, True, False),
        ("system.error", 500, False, False),
        ("a.new.word", 400, True, False),
        ("a.new.word", 503, False, False),
    ],
)
async def test_a_refusal_is_final_unless_dingtalk_or_a_setting_may_change(
    code: str,
    status: int,
    permanent: bool,
    staff: bool,
    channel: DingTalk,
    contact: Contact,
    platform: FakeDingTalk,
) -> None:
    platform.failing = [(code, status)]
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, rendered(channel), {})
    assert (caught.value.permanent, caught.value.tell_staff) == (permanent, staff)
    assert MEMBER.staff_id not in str(caught.value)


async def test_a_push_is_a_text_by_the_api(
    channel: DingTalk, contact: Contact, platform: FakeDingTalk
) -> None:
    await channel.ring(
        contact, Ring("approved", "注销进度有更新", "请打开对话查看。", "https://x.example", AT)
    )
    (received,) = platform.inbox(MEMBER.staff_id)
    assert (received.way, received.text) == ("api", "注销进度有更新\n请打开对话查看。\nhttps://x.example")


async def test_somebody_outside_cannot_be_pushed_to(channel: DingTalk, platform: FakeDingTalk) -> None:
    outsider = Contact("dingtalk", platform.keys.client_id, f"outsider:{OUTSIDER.sender_id}")
    with pytest.raises(TransportError) as caught:
        await channel.ring(outsider, Ring("approved", "注销进度有更新", "请打开对话查看。", None, AT))
    assert caught.value.closed


async def test_a_server_that_is_away_is_tried_again(
    connected: Connected, contact: Contact, platform: FakeDingTalk
) -> None:
    async with connected(XIAOHU_DINGTALK_API_BASE="http://127.0.0.1:9") as channel:
        with pytest.raises(TransportError) as caught:
            await channel.send(contact, rendered(channel), {})
    assert not caught.value.permanent


async def test_a_message_is_answered_with_nothing(channel: DingTalk, platform: FakeDingTalk) -> None:
    answer = await channel.receive(push_of(platform, platform.told(MEMBER, **text("你好"))))
    assert (answer.status, answer.body) == (200, "{}")


async def test_a_forged_push_is_refused(channel: DingTalk, platform: FakeDingTalk) -> None:
    forged = RobotKeys(client_secret="guessed-client-secret")
    body = json.dumps(platform.told(MEMBER, **text("你好"))).encode()
    query = {"key": platform.keys.webhook_key}
    with pytest.raises(NotGenuine):
        await channel.receive(Push("POST", query, signed_headers(forged, platform.clock()), body))


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b"\xff"])
async def test_a_body_that_is_none_is_unreadable(
    body: bytes, channel: DingTalk, platform: FakeDingTalk
) -> None:
    query = {"key": platform.keys.webhook_key}
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, signed_headers(platform.keys, platform.clock()), body))


async def test_in_stream_mode_nothing_is_taken_by_http(connected: Connected, platform: FakeDingTalk) -> None:
    async with connected(XIAOHU_DINGTALK_MODE="stream") as channel:
        with pytest.raises(NotGenuine):
            await channel.receive(push_of(platform, platform.told(MEMBER, **text("你好"))))


async def test_nothing_is_ever_sent_to_an_address_from_a_message(
    channel: DingTalk, platform: FakeDingTalk
) -> None:
    told = platform.told(MEMBER, **text("你好")) | {
        "sessionWebhook": "http://127.0.0.1:9/robot/sendBySession?session=a"
    }
    (inbound,) = (await channel.receive(push_of(platform, told))).inbound
    await channel.send(inbound.contact, rendered(channel), inbound.reply_to)
    assert [received.way for received in platform.inbox(MEMBER.staff_id)] == ["api"]
