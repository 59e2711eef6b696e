"""The conversation as messages of WeChat customer service: texts and menus."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from gateway.channels.model import Payload
from gateway.channels.plain import Block
from gateway.channels.port import Words
from gateway.channels.wxrendering import LinkCard, arranged, clipped, key_of

_TEXT, _HEAD, _ENTRY, _MENU_ID, _URL, _ENTRIES = 2048, 1024, 128, 64, 2048, 10


def render(messages: Sequence[Message], room: int | None, key: str, words: Words) -> list[Payload]:
    """The messages without their addressee."""
    hint = words("cards.choose")
    parts = arranged(messages, room, _TEXT - len(hint.encode()) - 1, words)
    return [Payload(_body(part, hint), key_of(key, place)) for place, part in enumerate(parts)]


def text(content: str) -> Mapping[str, Any]:
    """A text."""
    return {"msgtype": "text", "text": {"content": content}}


def _body(part: Block | LinkCard, hint: str) -> Mapping[str, Any]:
    if isinstance(part, LinkCard):
        if len(part.url.encode()) > _URL:
            return text(f"{part.description}\n{part.url}")
        view = {"type": "view", "view": {"url": part.url, "content": part.title}}
        return _menu(clipped(part.description, _HEAD), [view])
    if not part.buttons or not _fits_a_menu(part):
        return text(part.plain(hint))
    entries = [
        {"type": "click", "click": {"id": button.id, "content": button.title}} for button in part.buttons
    ]
    return _menu(part.text, entries)


def _menu(head: str, entries: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return {"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": [*entries]}}


def _fits_a_menu(block: Block) -> bool:
    return (
        len(block.text.encode()) <= _HEAD
        and len(block.buttons) <= _ENTRIES
        and all(len(button.title.encode()) <= _ENTRY for button in block.buttons)
        and all(len(button.id.encode()) <= _MENU_ID for button in block.buttons)
    )
