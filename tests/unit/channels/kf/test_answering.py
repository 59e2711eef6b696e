"""What customers read in WeChat customer service, and what each refusal means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from desk.conversations.model import Message
from gateway.channels.kf.channel import Kf
from gateway.channels.model import Contact, Ring
from gateway.channels.port import TransportError
from tests.conftest import SettableClock
from tests.fakes.wecom import Customer, FakeKf
from tests.fakes.wecom.customers import BOT, ENDED, NEW, PERSON, QUEUE
from tests.unit.channels.around import MemoryIntake, said
from tests.unit.channels.kf.conftest import Fetch, Make

URL = "https://chat.example/verify/abc"
LINK = said(f"请打开验证页：{URL}\n可以用短信验证码。", card={"kind": "verification", "url": URL})


def contact(customer: Customer) -> Contact:
    return Contact("kf", customer.account, customer.user)


async def deliver(
    channel: Kf,
    customer: Customer,
    *messages: Message,
    room: int | None = 5,
    key: str = "d" * 28,
    reply_to: Mapping[str, Any] = {},
) -> list[str]:
    for payload in channel.render(messages, room=room, key=key):
        await channel.send(contact(customer), payload, reply_to)
    return customer.texts()


async def refused(channel: Kf, customer: Customer, **more: Any) -> TransportError:
    with pytest.raises(TransportError) as error:
        await deliver(channel, customer, said("您好"), key="e" * 28, **more)
    assert customer.user not in str(error.value)
    return error.value


@pytest.fixture
def asked(customer: Customer) -> Customer:
    customer.says("你好")
    return customer


async def test_buttons_are_a_menu_whose_entries_carry_our_ids(channel: Kf, asked: Customer) -> None:
    message = said("要继续吗？", "同意并继续", "先不办了")
    assert await deliver(channel, asked, message) == ["要继续吗？\n同意并继续\n先不办了"]
    assert asked.entry("先不办了")["id"] == message.buttons[1].id


async def test_the_verification_page_is_an_entry_that_opens_it(channel: Kf, asked: Customer) -> None:
    await deliver(channel, asked, LINK)
    (entry,) = asked.received[0]["msgmenu"]["list"]
    assert entry["view"]["url"] == URL


@pytest.mark.parametrize(
    "message",
    [
        said("长" * 500, "同意并继续"),
        said("选一个", *(f"第 {n} 项" for n in range(11))),
        said("选一个", "很长的名称" * 10),
    ],
)
async def test_what_does_not_fit_a_menu_is_numbered_text(
    channel: Kf, asked: Customer, message: Message
) -> None:
    texts = await deliver(channel, asked, message)
    assert texts[-1].endswith("回复数字就可以选。")
    assert "【1】" in texts[-1]


async def test_a_turn_of_three_messages_costs_one(channel: Kf, asked: Customer) -> None:
    assert await deliver(channel, asked, said("一"), said("二"), said("三")) == ["一\n\n二\n\n三"]


async def test_the_same_delivery_sent_twice_arrives_once(channel: Kf, asked: Customer) -> None:
    await deliver(channel, asked, said("一"))
    await deliver(channel, asked, said("一"))
    assert asked.texts() == ["一"]


async def test_the_sixth_message_is_one_too_many_until_they_write(channel: Kf, asked: Customer) -> None:
    for place in range(5):
        await deliver(channel, asked, said("您好"), key=f"k{place}")
    assert (await refused(channel, asked)).closed
    asked.says("在吗")
    await deliver(channel, asked, said("在"))


async def test_after_48_hours_the_window_is_closed(
    channel: Kf, asked: Customer, clock: SettableClock
) -> None:
    clock.advance(hours=48)
    assert (await refused(channel, asked)).closed


@pytest.mark.parametrize("state", [QUEUE, PERSON, ENDED])
async def test_the_bot_does_not_speak_where_a_person_answers_or_it_is_over(
    channel: Kf, asked: Customer, state: int
) -> None:
    asked.state = state
    assert (await refused(channel, asked)).closed


async def test_who_comes_in_is_greeted_with_the_code_once(
    channel: Kf, fetch: Fetch, customer: Customer
) -> None:
    customer.enters()
    (came,) = await fetch()
    assert await deliver(channel, customer, said("您好"), reply_to=came.reply_to) == ["您好"]
    assert (await refused(channel, customer, reply_to=came.reply_to)).closed


async def test_a_greeting_that_comes_too_late_waits_until_they_write(
    channel: Kf, fetch: Fetch, customer: Customer, clock: SettableClock
) -> None:
    customer.enters()
    (came,) = await fetch()
    clock.advance(seconds=21)
    assert (await refused(channel, customer, reply_to=came.reply_to)).closed


async def test_an_expired_token_is_renewed(
    channel: Kf, platform: FakeKf, asked: Customer, clock: SettableClock
) -> None:
    await deliver(channel, asked, said("一"), key="a")
    clock.advance(hours=3)
    await deliver(channel, asked, said("二"), key="b")
    assert asked.texts() == ["一", "二"]
    assert platform.tokens.fetched == 2


@pytest.mark.parametrize(("code", "tell_staff"), [(95000, True), (95012, True), (45009, False)])
async def test_a_code_says_what_is_to_be_done(
    channel: Kf, platform: FakeKf, asked: Customer, code: int, tell_staff: bool
) -> None:
    await deliver(channel, asked, said("一"))
    platform.failing = [code]
    error = await refused(channel, asked)
    assert (error.tell_staff, error.closed, error.permanent) == (tell_staff, False, False)


async def test_there_are_no_notices(channel: Kf, asked: Customer, clock: SettableClock) -> None:
    with pytest.raises(TransportError) as error:
        await channel.ring(contact(asked), Ring("closed", "t", "t", None, clock.now))
    assert error.value.closed


async def test_a_person_of_ours_answers_from_here_by_default(channel: Kf, asked: Customer) -> None:
    await channel.hand_off(contact(asked), to_person=True)
    assert asked.state == NEW
    await deliver(channel, asked, said("我是人工客服"))
    await channel.hand_off(contact(asked), to_person=False)
    assert asked.state == NEW


async def test_people_can_be_served_in_wecoms_queue_and_given_back(make: Make, asked: Customer) -> None:
    channel = make(hand_off="queue")
    await channel.hand_off(contact(asked), to_person=True)
    assert asked.state == QUEUE
    await channel.hand_off(contact(asked), to_person=False)
    assert asked.state == ENDED
    asked.says("还有问题")
    await deliver(channel, asked, said("您请说"))


async def test_people_can_be_given_to_a_servicer(make: Make, asked: Customer) -> None:
    asked.state = BOT
    await make(hand_off="person", servicer="zhangsan").hand_off(contact(asked), to_person=True)
    assert asked.state == PERSON


async def test_a_servicer_who_is_off_duty_leaves_them_in_the_queue(
    make: Make, platform: FakeKf, asked: Customer
) -> None:
    platform.on_duty.clear()
    await make(hand_off="person", servicer="zhangsan").hand_off(contact(asked), to_person=True)
    assert asked.state == QUEUE


@pytest.mark.parametrize("state", [QUEUE, PERSON, ENDED])
async def test_a_session_that_was_moved_in_wecom_stays_there(make: Make, asked: Customer, state: int) -> None:
    asked.state = state
    await make(hand_off="queue").hand_off(contact(asked), to_person=True)
    assert asked.state == state


async def test_a_session_that_moves_in_between_is_left_alone(
    make: Make, platform: FakeKf, asked: Customer, intake: MemoryIntake
) -> None:
    channel = make(hand_off="queue")
    original = platform.routes["POST", "/cgi-bin/kf/service_state/get"]

    def moved_meanwhile(call: Any) -> Any:
        answer = original(call)
        asked.state = ENDED
        return answer

    platform.routes["POST", "/cgi-bin/kf/service_state/get"] = moved_meanwhile
    await channel.hand_off(contact(asked), to_person=True)
    assert asked.state == ENDED


async def test_a_platform_that_is_away_is_asked_again(make: Make, platform: FakeKf, asked: Customer) -> None:
    channel = make(hand_off="queue")
    platform.failing = [-1]
    with pytest.raises(TransportError):
        await channel.hand_off(contact(asked), to_person=True)
