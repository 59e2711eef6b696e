"""Messages reach the phone once, whatever Feishu answers in between."""

from __future__ import annotations

import pytest

from gateway.channels.feishu.channel import Feishu
from gateway.channels.model import Contact, Payload, Ring
from gateway.channels.port import TransportError
from tests.conftest import SettableClock
from tests.fakes.feishu import FakeFeishu
from tests.fakes.state import MemoryState
from tests.integration.channels.feishu.conftest import USER
from tests.unit.channels.messages import AT, message

KEY = "0123456789abcdef0123456789abcde"


def text(channel: Feishu, said: str = "不客气。", key: str = KEY) -> Payload:
    (payload,) = channel.render([message(said)], room=None, key=key)
    return payload


def card(channel: Feishu) -> Payload:
    (payload,) = channel.render([message("要继续吗？", "继续", "先不办了")], room=None, key=KEY)
    return payload


async def test_a_text_arrives(channel: Feishu, contact: Contact, platform: FakeFeishu) -> None:
    await channel.send(contact, text(channel), {})
    assert [received.text for received in platform.inbox(USER)] == ["不客气。"]


async def test_a_message_sent_again_arrives_once(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    payload = card(channel)
    await channel.send(contact, payload, {})
    await channel.send(contact, payload, {})
    assert len(platform.inbox(USER)) == 1


async def test_a_card_arrives_addressed(channel: Feishu, contact: Contact, platform: FakeFeishu) -> None:
    await channel.send(contact, card(channel), {})
    (received,) = platform.inbox(USER)
    assert received.buttons == ["继续", "先不办了"]
    assert received.value("继续")["to"] == USER


async def test_a_refused_card_arrives_as_text_with_numbers(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.refuses_cards = True
    await channel.send(contact, card(channel), {})
    await channel.send(contact, card(channel), {})
    (received,) = platform.inbox(USER)
    assert received.kind == "text"
    assert "【1】继续" in received.text


async def test_one_token_serves_many_calls(channel: Feishu, contact: Contact, platform: FakeFeishu) -> None:
    for number in range(3):
        await channel.send(contact, text(channel, key=f"key{number}"), {})
    assert platform.calls.count("token") == 1


async def test_a_token_is_renewed_before_its_end(
    channel: Feishu, contact: Contact, platform: FakeFeishu, clock: SettableClock
) -> None:
    await channel.send(contact, text(channel, key="k1"), {})
    clock.advance(minutes=111)
    await channel.send(contact, text(channel, key="k2"), {})
    assert platform.calls.count("token") == 2
    assert len(platform.inbox(USER)) == 2


async def test_a_token_that_ended_early_is_renewed_and_the_message_arrives(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    await channel.send(contact, text(channel, key="k1"), {})
    platform.expire_tokens()
    await channel.send(contact, text(channel, key="k2"), {})
    assert len(platform.inbox(USER)) == 2


async def test_a_token_is_asked_for_once_when_it_is_refused_again(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.failing = [(99991663, 400), (99991663, 400)]
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel), {})
    assert caught.value.tell_staff
    assert not caught.value.permanent
    assert platform.calls.count("token") == 2


async def test_a_token_fetched_by_another_replica_is_used(
    channel: Feishu, contact: Contact, platform: FakeFeishu, state: MemoryState
) -> None:
    await state.put("tenant_access_token", platform.new_token())
    await channel.send(contact, text(channel), {})
    assert platform.calls.count("token") == 0


async def test_the_sixth_message_in_a_second_is_to_be_sent_again_soon(
    channel: Feishu, contact: Contact, platform: FakeFeishu, clock: SettableClock
) -> None:
    for number in range(5):
        await channel.send(contact, text(channel, key=f"key{number}"), {})
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel, key="key5"), {})
    assert caught.value.retry_after == 1
    assert not caught.value.permanent
    clock.advance(seconds=2)
    await channel.send(contact, text(channel, key="key5"), {})
    assert len(platform.inbox(USER)) == 6


async def test_somebody_who_wants_no_messages_is_gone(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.stopped.add(USER)
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel), {})
    assert caught.value.gone


async def test_somebody_whom_the_app_is_not_open_to_is_a_matter_for_staff(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.known.clear()
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel), {})
    assert caught.value.tell_staff
    assert not caught.value.permanent


@pytest.mark.parametrize(
    ("code", "status", "permanent"),
    [
        (230001, 400, True),
        (230022, 400, True),
        (424242, 400, True),
        (230049, 400, False),
        (424242, 500, False),
    ],
)
async def test_a_refusal_is_final_unless_feishu_may_change_its_mind(
    code: int, status: int, permanent: bool, channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.failing = [(code, status)]
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel), {})
    assert caught.value.permanent is permanent
    assert str(code) in str(caught.value)


async def test_an_error_tells_nothing_about_a_person(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.failing = [(230001, 400)]
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel, "原因：欠款"), {})
    assert USER not in str(caught.value)
    assert "欠款" not in str(caught.value)


async def test_wrong_credentials_are_a_matter_for_staff(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    platform.keys = type(platform.keys)(app_secret="changed in the console")
    with pytest.raises(TransportError) as caught:
        await channel.send(contact, text(channel), {})
    assert caught.value.tell_staff


async def test_a_question_in_a_group_is_answered_below_it(channel: Feishu, platform: FakeFeishu) -> None:
    group = Contact("feishu", platform.keys.app_id, "oc_group")
    platform.asked_in_groups["om_asked"] = "oc_group"
    await channel.send(group, text(channel, "请私聊我。"), {"message_id": "om_asked"})
    (received,) = platform.inbox("oc_group")
    assert (received.text, received.below) == ("请私聊我。", "om_asked")


async def test_a_group_is_answered_even_when_its_question_is_gone(
    channel: Feishu, platform: FakeFeishu
) -> None:
    group = Contact("feishu", platform.keys.app_id, "oc_group")
    await channel.send(group, text(channel, "请私聊我。"), {"message_id": "om_recalled"})
    (received,) = platform.inbox("oc_group")
    assert received.below is None


async def test_an_id_that_would_change_the_path_is_never_called(
    channel: Feishu, platform: FakeFeishu
) -> None:
    group = Contact("feishu", platform.keys.app_id, "oc_group")
    with pytest.raises(TransportError):
        await channel.send(group, text(channel), {"message_id": "../../contact/v3/users"})
    assert not any("contact" in call for call in platform.calls)


async def test_a_push_is_a_text_and_comes_once(
    channel: Feishu, contact: Contact, platform: FakeFeishu
) -> None:
    ring = Ring("approved", "注销进度有更新", "请打开对话查看。", None, AT)
    await channel.ring(contact, ring)
    await channel.ring(contact, ring)
    (received,) = platform.inbox(USER)
    assert received.text == "注销进度有更新\n请打开对话查看。"
