"""A push says only that something came, and for which account."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gateway.channels.kf.channel import Kf
from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from tests.fakes import wxmalice
from tests.fakes.wecom import FakeKf
from tests.fakes.wecom.service import ACCOUNT
from tests.fakes.wxpushing import Pusher, xml
from tests.unit.channels.around import Mailbox


async def test_a_push_for_another_account_is_acknowledged_and_not_fetched(
    channel: Kf, platform: FakeKf
) -> None:
    platform.push("wkOther")
    assert isinstance(platform.pusher, Mailbox)
    answer = await channel.receive(platform.pusher.last)
    assert (answer.body, dict(answer.state)) == ("success", {})


async def test_a_push_without_an_account_is_unreadable(channel: Kf, platform: FakeKf) -> None:
    query, body = platform.pusher.wrapped(xml({"MsgType": "event", "Event": "kf_msg_or_event"}))
    with pytest.raises(Unreadable):
        await channel.receive(Push("POST", query, {}, body))


async def test_other_events_are_acknowledged(channel: Kf, platform: FakeKf) -> None:
    query, body = platform.pusher.wrapped(xml({"MsgType": "event", "Event": "kf_account_auth_change"}))
    answer = await channel.receive(Push("POST", query, {}, body))
    assert (answer.body, dict(answer.state)) == ("success", {})


@pytest.mark.parametrize("bad", wxmalice.NOT_GENUINE, ids=lambda bad: bad.__name__)
async def test_a_push_that_is_not_wecoms_is_refused(
    channel: Kf, platform: FakeKf, bad: Callable[[Pusher, bytes], wxmalice.Bad]
) -> None:
    query, body = bad(platform.pusher, xml({"Event": "kf_msg_or_event", "OpenKfId": ACCOUNT}))
    with pytest.raises(NotGenuine):
        await channel.receive(Push("POST", query, {}, body))
