"""Which way to prove one's identity a message asks for: in 不想刷脸，用短信行吗 it is the text message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desk.verification.model import Method

# Said close before a method, or close behind it, when it is the one that the customer cannot or will not use.
_NOT_BEFORE = re.compile(r"(?:不|别|没|除了|忘)[^,.;!? ]{0,3}$")
_NOT_BEHIND = re.compile(
    r"^[^,.;!? ]{0,3}?(?:失败|过不|不过|忘|收不|没收|没来|不对|错|用不了|不好使|坏|太麻烦|不想)"
)
_ASKED = re.compile(r"能不能|可不可以?|行不行|要不(?:要)?")


def wanted_method(message: Mapping[str, Any]) -> Method | None:
    """The last method that the message names without turning it down; None when it names none.

    Args:
        message: the latest message, with `normalised`, in which the entities have their places.
    """
    text = str(message.get("normalised") or message.get("text") or "")
    named = [entity for entity in message.get("entities") or () if entity.get("entity") == "method"]
    wanted = [str(entity.get("value")) for entity in named if not _turned_down(text, entity)]
    return next((Method(name) for name in reversed(wanted) if name in set(Method)), None)


def _turned_down(text: str, entity: Mapping[str, Any]) -> bool:
    before = _ASKED.sub("", text[: entity.get("start", 0)])
    behind = text[entity.get("end", len(text)) :]
    return bool(_NOT_BEFORE.search(before) or _NOT_BEHIND.search(behind))
