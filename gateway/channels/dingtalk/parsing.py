"""What a robot is told, by HTTP and by Stream mode alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.model import Act, Contact, Inbound
from gateway.channels.payloads import required, text_at, value_at
from gateway.channels.port import NotGenuine

NAME = "dingtalk"
GROUP, OUTSIDER = "group:", "outsider:"
_ALONE = "1"


def parse_message(told: Mapping[str, Any], settings: DingTalkSettings) -> list[Inbound]:
    """One message to the robot.

    Raises:
        NotGenuine: it was meant for another robot.
        Unreadable: it does not say who said it, where, or under what id.
    """
    if text_at(told, "robotCode") not in (None, settings.robot):
        raise NotGenuine("another robot")
    key, reply_to = required(told, "msgId"), _session(told, settings)
    if required(told, "conversationType") != _ALONE:
        if value_at(told, "isInAtList") is False:
            return []
        # The group is a contact of its own, so that nothing meant for a person is ever sent there.
        group = Contact(NAME, settings.robot, GROUP + required(told, "conversationId"))
        return [Inbound(key, group, Act.GROUP, reply_to=reply_to)]
    said = _said(told)
    act = Act.SAID if said else Act.OTHER
    return [Inbound(key, _person(told, settings), act, text=said, reply_to=reply_to)]


def _person(told: Mapping[str, Any], settings: DingTalkSettings) -> Contact:
    """A member by the id of directory and login; anybody else can be answered, and not found."""
    staff = text_at(told, "senderStaffId")
    return Contact(NAME, settings.robot, staff or OUTSIDER + required(told, "senderId"))


def _session(told: Mapping[str, Any], settings: DingTalkSettings) -> dict[str, Any]:
    """The session of an address to answer to, when it is DingTalk's own; the address itself is not kept."""
    address, until = text_at(told, "sessionWebhook"), value_at(told, "sessionWebhookExpiredTime")
    if address is None or not isinstance(until, int):
        return {}
    try:
        parts = urlsplit(address)
        sessions = parse_qs(parts.query).get("session", [])
    except ValueError:
        return {}
    is_ours = f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{settings.oapi_base}/robot/sendBySession"
    return {"session": sessions[0], "until": until} if is_ours and len(sessions) == 1 else {}


def _said(told: Mapping[str, Any]) -> str | None:
    match text_at(told, "msgtype"):
        case "text":
            words = text_at(told, "text", "content")
        case "audio":
            words = text_at(told, "content", "recognition")
        case "richText":
            parts = value_at(told, "content", "richText")
            entries = parts if isinstance(parts, list) else []
            texts = [text_at(part, "text") for part in entries if isinstance(part, Mapping)]
            words = "".join(text for text in texts if text)
        case _:
            words = None
    return (words or "").strip() or None
