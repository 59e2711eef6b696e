"""A turn in as few messages as it fits into, for platforms that count only their size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from gateway.channels.plain import Block, merged
from gateway.channels.port import Words


def few_blocks(messages: Sequence[Message], *, room: int | None, limit: int) -> list[Block]:
    """One block when everything fits into it, else one for each message, within the room.

    Args:
        limit: UTF-8 bytes of text that a block may have, apart from its buttons.
    """
    blocks = merged(messages, None, limit, numbered=False)
    size = sum(len(block.text.encode()) + 2 for block in blocks)
    most = 1 if size <= limit else room
    if most is None or most >= len(blocks):
        return blocks
    return merged(messages, most, limit, numbered=False)


def pages(messages: Sequence[Message], block: Block, words: Words) -> list[tuple[str, str]]:
    """The pages of ours that a block sends people to: what to write on a button, and the address."""
    cards = [
        message.card for message in messages if message.card and isinstance(message.card.get("url"), str)
    ]
    return [(_title(card, words), card["url"]) for card in cards if card["url"] in block.text]


def _title(card: Mapping[str, Any], words: Words) -> str:
    return words("cards.open_verification" if card["kind"] == "verification" else "cards.open_page")
