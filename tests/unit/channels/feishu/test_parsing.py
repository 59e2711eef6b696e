"""What each event means."""

from __future__ import annotations

from typing import Any

import pytest

from gateway.channels.feishu.parsing import parse_arrival, parse_message, parse_tap
from gateway.channels.model import Act, Contact, Inbound
from gateway.channels.port import Unreadable
from tests.conftest import SettableClock
from tests.fakes.feishu.events import Events
from tests.unit.channels.feishu.conftest import KEYS, USER


def only(found: list[Inbound]) -> Inbound:
    assert len(found) == 1
    return found[0]


def test_a_text_is_what_somebody_said(events: Events) -> None:
    event = events.message(USER, "text", {"text": "咋注销啊"})
    inbound = only(parse_message(event))
    assert inbound.contact == Contact("feishu", KEYS.app_id, USER)
    assert (inbound.act, inbound.text) == (Act.SAID, "咋注销啊")
    assert inbound.key == event["header"]["event_id"]
    assert inbound.reply_to == {"message_id": event["event"]["message"]["message_id"]}


def test_a_redelivered_event_has_the_same_key(events: Events) -> None:
    event = events.message(USER, "text", {"text": "你好"})
    assert only(parse_message(event)).key == only(parse_message(event)).key


def test_mentions_are_taken_out_of_a_text(events: Events) -> None:
    content = {"text": " @_user_1 我要 @_user_12 注销 @_all"}
    assert only(parse_message(events.message(USER, "text", content))).text == "我要 注销"


def test_a_mention_alone_says_nothing(events: Events) -> None:
    inbound = only(parse_message(events.message(USER, "text", {"text": "@_user_1"})))
    assert (inbound.act, inbound.text) == (Act.OTHER, None)


def test_a_rich_text_is_read_by_its_words(events: Events) -> None:
    content = {
        "title": "问一下",
        "content": [
            [{"tag": "at", "user_id": "@_user_1", "text": "小户"}, {"tag": "text", "text": "怎么"}],
            [{"tag": "a", "text": "注销", "href": "https://x.example"}, {"tag": "img", "image_key": "i"}],
            "nonsense",
        ],
    }
    assert only(parse_message(events.message(USER, "post", content))).text == "问一下\n怎么\n注销"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("image", {"image_key": "img_1"}),
        ("file", {"file_key": "f", "file_name": "a.pdf"}),
        ("audio", {"file_key": "f", "duration": 2000}),
        ("media", {"file_key": "f", "image_key": "i"}),
        ("sticker", {"file_key": "f"}),
        ("location", {"name": "某地"}),
        ("share_user", {"user_id": "ou_x"}),
        ("a_kind_of_next_year", {}),
        ("text", {"text": 5}),
        ("text", {}),
        ("post", {"content": None}),
    ],
)
def test_what_is_no_text_is_something_else(kind: str, content: dict[str, Any], events: Events) -> None:
    assert only(parse_message(events.message(USER, kind, content))).act is Act.OTHER


def test_characters_that_no_text_may_have_are_taken_out(events: Events) -> None:
    event = events.message(USER, "text", {"text": ""})
    event["event"]["message"]["content"] = '{"text": "注\\u0000销\\ud800"}'
    assert only(parse_message(event)).text == "注销"


def test_the_content_of_a_text_has_to_be_json(events: Events) -> None:
    event = events.message(USER, "text", {"text": ""})
    event["event"]["message"]["content"] = "[" * 90_000
    with pytest.raises(Unreadable):
        parse_message(event)


def test_a_group_is_a_contact_of_its_own_and_what_was_said_there_is_not_kept(events: Events) -> None:
    event = events.message(USER, "text", {"text": "@_user_1 我要注销"}, chat="oc_group", mentions=("小户",))
    inbound = only(parse_message(event))
    assert inbound.contact == Contact("feishu", KEYS.app_id, "oc_group")
    assert (inbound.act, inbound.text) == (Act.GROUP, None)


def test_what_is_said_in_a_group_to_nobody_is_left_alone(events: Events) -> None:
    assert parse_message(events.message(USER, "text", {"text": "午饭吃什么"}, chat="oc_group")) == []


def test_other_bots_are_not_answered(events: Events) -> None:
    assert parse_message(events.message(USER, "text", {"text": "你好"}, sender_type="app")) == []


@pytest.mark.parametrize(
    "path",
    [
        ("header", "event_id"),
        ("header", "app_id"),
        ("event", "message", "message_id"),
        ("event", "sender", "sender_id", "open_id"),
        ("event", "sender", "sender_id"),
    ],
)
def test_a_message_without_what_is_needed_is_unreadable(path: tuple[str, ...], events: Events) -> None:
    event: dict[str, Any] = events.message(USER, "text", {"text": "你好"})
    inner = event
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = None
    with pytest.raises(Unreadable):
        parse_message(event)


@pytest.mark.parametrize("event", [{}, {"event": []}, {"event": {"message": []}}, {"event": "x"}])
def test_an_event_of_no_shape_does_nothing_or_is_unreadable(event: dict[str, Any]) -> None:
    assert parse_message(event) == []
    with pytest.raises(Unreadable):
        parse_arrival(event)


def test_who_opens_the_chat_for_the_first_time_is_greeted(events: Events) -> None:
    inbound = only(parse_arrival(events.arrival(USER)))
    assert (inbound.act, inbound.contact.user) == (Act.ENTERED, USER)


def test_who_has_talked_before_is_not_greeted_again(events: Events) -> None:
    assert parse_arrival(events.arrival(USER, last_message="om_1")) == []


VALUE = {"k": "button-1", "c": "card-key", "to": USER}


def test_a_tap_names_the_button_that_was_issued(events: Events, clock: SettableClock) -> None:
    inbound = parse_tap(events.tap(USER, "om_1", VALUE, "c-token"), clock())
    assert inbound is not None
    assert (inbound.act, inbound.button, inbound.contact.user) == (Act.PRESSED, "button-1", USER)
    assert inbound.reply_to == {
        "card": "card-key",
        "button": "button-1",
        "update": "c-token",
        "tapped_at": clock().isoformat(),
    }


def test_a_tap_by_anybody_but_the_addressee_is_nobodys(events: Events, clock: SettableClock) -> None:
    assert parse_tap(events.tap("ou_somebody_else", "om_1", VALUE, "c-token"), clock()) is None


@pytest.mark.parametrize("value", [{}, {"k": "button-1"}, {"to": "", "k": "b", "c": "c"}, {"to": [USER]}])
def test_a_card_without_an_addressee_is_not_ours(
    value: dict[str, Any], events: Events, clock: SettableClock
) -> None:
    assert parse_tap(events.tap(USER, "om_1", value, "c-token"), clock()) is None


@pytest.mark.parametrize("lost", ["k", "c"])
def test_a_tap_without_its_button_is_unreadable(lost: str, events: Events, clock: SettableClock) -> None:
    value = {name: entry for name, entry in VALUE.items() if name != lost}
    with pytest.raises(Unreadable):
        parse_tap(events.tap(USER, "om_1", value, "c-token"), clock())
