"""What a conversation says, as DingTalk's messages: plain text, or an action card with something to tap."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from desk.conversations.model import Message
from gateway.channels.blocks import Part, parts
from gateway.channels.model import Payload
from gateway.channels.plain import Choice
from gateway.channels.port import Words

_TEXT_BYTES = 6_000  # the platform takes 15,000 bytes of parameters, buttons and escapes included
_TITLE, _URL, _BUTTONS, _KEY = 20, 500, 5, 32
_SAYS = "dtmd://dingtalkclient/sendMessage?content="
_NEUTRAL = str.maketrans("[]<>*`", "［］＜＞＊｀")
_HEADING = re.compile(r"^#", re.MULTILINE)


def render_messages(
    messages: Sequence[Message], *, room: int | None, key: str, words: Words
) -> list[Payload]:
    """A turn as few messages: one, unless it is longer than a card may be."""
    return [
        Payload(_body(part, words), f"{key}{place}"[-_KEY:])
        for place, part in enumerate(parts(messages, room=room, limit=_TEXT_BYTES, words=words), 1)
    ]


def by_session(body: Mapping[str, Any]) -> dict[str, Any]:
    """The message as a session's address takes it."""
    if "buttons" not in body:
        return {"msgtype": "text", "text": {"content": body["text"]}}
    card = {"title": body["title"], "text": body["text"]}
    if len(body["buttons"]) == 1:
        ((title, url),) = body["buttons"]
        return {"msgtype": "actionCard", "actionCard": {**card, "singleTitle": title, "singleURL": url}}
    buttons = [{"title": title, "actionURL": url} for title, url in body["buttons"]]
    return {"msgtype": "actionCard", "actionCard": {**card, "btnOrientation": "0", "btns": buttons}}


def by_api(body: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The message as the API takes it: the key of a template, and its parameters."""
    if "buttons" not in body:
        return "sampleText", {"content": body["text"]}
    card = {"title": body["title"], "text": body["text"]}
    if len(body["buttons"]) == 1:
        ((title, url),) = body["buttons"]
        return "sampleActionCard", {**card, "singleTitle": title, "singleURL": url}
    for place, (title, url) in enumerate(body["buttons"], 1):
        card |= {f"actionTitle{place}": title, f"actionURL{place}": url}
    return f"sampleActionCard{len(body['buttons'])}", card


def _body(part: Part, words: Words) -> dict[str, Any]:
    links = [(link.title, link.url) for link in part.links]
    buttons = [*links, *((choice.title, _says(choice)) for choice in part.block.buttons)]
    if not buttons:
        return {"text": part.text}
    text = part.plain(words) if len(buttons) > _BUTTONS else part.text
    shown = [[title[:_TITLE], url] for title, url in buttons[:_BUTTONS]]
    return {"title": words("cards.title"), "text": _markdown(text), "buttons": shown}


def _says(choice: Choice) -> str:
    """What a tap does: the person says the button's title, or its number where the title is too long."""
    url = _SAYS + quote(choice.title, safe="")
    return url if len(url) <= _URL else f"{_SAYS}{choice.number}"


def _markdown(text: str) -> str:
    """The text with its lines kept, and nothing in it that formats, links or shows pictures."""
    return _HEADING.sub("＃", text.translate(_NEUTRAL)).replace("\n", "  \n")
