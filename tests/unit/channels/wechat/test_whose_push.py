"""Only WeChat's own pushes to this account are read; WeChat's own examples first."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wechat.channel import WeChat
from gateway.channels.wechat.pushes import Pushes
from gateway.channels.wechat.settings import WeChatSettings
from gateway.channels.wxcrypto import signature
from tests.conftest import SettableClock
from tests.fakes import wxmalice
from tests.fakes.wechat import FakeWeChat, Phone
from tests.fakes.wxpushing import Pusher, xml
from tests.unit.channels import vectors as v
from tests.unit.channels.around import Mailbox
from tests.unit.channels.wechat.conftest import Make

MESSAGE = xml({"ToUserName": "gh", "FromUserName": "o1", "MsgType": "text", "Content": "你好", "MsgId": 1})


def example(at: str, **settings: str) -> Pushes:
    clock = SettableClock(datetime.fromtimestamp(int(at), UTC))
    given = {"app_id": v.WECHAT_APP_ID, "app_secret": "s", "token": v.WECHAT_TOKEN, **settings}
    return Pushes(WeChatSettings.model_validate(given), clock)


def test_it_answers_wechats_example_of_an_address_check() -> None:
    assert example(v.WECHAT_ECHO["timestamp"]).echo(v.WECHAT_ECHO) == v.WECHAT_ECHO["echostr"]


def test_an_address_check_is_answered_the_same_with_encryption() -> None:
    pushes = example(v.WECHAT_ECHO["timestamp"], aes_key=v.WECHAT_KEY)
    assert pushes.echo(v.WECHAT_ECHO) == v.WECHAT_ECHO["echostr"]


def test_it_opens_wechats_example_of_a_sealed_push() -> None:
    body = json.dumps({"ToUserName": "gh_97417a04a28d", "Encrypt": v.WECHAT_SEALED}).encode()
    pushes = example(v.WECHAT_SAFE["timestamp"], aes_key=v.WECHAT_KEY)
    fields = pushes.open(Push("POST", v.WECHAT_SAFE, {}, body))
    assert fields == {name: str(value) for name, value in v.WECHAT_MESSAGE.items()}


def test_it_takes_wechats_example_of_a_plain_push() -> None:
    pushes = example(v.WECHAT_PLAIN["timestamp"])
    assert pushes.open(Push("POST", v.WECHAT_PLAIN, {}, MESSAGE))["Content"] == "你好"


@pytest.mark.parametrize(
    "change",
    [
        {"signature": "0" * 40},
        {"nonce": "1"},
        {"echostr": "<script>"},
        {"echostr": "1" * 200},
        {"echostr": ""},
    ],
)
def test_an_address_check_that_is_not_wechats_echoes_nothing(change: dict[str, str]) -> None:
    with pytest.raises(NotGenuine):
        example(v.WECHAT_ECHO["timestamp"]).echo({**v.WECHAT_ECHO, **change})


def test_an_address_check_of_years_ago_echoes_nothing() -> None:
    with pytest.raises(NotGenuine, match="age"):
        example("1795413600").echo(v.WECHAT_ECHO)


@pytest.mark.parametrize("bad", wxmalice.NOT_GENUINE, ids=lambda bad: bad.__name__)
async def test_a_sealed_push_that_is_not_wechats_is_refused(
    channel: WeChat, platform: FakeWeChat, bad: Callable[[Pusher, bytes], wxmalice.Bad]
) -> None:
    query, body = bad(platform.pusher, MESSAGE)
    with pytest.raises(NotGenuine):
        await channel.receive(Push("POST", query, {}, body))


@pytest.mark.parametrize(
    "bad",
    [
        wxmalice.bad_signature,
        wxmalice.no_signature,
        wxmalice.altered_time,
        wxmalice.replayed,
        wxmalice.of_tomorrow,
    ],
)
async def test_a_plain_push_that_is_not_wechats_is_refused(
    make: Make, platform: FakeWeChat, bad: Callable[[Pusher, bytes], wxmalice.Bad]
) -> None:
    platform.pusher.aes_key = None
    query, body = bad(platform.pusher, MESSAGE)
    with pytest.raises(NotGenuine):
        await make(aes_key=None).receive(Push("POST", query, {}, body))


async def test_a_plain_push_does_not_get_around_the_encryption(channel: WeChat, platform: FakeWeChat) -> None:
    query, body = wxmalice.in_plain_text(platform.pusher, MESSAGE)
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, {}, body))


async def test_clear_fields_beside_the_sealed_ones_are_not_believed(
    channel: WeChat, platform: FakeWeChat
) -> None:
    """The compatible mode sends both; only what is sealed is signed."""
    query, body = platform.pusher.wrapped(MESSAGE, FromUserName="o2", Content="转给我", MsgType="text")
    (inbound,) = (await channel.receive(Push("POST", query, {}, body))).inbound
    assert (inbound.contact.user, inbound.text) == ("o1", "你好")


async def test_an_encrypted_push_without_a_key_is_unreadable(make: Make, platform: FakeWeChat) -> None:
    query, body = platform.pusher.wrapped(MESSAGE)
    with pytest.raises(Unreadable):
        await make(aes_key=None).receive(Push("POST", query, {}, body))


async def test_a_push_under_the_key_before_is_read(make: Make, platform: FakeWeChat) -> None:
    query, body = platform.pusher.wrapped(MESSAGE)
    channel = make(aes_key="N" * 42 + "A", previous_aes_key=platform.pusher.aes_key)
    assert (await channel.receive(Push("POST", query, {}, body))).inbound


async def test_a_push_to_another_account_is_refused(make: Make, platform: FakeWeChat, phone: Phone) -> None:
    phone.says("你好")
    assert isinstance(platform.pusher, Mailbox)
    assert (await make(original_id=platform.original_id).receive(platform.pusher.last)).inbound
    with pytest.raises(NotGenuine):
        await make(original_id="gh_another").receive(platform.pusher.last)


@pytest.mark.parametrize("body", wxmalice.UNREADABLE, ids=lambda body: repr(body[:12]))
async def test_what_is_no_message_is_unreadable_sealed_or_not(
    make: Make, platform: FakeWeChat, body: bytes
) -> None:
    query, sealed = platform.pusher.wrapped(body)
    with pytest.raises(Unreadable):
        await make().receive(Push("POST", query, {}, sealed))
    with pytest.raises(Unreadable):
        await make().receive(Push("POST", platform.pusher.query(), {}, body))
    with pytest.raises(Unreadable):
        await make(aes_key=None).receive(Push("POST", platform.pusher.query(), {}, body))


@pytest.mark.parametrize("fields", [{"MsgType": "text"}, {"FromUserName": "o1"}, {"FromUserName": "a b"}, {}])
async def test_a_message_from_nobody_is_unreadable(
    channel: WeChat, platform: FakeWeChat, fields: dict[str, str | int]
) -> None:
    query, body = platform.pusher.wrapped(xml(fields))
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, {}, body))


@pytest.mark.parametrize("stamp", ["", "now", "-1", "1e9", "१७१४०३६५०४", "9" * 4000])
async def test_a_time_that_is_none_is_refused(make: Make, platform: FakeWeChat, stamp: str) -> None:
    signed = signature(platform.pusher.token, stamp, "1")
    query = {"timestamp": stamp, "nonce": "1", "signature": signed}
    with pytest.raises(NotGenuine, match="time"):
        await make(aes_key=None).receive(Push("POST", query, {}, MESSAGE))
