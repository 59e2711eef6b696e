"""Whatever an event holds, it is read, left alone, or refused; nothing else comes of it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.channels.feishu.parsing import parse_arrival, parse_message, parse_tap
from gateway.channels.port import Unreadable
from tests.conftest import SettableClock
from tests.fakes.feishu.events import Events
from tests.unit.channels.feishu.conftest import KEYS, USER
from tests.unit.channels.mutations import mutated

NOW = SettableClock()
EVENTS = Events(KEYS, NOW)
POST = {"title": "问", "content": [[{"tag": "text", "text": "怎么注销"}, {"tag": "at", "user_id": "u"}]]}
MESSAGES = [
    EVENTS.message(USER, "text", {"text": "@_user_1 咋注销啊"}, mentions=("小户",)),
    EVENTS.message(USER, "post", POST),
    EVENTS.message(USER, "text", {"text": "你好"}, chat="oc_group", mentions=("小户",)),
]


@pytest.mark.parametrize("event", MESSAGES, ids=["text", "post", "group"])
@given(data=st.data())
def test_a_message_of_any_shape(event: dict[str, Any], data: st.DataObject) -> None:
    with suppress(Unreadable):
        for inbound in parse_message(data.draw(mutated(event))):
            assert inbound.key
            assert inbound.contact.user
            assert inbound.text is None or inbound.text.strip()


@given(data=st.data())
def test_an_arrival_of_any_shape(data: st.DataObject) -> None:
    with suppress(Unreadable):
        parse_arrival(data.draw(mutated(EVENTS.arrival(USER, last_message=""))))


@given(data=st.data())
def test_a_tap_of_any_shape(data: st.DataObject) -> None:
    tap = EVENTS.tap(USER, "om_1", {"k": "b", "c": "card", "to": USER}, "c-token")
    with suppress(Unreadable):
        inbound = parse_tap(data.draw(mutated(tap)), NOW())
        assert inbound is None or inbound.button
