"""What each message and event of WeChat means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from gateway.channels.model import Act, Answer, Contact, Inbound
from gateway.channels.wechat.channel import WeChat
from tests.conftest import SettableClock
from tests.fakes.wechat import FakeWeChat, Phone
from tests.unit.channels.around import Mailbox
from tests.unit.channels.wechat.conftest import Make

Receive = Callable[[], Awaitable[Answer]]


async def the_one(receive: Receive) -> Inbound:
    answer = await receive()
    assert (answer.status, answer.body) == (200, "success")
    (inbound,) = answer.inbound
    return inbound


async def test_a_text_is_said_under_its_number(receive: Receive, phone: Phone, platform: FakeWeChat) -> None:
    phone.says("咋注销啊 <b>&amp; ]]> 😀")
    inbound = await the_one(receive)
    assert inbound.contact == Contact("wechat", platform.app_id, phone.openid)
    assert (inbound.act, inbound.text, inbound.grant) == (Act.SAID, "咋注销啊 <b>&amp; ]]> 😀", "message")
    assert inbound.key.startswith("message-63062646")


async def test_a_message_sent_again_has_the_same_key_and_the_next_another(
    receive: Receive, phone: Phone
) -> None:
    phone.says("你好")
    first = await the_one(receive)
    phone.again()
    assert await the_one(receive) == first
    phone.says("你好")
    assert (await the_one(receive)).key != first.key


async def test_a_tap_on_a_menu_is_our_button_and_allows_less(receive: Receive, phone: Phone) -> None:
    phone.received.append({"msgmenu": {"list": [{"id": "b-1", "content": "同意并继续"}]}})
    phone.taps("同意")
    inbound = await the_one(receive)
    assert (inbound.act, inbound.button, inbound.grant) == (Act.PRESSED, "b-1", "menu")
    assert inbound.text is None


@pytest.mark.parametrize("kind", ["image", "voice", "video", "shortvideo", "location", "link", "file", "new"])
async def test_what_is_no_text_is_told_that_text_is_needed(receive: Receive, phone: Phone, kind: str) -> None:
    phone.sends(kind, MediaId="m")
    inbound = await the_one(receive)
    assert (inbound.act, inbound.text, inbound.grant) == (Act.OTHER, None, "message")


async def test_an_empty_text_is_told_that_text_is_needed(receive: Receive, phone: Phone) -> None:
    phone.says("  ")
    assert (await the_one(receive)).act is Act.OTHER


async def test_who_follows_is_greeted(receive: Receive, phone: Phone) -> None:
    phone.follow()
    inbound = await the_one(receive)
    assert (inbound.act, inbound.grant, inbound.ticket) == (Act.ENTERED, "follow", None)


@pytest.mark.parametrize("act", [Phone.follow, Phone.scan])
async def test_who_scans_brings_the_codes_ticket(
    receive: Receive, phone: Phone, act: Callable[[Phone, str], object]
) -> None:
    act(phone, "a-ticket")
    inbound = await the_one(receive)
    assert (inbound.act, inbound.grant, inbound.ticket) == (Act.ENTERED, "scan", "a-ticket")


async def test_who_unfollows_has_left(receive: Receive, phone: Phone) -> None:
    phone.unfollow()
    inbound = await the_one(receive)
    assert (inbound.act, inbound.grant) == (Act.LEFT, None)


async def test_a_menu_entry_says_what_the_operator_set(
    make: Make, platform: FakeWeChat, phone: Phone
) -> None:
    phone.taps_account_menu("close")
    assert isinstance(platform.pusher, Mailbox)
    (inbound,) = (await make(menu='{"close": "我要注销备用金"}').receive(platform.pusher.last)).inbound
    assert (inbound.act, inbound.text, inbound.grant) == (Act.SAID, "我要注销备用金", "menu")


async def test_a_menu_entry_without_a_text_is_greeted(receive: Receive, phone: Phone) -> None:
    phone.taps_account_menu("other")
    inbound = await the_one(receive)
    assert (inbound.act, inbound.grant) == (Act.ENTERED, "menu")


async def test_events_of_one_person_are_told_apart_by_time_and_kind(
    receive: Receive, phone: Phone, clock: SettableClock
) -> None:
    keys = set()
    for act in (phone.follow, phone.again, phone.unfollow, lambda: phone.scan("1"), lambda: phone.scan("2")):
        act()
        keys.add((await the_one(receive)).key)
    assert len(keys) == 4
    clock.advance(seconds=1)
    phone.scan("2")
    assert (await the_one(receive)).key not in keys


@pytest.mark.parametrize("event", ["LOCATION", "VIEW", "subscribe_msg_popup_event", "something_new"])
async def test_an_event_that_means_nothing_to_us_is_acknowledged(
    receive: Receive, phone: Phone, event: str
) -> None:
    phone.sends("event", Event=event)
    answer = await receive()
    assert (answer.body, list(answer.inbound)) == ("success", [])


@pytest.mark.parametrize(
    ("status", "acts"),
    [("success", []), ("failed:user block", [Act.LEFT]), ("failed: system failed", [])],
)
async def test_a_notice_that_was_blocked_means_that_the_person_has_left(
    receive: Receive, platform: FakeWeChat, phone: Phone, status: str, acts: list[Act]
) -> None:
    platform.job_finished(phone, status)
    assert [inbound.act for inbound in (await receive()).inbound] == acts


async def test_a_message_without_a_number_is_still_recognised(
    channel: WeChat, receive: Receive, phone: Phone
) -> None:
    phone.says("你好")
    phone.last = phone.last.replace(b"MsgId", b"Other")
    phone.again()
    first = await the_one(receive)
    phone.again()
    assert await the_one(receive) == first
    assert first.key.startswith("event-")
