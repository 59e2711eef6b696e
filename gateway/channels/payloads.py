"""Reading what somebody sent, field by field: nothing about its shape is taken for granted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gateway.channels.port import Unreadable


def read_object(raw: bytes | str) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        Unreadable: not UTF-8, not JSON, nested beyond reason, or no object.
    """
    try:
        found = json.loads(raw if isinstance(raw, str) else raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not a JSON object") from error
    if not isinstance(found, dict):
        raise Unreadable("not a JSON object")
    return found


def value_at(found: Mapping[str, Any], *path: str) -> Any:
    """Whatever is at a path of keys; None when it is not there."""
    value: Any = found
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def text_at(found: Mapping[str, Any], *path: str) -> str | None:
    """The text at a path of keys, without characters that no text may have; None when it is not there."""
    value = value_at(found, *path)
    return storable(value) or None if isinstance(value, str) else None


def required(found: Mapping[str, Any], *path: str) -> str:
    """The same, where nothing can be done without it.

    Raises:
        Unreadable: it is not there, or is no text.
    """
    value = text_at(found, *path)
    if value is None:
        raise Unreadable(f"{'.'.join(path)} is missing")
    return value


def storable(text: str) -> str:
    """The text without NUL and without half characters, which a JSON escape can smuggle in."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


def _no_constant(name: str) -> None:
    raise ValueError(name)
