"""A turn as good plain text, and merged where a platform allows only a few messages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.conversations.model import Button, Message

_GAP = "\n\n"
_CUT = "…"
_LEAST = 60  # bytes; less of a text than this says nothing


@dataclass(frozen=True)
class Choice(Button):
    """A button with the number by which it may be typed."""

    number: int


@dataclass(frozen=True)
class Block:
    """What goes out as one message of the platform.

    Args:
        text: everything that is said, without the buttons.
        buttons: what may be chosen, each with its number.
    """

    text: str
    buttons: tuple[Choice, ...] = ()

    def plain(self, hint: str = "") -> str:
        """The text with its buttons as numbered lines, and a hint how to choose below them."""
        lines = [f"【{choice.number}】{choice.title}" for choice in self.buttons]
        return "\n".join(part for part in (self.text, *lines, hint if lines else "") if part)


def plain_text(message: Message, hint: str = "") -> str:
    """One message as text, its card in words and its buttons numbered from 1."""
    return Block(said(message), offered([message])).plain(hint)


def said(message: Message) -> str:
    """The words of a message: its text, and what its card adds to it."""
    card = message.card or {}
    parts = [message.text]
    if card.get("kind") == "answer":
        parts.append(f"（{card['source']}，{card['effective']}）")
    parts += [link for link in _links(card) if link.rpartition("：")[2] not in message.text]
    return "\n".join(parts)


def offered(messages: Sequence[Message]) -> tuple[Choice, ...]:
    """The buttons that may be chosen after these messages, by the numbers under which they are shown.

    Of two with one title only the later is left: they read the same, and the earlier one's moment has passed.
    """
    latest = {button.title: button for message in messages for button in message.buttons}
    return tuple(Choice(one.id, one.title, number) for number, one in enumerate(latest.values(), 1))


def merged(
    messages: Sequence[Message], room: int | None, limit: int, *, numbered: bool = True
) -> list[Block]:
    """The messages as blocks, in order.

    Args:
        messages: what is to be said, oldest first.
        room: the most blocks that may be made, at least 1; None leaves each message a block of its own.
        limit: UTF-8 bytes that a block may have.
        numbered: whether the limit holds for `Block.plain` (without a hint) or for the text alone.

    A text that is too long for a block is split between its lines. What does not fit into the room even when
    merged is cut at the end of its longest texts, never in the last message and never in the buttons; when
    even that is too much, what was said first is left out.
    """
    sized = _Sizes(limit, numbered)
    pieces = _pieces(messages, sized)
    if room is None or len(pieces) <= room:
        return _blocks(pieces)
    return _blocks(_within(pieces, max(room, 1), sized))


def packed(messages: Sequence[Message], limit: int) -> list[Block]:
    """The messages uncut, in the fewest blocks that hold them with their buttons as numbered lines."""
    sized = _Sizes(limit, numbered=True)
    return _blocks(_packed(_pieces(messages, sized), sized))


@dataclass(frozen=True)
class _Part:
    """Some text, and the buttons below it."""

    text: str
    buttons: tuple[Choice, ...] = ()

    def joined(self, other: _Part) -> _Part:
        buttons = tuple(sorted((*self.buttons, *other.buttons), key=lambda choice: choice.number))
        return _Part(_GAP.join(filter(None, (self.text, other.text))), buttons)


@dataclass(frozen=True)
class _Sizes:
    """How large a block may be, and what is done about one that is larger."""

    limit: int
    numbered: bool

    def size(self, part: _Part) -> int:
        shown = Block(part.text, part.buttons).plain() if self.numbered else part.text
        return len(shown.encode())

    def fits(self, part: _Part) -> bool:
        return self.size(part) <= self.limit

    def split(self, part: _Part) -> list[_Part]:
        """Pieces that fit, the buttons below the last one."""
        pieces: list[_Part] = []
        rest = part
        while not self.fits(rest):
            head = _head(rest.text, self.limit)
            if len(head) == len(rest.text):
                # The text fits and its buttons do not: they get a piece of their own.
                alone = [_Part(rest.text)] if rest.text else []
                return [*pieces, *alone, _Part("", rest.buttons)]
            pieces.append(_Part(head.rstrip()))
            rest = _Part(rest.text[len(head) :].lstrip(), rest.buttons)
        return [*pieces, rest]


def _pieces(messages: Sequence[Message], sizes: _Sizes) -> list[_Part]:
    choices = {choice.id: choice for choice in offered(messages)}
    parts = (_Part(said(m), tuple(choices[b.id] for b in m.buttons if b.id in choices)) for m in messages)
    return [piece for part in parts for piece in sizes.split(part)]


def _blocks(pieces: Sequence[_Part]) -> list[Block]:
    return [Block(piece.text, piece.buttons) for piece in pieces]


def _within(pieces: list[_Part], room: int, sizes: _Sizes) -> list[_Part]:
    # Looked for by halves: somebody who writes much while nothing is delivered has hundreds of messages here.
    def fits(parts: Sequence[_Part]) -> bool:
        return len(_packed(parts, sizes)) <= room

    longest = max(len(piece.text.encode()) for piece in pieces)
    lengths = range(longest, min(_LEAST, longest) - 1, -1)
    place = bisect_left(lengths, True, key=lambda length: fits(_shortened(pieces, length)))
    short = _shortened(pieces, lengths[min(place, len(lengths) - 1)])
    gone = bisect_left(range(len(short)), True, key=lambda count: fits(_without_first(short, count)))
    packed = _packed(_without_first(short, min(gone, len(short) - 1)), sizes)
    # Whatever is left over is short; a block that is a little too large says more than none.
    head, tail = packed[: room - 1], packed[room - 1 :]
    last = tail[0] if tail else head.pop()
    for part in tail[1:]:
        last = last.joined(part)
    return [*head, last]


def _packed(pieces: Sequence[_Part], sizes: _Sizes) -> list[_Part]:
    packed: list[_Part] = []
    for piece in pieces:
        joined = packed[-1].joined(piece) if packed else piece
        if packed and sizes.fits(joined):
            packed[-1] = joined
        else:
            packed.append(piece)
    return packed


def _shortened(pieces: Sequence[_Part], length: int) -> list[_Part]:
    """All but the last with no more text than so many bytes."""
    return [*(_shorter(piece, length) for piece in pieces[:-1]), pieces[-1]]


def _shorter(part: _Part, length: int) -> _Part:
    if len(part.text.encode()) <= length:
        return part
    return _Part(_head(part.text, length - len(_CUT.encode())).rstrip() + _CUT, part.buttons)


def _without_first(pieces: Sequence[_Part], count: int) -> list[_Part]:
    """The pieces from a place on, with the buttons of those before it."""
    if not count:
        return list(pieces)
    buttons = tuple(button for piece in pieces[:count] for button in piece.buttons)
    return [_Part(_CUT, buttons), *pieces[count:]]


def _head(text: str, limit: int) -> str:
    """The beginning of a text that fits, up to the end of a line where there is one in its second half."""
    head = text.encode()[:limit].decode(errors="ignore") or text[:1]
    if len(head) == len(text):
        return head
    end = max(head.rfind("\n"), head.rfind("。")) + 1
    return head[:end] if end > len(head) // 2 else head


def _links(card: Mapping[str, Any]) -> list[str]:
    items = card.get("items") or ()
    found = [item for item in items if isinstance(item, Mapping) and item.get("url")]
    return [f"{item['title']}：{item['url']}" for item in found]
