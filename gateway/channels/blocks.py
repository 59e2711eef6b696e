"""A turn in as few messages as it fits into, for platforms that count only their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.conversations.model import Message
from gateway.channels.plain import Block, merged
from gateway.channels.port import Words
from gateway.channels.wxrendering import LinkCard, link_card


@dataclass(frozen=True)
class Part:
    """One message of the platform: what is said, and what can be tapped below it.

    Args:
        links: pages to open; their addresses are not in the text.
    """

    block: Block
    links: tuple[LinkCard, ...] = ()

    @property
    def text(self) -> str:
        """What is said."""
        return self.block.text

    def plain(self, words: Words) -> str:
        """All of it as text: numbered choices, and the addresses of the pages."""
        pages = [f"{link.title}：{link.url}" for link in self.links]
        return "\n".join((self.block.plain(words("cards.choose")), *pages))


def parts(messages: Sequence[Message], *, room: int | None, limit: int, words: Words) -> list[Part]:
    """One part when everything fits into it, else one for each message, within the room.

    Args:
        limit: UTF-8 bytes of text that a part may have, apart from what can be tapped.
    """
    links = [link_card(message, words) for message in messages]
    shown = [
        replace(message, text=link.description) if link else message
        for message, link in zip(messages, links, strict=True)
    ]
    blocks = _blocks(shown, room, limit)
    found, left = [], [link for link in links if link]
    for block in blocks:
        here = tuple(link for link in left if link.description in block.text or block is blocks[-1])
        left = [link for link in left if link not in here]
        found.append(Part(block, here))
    return found


def _blocks(messages: Sequence[Message], room: int | None, limit: int) -> list[Block]:
    blocks = merged(messages, None, limit, numbered=False)
    size = sum(len(block.text.encode()) + 2 for block in blocks)
    most = 1 if size <= limit else room
    if most is None or most >= len(blocks):
        return blocks
    return merged(messages, most, limit, numbered=False)
