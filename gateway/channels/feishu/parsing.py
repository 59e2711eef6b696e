"""What Feishu's events mean: each one thing that somebody did, or nothing that concerns us."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from gateway.channels.model import Act, Contact, Inbound
from gateway.channels.payloads import read_object, required, text_at, value_at

NAME = "feishu"
_MENTION = re.compile(r"@_(user_\d+|all)")
_SPACES = re.compile(r"[ \t]+")


def parse_message(opened: Mapping[str, Any]) -> list[Inbound]:
    """A message to the bot (`im.message.receive_v1`).

    In a group only what mentions somebody is answered: the bot may have been given the right to read along.
    """
    if text_at(opened, "event", "sender", "sender_type") not in (None, "user"):
        return []
    if text_at(opened, "event", "message", "chat_type") != "p2p":
        return _from_group(opened)
    text = _said(opened)
    contact = _contact(opened, required(opened, "event", "sender", "sender_id", "open_id"))
    return [_inbound(opened, contact, Act.SAID if text else Act.OTHER, text)]


def parse_arrival(opened: Mapping[str, Any]) -> list[Inbound]:
    """Somebody opened the chat with the bot; who has talked with it before is not greeted again."""
    if text_at(opened, "event", "last_message_id"):
        return []
    contact = _contact(opened, required(opened, "event", "operator_id", "open_id"))
    return [Inbound(required(opened, "header", "event_id"), contact, Act.ENTERED)]


def parse_tap(opened: Mapping[str, Any], now: datetime) -> Inbound | None:
    """A tap on a button of a card (`card.action.trigger`); None when somebody else was given the card."""
    operator = required(opened, "event", "operator", "open_id")
    action = ("event", "action", "value")
    if text_at(opened, *action, "to") != operator:
        return None
    reply_to = {
        "card": required(opened, *action, "c"),
        "button": required(opened, *action, "k"),
        "update": text_at(opened, "event", "token") or "",
        "tapped_at": now.isoformat(),
    }
    return Inbound(
        required(opened, "header", "event_id"),
        _contact(opened, operator),
        Act.PRESSED,
        button=reply_to["button"],
        reply_to=reply_to,
    )


def _from_group(opened: Mapping[str, Any]) -> list[Inbound]:
    if not value_at(opened, "event", "message", "mentions"):
        return []
    # The group is a contact of its own, so that nothing meant for a person is ever sent there.
    return [_inbound(opened, _contact(opened, required(opened, "event", "message", "chat_id")), Act.GROUP)]


def _inbound(opened: Mapping[str, Any], contact: Contact, act: Act, text: str | None = None) -> Inbound:
    reply_to = {"message_id": required(opened, "event", "message", "message_id")}
    return Inbound(required(opened, "header", "event_id"), contact, act, text=text, reply_to=reply_to)


def _contact(opened: Mapping[str, Any], user: str) -> Contact:
    return Contact(NAME, required(opened, "header", "app_id"), user)


def _said(opened: Mapping[str, Any]) -> str | None:
    message = ("event", "message")
    kind, content = text_at(opened, *message, "message_type"), text_at(opened, *message, "content")
    if kind not in ("text", "post") or content is None:
        return None
    found = read_object(content)
    spoken = text_at(found, "text") if kind == "text" else "\n".join(_paragraphs(found))
    return _SPACES.sub(" ", _MENTION.sub("", spoken or "")).strip() or None


def _paragraphs(post: Mapping[str, Any]) -> Iterator[str]:
    """The words of a rich text; pictures and mentions in it are passed over."""
    title = text_at(post, "title")
    if title:
        yield title
    lines = post.get("content")
    for line in lines if isinstance(lines, list) else ():
        parts = line if isinstance(line, list) else ()
        words = [
            text_at(part, "text") for part in parts if isinstance(part, Mapping) and part.get("tag") != "at"
        ]
        if any(words):
            yield "".join(word for word in words if word)
