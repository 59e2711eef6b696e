"""What a conversation says, as Feishu's messages: plain text, or a card where there is something to tap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.conversations.model import Message
from gateway.channels.blocks import Part, parts
from gateway.channels.feishu.cards import as_json, build_card
from gateway.channels.model import Payload
from gateway.channels.port import Words

_CARD_BYTES = 28_000  # the platform takes 30 KB; the addressee is still to be put into the buttons
_TEXT_BYTES = 16_000  # of a card's text: half of what is left when every character of it is escaped
_KEY = 32


def render_messages(
    messages: Sequence[Message], *, room: int | None, key: str, words: Words
) -> list[Payload]:
    """A turn as few messages: one, unless it is longer than a card may be."""
    return [
        _payload(part, f"{key}{place}"[-_KEY:], words)
        for place, part in enumerate(parts(messages, room=room, limit=_TEXT_BYTES, words=words), 1)
    ]


def text_body(text: str) -> dict[str, Any]:
    """A message of plain text; `<at …>` in it would call people."""
    return {"msg_type": "text", "content": {"text": text.replace("<", "＜")}}


def _payload(part: Part, key: str, words: Words) -> Payload:
    plain = text_body(part.plain(words))
    if not part.links and not part.block.buttons:
        return Payload(plain, key)
    links = [(link.title, link.url) for link in part.links]
    card = build_card(part.text, links, part.block.buttons, key)
    if len(as_json(card).encode()) > _CARD_BYTES:
        return Payload(plain, key)
    # Where the card is refused, its text is sent.
    return Payload({"msg_type": "interactive", "card": card, "instead": plain}, key)
