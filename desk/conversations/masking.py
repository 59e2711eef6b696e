"""Takes secrets out of what people type, before anything is stored or passed on.

The rule: a message that is only 6 digits, 6 digits beside 密码 or 验证码, 13 to 19 digits that pass Luhn,
an 18-character identity number. Never application numbers, nor amounts and dates with their unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desk.conversations.long_numbers import long_numbers
from desk.conversations.spans import Span, Spans

MASK = "******"

# "Beside" reaches this many characters: people put half a sentence between the word and the digits.
_REACH = 30
# The words as they are typed: traditional, the usual slip, pinyin initials.
_WORD = re.compile(r"密码|密碼|[验驗][证證正][码碼]|校验码|yzm|mima", re.IGNORECASE)
_SIX = re.compile(r"(?<!\d)(?:\d{6}|\d{3}[\s-]+\d{3}|\d{2}\s+\d{2}\s+\d{2}|\d(?:\s+\d){5})(?!\d)")
# A number longer than this is no amount, whatever stands behind it.
_AMOUNT = r"(?<!\d)\d(?:,?\d){0,11}(?:\.\d{1,2})?"
_NOT_SECRET = (
    re.compile(r"BYJ(?:(?:[\s\-_.]*\d){1,16}|\d+)(?!\d)", re.IGNORECASE),
    re.compile(
        _AMOUNT + r"\s*(?:元(?!旦)|块|塊|圆|角|万|萬|亿|人民币|rmb|cny|分(?=钱|$|[\s,。!?;])|%)",
        re.IGNORECASE,
    ),
    re.compile(r"(?:[¥$]|rmb|cny|人民币)\s*" + _AMOUNT + r"(?!\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)\d{2,4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号號](?![码碼]))?"),
    re.compile(r"(?<!\d)\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号號](?![码碼]))?"),
    re.compile(r"(?<!\d)(?:\d{6}|\d{1,2})\s*[日号號](?![码碼])"),
    re.compile(r"(?<![\d-])(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?![\d-])"),
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


@dataclass(frozen=True)
class Masked:
    """What may be kept of a message.

    Args:
        text: the message, each secret replaced by asterisks.
        found: whether there was a secret.
        bare: whether nothing but secrets was there.
    """

    text: str
    found: bool
    bare: bool


def mask(text: str) -> Masked:
    """The message without its secrets; everything else stays as it was typed."""
    plain, origin = _readable(text)
    spans = Spans(_secrets(plain))
    if not spans:
        return Masked(text, found=False, bare=False)
    kept, last = [], 0
    for start, end in spans:
        kept.append(text[last : origin[start]])
        last = origin[end - 1] + 1
    kept.append(text[last:])
    return Masked(MASK.join(kept), found=True, bare=not any(map(str.isalnum, "".join(kept))))


def _readable(text: str) -> tuple[str, list[int]]:
    """The text as a reader sees it (half width, nothing invisible), and where each character was."""
    characters, origin = [], []
    for index, character in enumerate(text):
        for seen in unicodedata.normalize("NFKC", character).translate(_DASHES):
            if unicodedata.category(seen) != "Cf":
                characters.append(str(unicodedata.decimal(seen, seen)))
                origin.append(index)
    return "".join(characters), origin


def _secrets(plain: str) -> Iterator[Span]:
    if only := _only_six_digits(plain):
        yield only
    safe = Spans(match.span() for rule in _NOT_SECRET for match in rule.finditer(plain))
    yield from long_numbers(plain, safe)
    words = Spans(match.span() for match in _WORD.finditer(plain))
    for match in _SIX.finditer(plain) if words else ():
        start, end = match.span()
        if words.touch((start - _REACH - 1, end + _REACH + 1)) and not safe.touch((start, end)):
            yield start, end


def _only_six_digits(plain: str) -> Span | None:
    match = re.fullmatch(r"[\s\W]*?(\d(?:\s*\d){5})[\s,.!?;:~、。…)\]】」』\"']*", plain)
    return match.span(1) if match and not _currency(plain) else None


def _currency(plain: str) -> bool:
    return any(unicodedata.category(character) == "Sc" for character in plain)
