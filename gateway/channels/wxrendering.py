"""What WeChat and WeCom have in common when a conversation is put into their messages."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.conversations.model import Message
from gateway.channels.plain import Block, merged, packed
from gateway.channels.port import Words

_USUAL = 2  # messages a turn: each costs one of the few that the platform allows
_KEY = 32


@dataclass(frozen=True)
class LinkCard:
    """A page to be opened."""

    title: str
    description: str
    url: str
    button: str


def arranged(
    messages: Sequence[Message], room: int | None, limit: int, words: Words
) -> list[Block | LinkCard]:
    """The messages in as few parts as hold them all; a page to open, when it comes last, as a card.

    Args:
        messages: what is to be said, oldest first.
        room: the most parts; None when the platform sets no limit.
        limit: bytes of a part's text with its buttons as numbered lines.
        words: the sentences.
    """
    card = link_card(messages[-1], words)
    if card is None or (room is not None and room < min(len(messages), _USUAL)):
        return [*fewest(messages, room, limit)]
    before = fewest(messages[:-1], room - 1 if room else None, limit) if messages[1:] else []
    return [*before, card]


def fewest(messages: Sequence[Message], room: int | None, limit: int) -> list[Block]:
    """The messages in as few blocks as hold them uncut; cut, where there is not so much room."""
    blocks = packed(messages, limit)
    return blocks if room is None or len(blocks) <= room else merged(messages, room, limit)


def link_card(message: Message, words: Words) -> LinkCard | None:
    """The page that a message asks to open, if that is all it asks."""
    card = message.card or {}
    url, kind = card.get("url"), card.get("kind")
    if not url or message.buttons:
        return None
    match kind:
        case "verification":
            title = words("link_card.verification")
        case "login":
            title = words("link_card.login")
        case _:
            return None
    # The text may ask for a certain method: the same address and a little more.
    found = re.search(rf"{re.escape(url)}(?:\?[\w=&.-]*)?", message.text, re.ASCII)
    address = found[0] if found else url
    without = re.sub(rf"[：:]?\s*{re.escape(address)}[ \t]*", "。", message.text)
    description = re.sub(r"。(?=[，。；、])", "", without).lstrip("。，")
    return LinkCard(title, description, address, words("cards.open_page"))


def clipped(text: str, limit: int, size: Callable[[str], int] | None = None) -> str:
    """The text, or its beginning with an ellipsis when it has more bytes (or whatever `size` counts)."""
    size = size or _bytes
    if size(text) <= limit:
        return text
    while text and size(text + "…") > limit:
        text = text[:-1]
    return text + "…"


def key_of(key: str, place: int) -> str:
    """The key of one payload of a delivery, within what platforms take."""
    return f"{key[: _KEY - len(str(place))]}{place}"


def _bytes(text: str) -> int:
    return len(text.encode())
