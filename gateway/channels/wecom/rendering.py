"""The conversation as messages of a WeCom application: text with numbers to type, and text cards."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from gateway.channels.model import Payload
from gateway.channels.plain import Block
from gateway.channels.port import Words
from gateway.channels.wxrendering import LinkCard, arranged, clipped, key_of

_TEXT, _TITLE, _DESCRIPTION, _BUTTON = 2048, 128, 512, 4


def render(messages: Sequence[Message], room: int | None, key: str, words: Words) -> list[Payload]:
    """The messages without their addressee."""
    hint = words("cards.choose")
    parts = arranged(messages, room, _TEXT - len(hint.encode()) - 1, words)
    return [Payload(_body(part, hint), key_of(key, place)) for place, part in enumerate(parts)]


def text_card(title: str, description: str, url: str, button: str) -> Mapping[str, Any]:
    """A card that opens a page."""
    card = {
        "title": clipped(title, _TITLE),
        "description": clipped(description, _DESCRIPTION),
        "url": url,
        "btntxt": button[:_BUTTON],
    }
    return {"msgtype": "textcard", "textcard": card}


def text(content: str) -> Mapping[str, Any]:
    """A text."""
    return {"msgtype": "text", "text": {"content": content}}


def _body(part: Block | LinkCard, hint: str) -> Mapping[str, Any]:
    if isinstance(part, LinkCard):
        return text_card(part.title, part.description, part.url, part.button)
    return text(part.plain(hint))
