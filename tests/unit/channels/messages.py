"""Messages of a conversation, for renderers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from desk.conversations.model import Button, Message, Role

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def message(
    text: str,
    *titles: str,
    card: Mapping[str, Any] | None = None,
    seq: int = 1,
    role: Role = Role.BOT,
) -> Message:
    """One message with a button for each title; a button's id is made of its place."""
    buttons = tuple(Button(f"b{seq}-{place}", title) for place, title in enumerate(titles, 1))
    return Message(f"m{seq}", seq, role, text, AT, buttons, card)


def verification(url: str) -> Message:
    """The message that asks to prove one's identity on the page."""
    card = {"kind": "verification", "url": url, "expires_at": AT.isoformat(), "methods": ["sms"]}
    return message(f"下一步验证是您本人。请打开验证页：{url}", card=card)
