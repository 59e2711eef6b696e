"""Only WeCom's own pushes to this application are read; WeCom's own examples first."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest

from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wecom.channel import WeCom
from tests.conftest import SettableClock
from tests.fakes import wxmalice
from tests.fakes.wecom import FakeWeCom, Member
from tests.fakes.wxpushing import Pusher, xml
from tests.unit.channels import vectors as v
from tests.unit.channels.around import Mailbox
from tests.unit.channels.wecom.conftest import Make

MESSAGE = xml({"FromUserName": "u1", "MsgType": "text", "Content": "你好", "MsgId": 1, "AgentID": 1000002})


@pytest.fixture
def example(make: Make, clock: SettableClock) -> WeCom:
    clock.now = datetime.fromtimestamp(1409659589, UTC)
    return make(corp_id=v.WECOM_CORP_ID, token=v.WECOM_TOKEN, aes_key=v.WECOM_KEY, agent_id=218, max_age=600)


async def test_it_echoes_wecoms_example_opened_and_bare(example: WeCom) -> None:
    answer = await example.receive(Push("GET", v.WECOM_ECHO, {}, b""))
    assert (answer.body, answer.media_type) == (v.WECOM_ECHOED, "text/plain")


async def test_it_reads_wecoms_example(example: WeCom) -> None:
    body = f"<xml><ToUserName>{v.WECOM_CORP_ID}</ToUserName><Encrypt>{escape(v.WECOM_SEALED)}</Encrypt></xml>"
    answer = await example.receive(Push("POST", v.WECOM_PUSH, {}, body.encode()))
    (inbound,) = answer.inbound
    assert (inbound.text, inbound.key) == ("hello", "message-4561255354251345929")
    assert answer.body == ""


async def test_it_reads_the_same_in_json(example: WeCom) -> None:
    body = json.dumps({"tousername": v.WECOM_CORP_ID, "encrypt": v.WECOM_SEALED, "agentid": "218"})
    (inbound,) = (await example.receive(Push("POST", v.WECOM_PUSH, {}, body.encode()))).inbound
    assert inbound.text == "hello"


@pytest.mark.parametrize(
    "change",
    [
        {"msg_signature": "0" * 40},
        {"msg_signature": ""},
        {"nonce": "1"},
        {"echostr": v.WECOM_SEALED},
        {"echostr": v.WECOM_ECHO["echostr"].replace("+", " ")},
    ],
)
async def test_an_address_check_that_is_not_wecoms_echoes_nothing(
    example: WeCom, change: dict[str, str]
) -> None:
    with pytest.raises(NotGenuine):
        await example.receive(Push("GET", {**v.WECOM_ECHO, **change}, {}, b""))


@pytest.mark.parametrize("bad", wxmalice.NOT_GENUINE, ids=lambda bad: bad.__name__)
async def test_a_push_that_is_not_wecoms_is_refused(
    channel: WeCom, platform: FakeWeCom, bad: Callable[[Pusher, bytes], wxmalice.Bad]
) -> None:
    query, body = bad(platform.pusher, MESSAGE)
    with pytest.raises(NotGenuine):
        await channel.receive(Push("POST", query, {}, body))


async def test_plain_text_is_never_taken(channel: WeCom, platform: FakeWeCom) -> None:
    query, body = wxmalice.in_plain_text(platform.pusher, MESSAGE)
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, {}, body))


@pytest.mark.parametrize("body", wxmalice.UNREADABLE, ids=lambda body: repr(body[:12]))
async def test_what_is_no_message_is_unreadable_sealed_or_not(
    channel: WeCom, platform: FakeWeCom, body: bytes
) -> None:
    query, sealed = platform.pusher.wrapped(body)
    for content in (sealed, body):
        with pytest.raises(Unreadable):
            await channel.receive(Push("POST", query, {}, content))


async def test_a_message_to_another_application_is_refused(make: Make, member: Member) -> None:
    member.says("你好")
    mailbox = member.application.pusher
    assert isinstance(mailbox, Mailbox)
    with pytest.raises(NotGenuine):
        await make(agent_id=1000003).receive(mailbox.last)


async def test_a_push_under_the_key_before_is_read(make: Make, platform: FakeWeCom) -> None:
    query, body = platform.pusher.wrapped(MESSAGE)
    channel = make(aes_key="N" * 42 + "A", previous_aes_key=platform.pusher.aes_key)
    assert (await channel.receive(Push("POST", query, {}, body))).inbound


@pytest.mark.parametrize("fields", [{"MsgType": "text"}, {"FromUserName": "u1"}, {"FromUserName": "张 三"}])
async def test_a_message_from_nobody_is_unreadable(
    channel: WeCom, platform: FakeWeCom, fields: dict[str, str | int]
) -> None:
    query, body = platform.pusher.wrapped(xml(fields))
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, {}, body))
