"""The conversation as WeChat's customer-service messages."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from gateway.channels.model import Payload
from gateway.channels.plain import Block
from gateway.channels.port import Words
from gateway.channels.wxrendering import LinkCard, arranged, key_of

_BYTES = 2048
PLAIN = "plain"
"""Where a payload carries the same as text, for accounts that are given no menus."""


def render(messages: Sequence[Message], room: int | None, key: str, words: Words) -> list[Payload]:
    """The messages as text, menus and news, without the addressee."""
    parts = arranged(messages, room, _BYTES, words)
    return [Payload(_body(part), key_of(key, place)) for place, part in enumerate(parts)]


def text_message(text: str) -> dict[str, Any]:
    """A text."""
    return {"msgtype": "text", "text": {"content": text}}


def _body(part: Block | LinkCard) -> Mapping[str, Any]:
    if isinstance(part, LinkCard):
        article = {"title": part.title, "description": part.description, "url": part.url}
        return {"msgtype": "news", "news": {"articles": [article]}}
    if not part.buttons:
        return text_message(part.text)
    entries = [{"id": button.id, "content": button.title} for button in part.buttons]
    menu = {"head_content": part.text, "list": entries, "tail_content": ""}
    return {"msgtype": "msgmenu", "msgmenu": menu, PLAIN: part.plain()}
