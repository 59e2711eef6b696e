"""What a robot is told, and what of it is believed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.channels.dingtalk.parsing import parse_message
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.model import Act, Contact, Inbound
from gateway.channels.port import NotGenuine, Unreadable
from tests.fakes.dingtalk.robot import Person, message, milliseconds, text
from tests.unit.channels.dingtalk.conftest import KEYS, MEMBER, SESSION
from tests.unit.channels.messages import AT


def told(person: Person = MEMBER, *, session: str = SESSION, group: str = "", **said: Any) -> dict[str, Any]:
    return message(KEYS, person, session, AT, group=group, **(said or text("咋注销啊")))


def only(found: list[Inbound]) -> Inbound:
    assert len(found) == 1
    return found[0]


def test_a_text_is_what_a_member_said(dingtalk_settings: DingTalkSettings) -> None:
    given = told()
    inbound = only(parse_message(given, dingtalk_settings))
    assert inbound.contact == Contact("dingtalk", KEYS.client_id, "manager4220")
    assert (inbound.act, inbound.text) == (Act.SAID, "咋注销啊")
    assert inbound.key == given["msgId"]


def test_the_session_is_kept_without_its_address(dingtalk_settings: DingTalkSettings) -> None:
    inbound = only(parse_message(told(), dingtalk_settings))
    until = milliseconds(AT + timedelta(minutes=90))
    assert inbound.reply_to == {"session": "eb18f0", "until": until}


@pytest.mark.parametrize(
    "address",
    [
        "http://oapi.dingtalk.com/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com.evil.example/robot/sendBySession?session=a",
        "https://evil.example/robot/sendBySession?session=a",
        "https://u@oapi.dingtalk.com/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com@evil.example/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com:444/robot/sendBySession?session=a",
        "https://oapi.dingtalk.com/robot/../user/get?session=a",
        "https://oapi.dingtalk.com/robot/sendBySession/x?session=a",
        "https://oapi.dingtalk.com/robot/sendBySession",
        "https://oapi.dingtalk.com/robot/sendBySession?session=a&session=b",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "https://[::1",
        "字",
    ],
)
def test_no_address_but_the_platforms_own_is_ever_answered_to(
    address: str, dingtalk_settings: DingTalkSettings
) -> None:
    assert only(parse_message(told(session=address), dingtalk_settings)).reply_to == {}


@pytest.mark.parametrize("until", [None, "soon", 1.5, {}])
def test_a_session_without_an_end_is_not_used(until: Any, dingtalk_settings: DingTalkSettings) -> None:
    given = {**told(), "sessionWebhookExpiredTime": until}
    assert only(parse_message(given, dingtalk_settings)).reply_to == {}


def test_somebody_outside_can_be_answered_and_is_no_member(dingtalk_settings: DingTalkSettings) -> None:
    inbound = only(parse_message(told(Person.outsider("guest")), dingtalk_settings))
    assert inbound.contact.user == "outsider:$:LWCP_v1:$guest"
    assert inbound.reply_to


def test_an_empty_staff_id_is_none(dingtalk_settings: DingTalkSettings) -> None:
    given = {**told(), "senderStaffId": ""}
    assert only(parse_message(given, dingtalk_settings)).contact.user.startswith("outsider:")


def test_a_group_is_a_contact_of_its_own_and_what_was_said_there_is_not_kept(
    dingtalk_settings: DingTalkSettings,
) -> None:
    inbound = only(parse_message(told(group="cidgroup"), dingtalk_settings))
    assert inbound.contact == Contact("dingtalk", KEYS.client_id, "group:cidgroup")
    assert (inbound.act, inbound.text) == (Act.GROUP, None)


def test_what_is_said_in_a_group_to_others_is_left_alone(dingtalk_settings: DingTalkSettings) -> None:
    given = {**told(group="cidgroup"), "isInAtList": False}
    assert parse_message(given, dingtalk_settings) == []


def test_a_voice_message_is_read_as_it_was_understood(dingtalk_settings: DingTalkSettings) -> None:
    content = {"downloadCode": "d", "recognition": "我要注销", "duration": 1800}
    inbound = only(parse_message(told(msgtype="audio", content=content), dingtalk_settings))
    assert (inbound.act, inbound.text) == (Act.SAID, "我要注销")


def test_a_rich_text_is_read_by_its_words(dingtalk_settings: DingTalkSettings) -> None:
    content = {"richText": [{"text": "怎么"}, {"downloadCode": "d", "type": "picture"}, {"text": "注销"}, 5]}
    assert (
        only(parse_message(told(msgtype="richText", content=content), dingtalk_settings)).text == "怎么注销"
    )


@pytest.mark.parametrize(
    ("msgtype", "content"),
    [
        ("picture", {"downloadCode": "d"}),
        ("video", {"downloadCode": "d", "videoType": "mp4"}),
        ("file", {"downloadCode": "d", "fileName": "a.pdf"}),
        ("audio", {"downloadCode": "d"}),
        ("richText", {"richText": [{"downloadCode": "d"}]}),
        ("richText", {"richText": 5}),
        ("a_kind_of_next_year", {}),
        ("text", {}),
    ],
)
def test_what_is_no_text_is_something_else(
    msgtype: str, content: dict[str, Any], dingtalk_settings: DingTalkSettings
) -> None:
    inbound = only(parse_message(told(msgtype=msgtype, content=content), dingtalk_settings))
    assert (inbound.act, inbound.text) == (Act.OTHER, None)


def test_a_message_to_another_robot_is_refused(dingtalk_settings: DingTalkSettings) -> None:
    with pytest.raises(NotGenuine, match="another robot"):
        parse_message({**told(), "robotCode": "dinganother"}, dingtalk_settings)


def test_a_robot_may_have_a_code_that_is_not_the_client_id(dingtalk_settings: DingTalkSettings) -> None:
    named = dingtalk_settings.model_copy(update={"robot_code": "dingrobot"})
    assert only(parse_message({**told(), "robotCode": "dingrobot"}, named)).contact.app == "dingrobot"


@pytest.mark.parametrize("lost", ["msgId", "conversationType"])
def test_a_message_without_what_is_needed_is_unreadable(
    lost: str, dingtalk_settings: DingTalkSettings
) -> None:
    given = {name: value for name, value in told().items() if name != lost}
    with pytest.raises(Unreadable):
        parse_message(given, dingtalk_settings)


@pytest.mark.parametrize("given", [{}, {"msgId": 5}, {"msgId": "m", "conversationType": "1"}, {"msgId": []}])
def test_a_message_of_no_shape_is_unreadable(
    given: dict[str, Any], dingtalk_settings: DingTalkSettings
) -> None:
    with pytest.raises(Unreadable):
        parse_message(given, dingtalk_settings)
