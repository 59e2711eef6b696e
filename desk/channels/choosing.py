"""Which button somebody means who typed instead of tapping it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from desk.conversations.buttons import YES_OR_NO
from desk.work import Work

_NUMBER = re.compile(r"[\[(【]?\s*(\d{1,2})\s*[\])】.、。]?")


def chosen(work: Work, conversation_id: str, offered: Sequence[Mapping[str, str]], text: str) -> str | None:
    """The button's id, for its number or its exact title; None when the text is a text.

    A yes or no that was offered earlier counts too, so that a card that can still be tapped in the app, and
    comes back as its title, is checked for its moment like any other button.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    number = _NUMBER.fullmatch(plain)
    if number and 1 <= int(number[1]) <= len(offered):
        return offered[int(number[1]) - 1]["id"]
    for button in offered:
        if button["title"] == text.strip():
            return button["id"]
    earlier = work.conversations.button_titled(conversation_id, text.strip()) if len(plain) <= 40 else None
    return earlier.id if earlier and earlier.intent in YES_OR_NO else None
