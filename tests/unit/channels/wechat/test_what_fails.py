"""What each refusal of WeChat means for what is done next."""

from __future__ import annotations

import pytest

from gateway.channels.model import Contact, Payload
from gateway.channels.port import TransportError
from gateway.channels.wechat.channel import WeChat
from gateway.channels.wechat.rendering import text_message
from tests.conftest import SettableClock
from tests.fakes.httpd import Said
from tests.fakes.wechat import FakeWeChat, Phone
from tests.fakes.wechat.phones import ALLOWED
from tests.unit.channels.wechat.conftest import Make


async def send(channel: WeChat, phone: Phone, text: str = "您好") -> None:
    await channel.send(Contact("wechat", "a", phone.openid), Payload(text_message(text), "k"), {})


async def refused(channel: WeChat, phone: Phone) -> TransportError:
    with pytest.raises(TransportError) as error:
        await send(channel, phone)
    assert phone.openid not in str(error.value)
    return error.value


def of(error: TransportError) -> set[str]:
    facts = {"permanent", "gone", "closed", "tell_staff"}
    return {fact for fact in facts if getattr(error, fact)}


async def test_who_never_wrote_is_out_of_the_window(channel: WeChat, phone: Phone) -> None:
    assert of(await refused(channel, phone)) == {"closed"}


async def test_the_sixth_message_is_one_too_many_until_they_write(channel: WeChat, phone: Phone) -> None:
    phone.says("你好")
    for _ in range(5):
        await send(channel, phone)
    assert of(await refused(channel, phone)) == {"closed"}
    phone.says("在吗")
    await send(channel, phone)


async def test_a_tap_allows_three_within_a_minute(
    channel: WeChat, phone: Phone, clock: SettableClock
) -> None:
    phone.taps_account_menu("close")
    for _ in range(3):
        await send(channel, phone)
    assert of(await refused(channel, phone)) == {"closed"}
    phone.taps_account_menu("close")
    clock.advance(seconds=61)
    assert of(await refused(channel, phone)) == {"closed"}


async def test_the_allowance_of_the_channel_is_the_platforms(channel: WeChat) -> None:
    assert channel.allowance is not None
    assert {name: (grant.messages, grant.lasts) for name, grant in channel.allowance.items()} == ALLOWED


async def test_who_unfollowed_or_blocked_is_gone(channel: WeChat, phone: Phone) -> None:
    phone.says("你好")
    phone.has_blocked = True
    assert of(await refused(channel, phone)) == {"gone"}
    phone.follows_account = False
    assert of(await refused(channel, phone)) == {"gone"}


async def test_an_unknown_person_is_gone(channel: WeChat, platform: FakeWeChat, phone: Phone) -> None:
    platform.phones.clear()
    assert of(await refused(channel, phone)) == {"gone"}


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        (-1, set()),
        (45011, set()),
        (45009, {"tell_staff"}),
        (45002, {"permanent", "tell_staff"}),
        (40033, {"permanent", "tell_staff"}),
        (48001, {"permanent", "tell_staff"}),
        (48004, {"permanent", "tell_staff"}),
        (50002, {"permanent", "tell_staff"}),
        (40164, {"tell_staff"}),
        (99999, {"tell_staff"}),
    ],
)
async def test_a_code_says_what_is_to_be_done(
    channel: WeChat, platform: FakeWeChat, phone: Phone, code: int, facts: set[str]
) -> None:
    phone.says("你好")
    await send(channel, phone)
    platform.failing = [code]
    error = await refused(channel, phone)
    assert of(error) == facts
    assert str(code) in str(error)


async def test_a_busy_platform_is_asked_again_soon(
    channel: WeChat, platform: FakeWeChat, phone: Phone
) -> None:
    platform.failing = [-1]
    assert (await refused(channel, phone)).retry_after == 5


async def test_an_expired_token_is_renewed_and_the_message_sent_once(
    channel: WeChat, platform: FakeWeChat, phone: Phone, clock: SettableClock
) -> None:
    phone.says("你好")
    await send(channel, phone)
    clock.advance(seconds=7300)
    await send(channel, phone)
    assert platform.tokens.fetched == 2
    assert len(phone.received) == 2


async def test_a_token_that_the_platform_forgot_is_renewed_by_force(
    channel: WeChat, platform: FakeWeChat, phone: Phone
) -> None:
    phone.says("你好")
    await send(channel, phone)
    kept = platform.tokens.current
    platform.failing = [40001]
    await send(channel, phone)
    assert platform.tokens.current != kept
    assert len(platform.tokens.forced_at) == 1
    assert len(phone.received) == 2


async def test_it_forces_at_most_every_thirty_seconds(
    channel: WeChat, platform: FakeWeChat, phone: Phone, clock: SettableClock
) -> None:
    phone.says("你好")
    await send(channel, phone)
    platform.failing = [40001]
    await send(channel, phone)
    platform.failing = [40014]
    assert (await refused(channel, phone)).retry_after == 30
    clock.advance(seconds=31)
    platform.failing = [40014]
    await send(channel, phone)


async def test_a_token_refused_twice_is_told_to_staff(
    channel: WeChat, platform: FakeWeChat, phone: Phone
) -> None:
    phone.says("你好")
    await send(channel, phone)
    calls = len(platform.calls)
    platform.failing = [42001]
    platform.tokens.forget()
    platform.tokens.until.clear()
    await send(channel, phone)
    assert len(platform.calls) - calls == 3


async def test_a_wrong_secret_is_told_to_staff(make: Make, phone: Phone) -> None:
    error = await refused(make(app_secret="wrong"), phone)
    assert of(error) == {"tell_staff"}
    assert "wrong" not in str(error).replace("the secret is wrong", "")


async def test_a_platform_that_is_not_there_is_tried_again(make: Make, phone: Phone) -> None:
    error = await refused(make(api_base="http://127.0.0.1:1"), phone)
    assert of(error) == set()
    assert "127.0.0.1" not in str(error)


@pytest.mark.parametrize("answer", ["", "<html>", "[]", '{"errcode": "x"}', '{"errcode": 0}'])
async def test_an_answer_without_sense_is_tried_again(
    channel: WeChat, platform: FakeWeChat, phone: Phone, answer: str
) -> None:
    platform.routes["POST", "/cgi-bin/stable_token"] = lambda _: Said(answer)
    assert of(await refused(channel, phone)) == set()


async def test_an_error_page_is_tried_again(channel: WeChat, platform: FakeWeChat, phone: Phone) -> None:
    platform.routes["POST", "/cgi-bin/stable_token"] = lambda _: Said({}, 502)
    assert "502" in str(await refused(channel, phone))
