"""Takes secrets out of what people type, before anything is stored or passed on.

The rule: a message that is only 6 digits, 6 digits beside 密码 or 验证码, 13 to 19 digits that pass Luhn,
an 18-character identity number. Never application numbers, nor amounts and dates with their unit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

MASK = "******"

# "Beside" reaches this many characters: people put half a sentence between the word and the digits.
_REACH = 30
# The words as they are typed: traditional, the usual slip, pinyin initials.
_WORD = re.compile(r"密码|密碼|[验驗][证證正][码碼]|校验码|yzm|mima", re.IGNORECASE)
_SIX = re.compile(r"(?<!\d)(?:\d{6}|\d{3}[\s-]+\d{3}|\d{2}\s+\d{2}\s+\d{2}|\d(?:\s+\d){5})(?!\d)")
_GROUP = re.compile(r"\d+(?:X(?![A-Z]))?", re.IGNORECASE)
_GAP = re.compile(r"[\s-]{1,3}")
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

Span = tuple[int, int]


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
    spans = _merged(_secrets(plain))
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
    safe = [match.span() for rule in _NOT_SECRET for match in rule.finditer(plain)]
    yield from _long_numbers(plain, safe)
    words = [match.span() for match in _WORD.finditer(plain)]
    for match in _SIX.finditer(plain) if words else ():
        beside = any(_distance(match.span(), word) <= _REACH for word in words)
        if beside and not _touches(match.span(), safe):
            yield match.span()


def _only_six_digits(plain: str) -> Span | None:
    match = re.fullmatch(r"[\s\W]*?(\d(?:\s*\d){5})[\s,.!?;:~、。…)\]】」』\"']*", plain)
    return match.span(1) if match and not _currency(plain) else None


def _currency(plain: str) -> bool:
    return any(unicodedata.category(character) == "Sc" for character in plain)


def _long_numbers(plain: str, safe: list[Span]) -> Iterator[Span]:
    """Card and identity numbers, written in one piece or in groups."""
    groups = [match for match in _GROUP.finditer(plain) if not _touches(match.span(), safe)]
    for first in range(len(groups)):
        digits = ""
        for last in range(first, len(groups)):
            if last > first and not _GAP.fullmatch(plain, groups[last - 1].end(), groups[last].start()):
                break
            digits += groups[last].group().upper()
            if len(digits) > 19:
                break
            if _is_card(digits) or _is_identity(digits):
                yield groups[first].start(), groups[last].end()


def _is_card(digits: str) -> bool:
    return len(digits) >= 13 and digits.isdecimal() and luhn.is_valid(digits)


def _is_identity(digits: str) -> bool:
    return len(digits) == 18 and "X" not in digits[:-1] and mod_11_2.is_valid(digits)


def _touches(span: Span, others: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _distance(one: Span, other: Span) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _merged(spans: Iterator[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
