"""Whatever comes, reading it ends in fields or in a refusal."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.channels.kf import events
from gateway.channels.model import Inbound
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wxpush import check_age, read_fields
from tests.fakes.wxpushing import xml

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
ITEM = st.fixed_dictionaries(
    {},
    optional={
        "origin": st.sampled_from([3, 4, 5]) | JSON,
        "msgid": st.text() | JSON,
        "external_userid": st.just("wm1") | JSON,
        "send_time": st.integers() | JSON,
        "msgtype": st.sampled_from(["text", "event", "image"]) | JSON,
        "text": st.fixed_dictionaries({}, optional={"content": JSON, "menu_id": JSON}) | JSON,
        "event": st.fixed_dictionaries(
            {},
            optional={
                "event_type": st.sampled_from(["enter_session", "msg_send_fail"]) | JSON,
                "welcome_code": JSON,
                "scene_param": JSON,
                "external_userid": st.just("wm1") | JSON,
            },
        ),
    },
)


@given(body=st.binary(max_size=300) | JSON.map(lambda found: json.dumps(found).encode()))
def test_any_body_is_fields_or_unreadable(body: bytes) -> None:
    try:
        fields = read_fields(body)
    except Unreadable:
        return
    assert all(isinstance(value, str) for value in fields.values())


@given(text=st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), max_size=100))
def test_a_text_in_xml_is_read_as_it_was_typed(text: str) -> None:
    assert read_fields(xml({"Content": text}))["Content"] == text


@given(item=ITEM)
def test_any_fetched_item_is_something_or_nothing(item: dict[str, object]) -> None:
    found = events.read(item, "wk1")
    assert found is None or isinstance(found, Inbound)
    assert events.sent_at(item).tzinfo is UTC
    if found is not None:
        json.dumps(dict(found.reply_to))
        assert found.key
        assert found.act != "said" or (found.text or "").strip()


def test_hundreds_of_fields_are_no_message() -> None:
    with pytest.raises(Unreadable):
        read_fields(xml({f"f{n}": n for n in range(300)}))


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_time_within_the_age_is_taken(seconds: int) -> None:
    check_age(str(int(NOW.timestamp()) + seconds), NOW, 300)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_time_outside_the_age_is_refused(seconds: int) -> None:
    with pytest.raises(NotGenuine, match="age"):
        check_age(str(int(NOW.timestamp()) + seconds), NOW, 300)
