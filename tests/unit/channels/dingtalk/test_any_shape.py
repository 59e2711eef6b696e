"""Whatever a robot is told, it is read or refused; nothing else comes of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.channels.dingtalk.parsing import parse_message
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.port import NotGenuine, Unreadable
from tests.fakes.dingtalk.robot import message, text
from tests.unit.channels.dingtalk.conftest import KEYS, MEMBER, SESSION
from tests.unit.channels.messages import AT
from tests.unit.channels.mutations import mutated

SETTINGS = DingTalkSettings(client_id=KEYS.client_id, client_secret=KEYS.client_secret)
RICH = {"msgtype": "richText", "content": {"richText": [{"text": "怎么"}, {"downloadCode": "d"}]}}
TOLD = [
    message(KEYS, MEMBER, SESSION, AT, **text("咋注销啊")),
    message(KEYS, MEMBER, SESSION, AT, **RICH),
    message(KEYS, MEMBER, SESSION, AT, msgtype="audio", content={"recognition": "注销"}),
    message(KEYS, MEMBER, SESSION, AT, group="cidgroup", **text("注销")),
]


@pytest.mark.parametrize("told", TOLD, ids=["text", "rich", "audio", "group"])
@given(data=st.data())
def test_a_message_of_any_shape(told: dict[str, Any], data: st.DataObject) -> None:
    with suppress(NotGenuine, Unreadable):
        for inbound in parse_message(data.draw(mutated(told)), SETTINGS):
            assert inbound.key
            assert inbound.contact.user
            assert inbound.reply_to == {} or set(inbound.reply_to) == {"session", "until"}
