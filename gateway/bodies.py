"""Reading what a caller sent: capped, timed, and nothing but a JSON object of the expected shape."""

import asyncio
import json
import re
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from gateway.problems import Problem

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LARGEST_NUMBER = 2**53
_LONGEST_LENGTH = 16  # digits
_MOST_FIELDS = 20


async def read_json(request: Request, *, limit: int, seconds: float) -> dict[str, Any]:
    """The JSON object in the body.

    Args:
        limit: bytes that a body may have.
        seconds: how long the caller may take to send it.

    Raises:
        Problem: not JSON, not an object, too large, too slow, or with characters no text may have.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Problem("not-json")
    raw = await read_body(request, limit=limit, seconds=seconds)
    try:
        parsed = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Problem("malformed") from error
    if not isinstance(parsed, dict):
        raise Problem("malformed")
    return parsed


async def read_body(request: Request, *, limit: int, seconds: float) -> bytes:
    """The body, whatever it is.

    Raises:
        Problem: larger than `limit` bytes, or not here within so many seconds.
    """
    # Only a reason to stop early; and Python refuses to read numbers of thousands of digits.
    length = request.headers.get("content-length", "0").lstrip("0")[:_LONGEST_LENGTH]
    if length.isdecimal() and int(length) > limit:
        raise Problem("too-large", {"Connection": "close"})
    chunks = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                chunks += chunk
                if len(chunks) > limit:
                    raise Problem("too-large", {"Connection": "close"})
    except TimeoutError as error:
        raise Problem("malformed", {"Connection": "close"}) from error
    return bytes(chunks)


async def read_form(request: Request, *, limit: int, seconds: float) -> dict[str, str]:
    """The fields of a form that a page of ours sent; the first of several with one name.

    Raises:
        Problem: no form, too large, or too slow.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise Problem("malformed")
    raw = await read_body(request, limit=limit, seconds=seconds)
    try:
        fields = parse_qs(raw.decode("ascii"), max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise Problem("malformed") from error
    return {name: values[0] for name, values in fields.items()}


def checked_text(value: Any, *, longest: int) -> str:
    """A text to be stored: trimmed, of 1 to `longest` characters, without NUL and half characters."""
    if not isinstance(value, str):
        raise Problem("invalid")
    text = value.strip()
    if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise Problem("malformed")
    if not text:
        raise Problem("empty-text")
    if len(text) > longest:
        raise Problem("text-too-long")
    return text


def optional_text(value: Any, *, longest: int) -> str | None:
    """A text that may be left out, or be empty."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return checked_text(value, longest=longest)


def checked_uuid(value: Any) -> str:
    """A UUID in its usual form, in lower case."""
    if not isinstance(value, str) or not _UUID.fullmatch(value.lower()):
        raise Problem("invalid", field="client_id")
    return value.lower()


def whole_number(request: Request, name: str, *, least: int, most: int = _LARGEST_NUMBER) -> int | None:
    """A number from the query, None when it is not given."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,16}", text) or not least <= int(text) <= most:
        raise Problem("invalid", field=name)
    return int(text)


def _no_constant(name: str) -> None:
    raise ValueError(name)
