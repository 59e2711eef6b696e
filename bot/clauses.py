"""Cuts a message where one thing said ends and the next begins: 怎么注销，另外影响征信吗."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.normalise import normalise

READ_AT_MOST = 3
SHORTEST = 3  # characters that say something: 要几天

_HAN = r"\u3400-\u9fff"
# Points and commas within a number are no ends, nor is a space beside one; a space after a Chinese word is.
_END = rf"[;!?。…~\r\n]+|(?<!\d)[.,]+|[.,]+(?!\d)|(?<=[{_HAN}])\s+(?!\d)"
# Words that open another matter. 还有 is also "still have", and 另外一个 "the other one".
_BESIDES = r"另外(?!一|的|那|个|开)|顺便|对了"
_ANOTHER = rf"{_BESIDES}|再问|还[想要]问|还有(?=怎|咋|为什|会不|能不|要不|要多|多久|哪)"
_CUT = re.compile(rf"(?P<end>{_END})|(?={_ANOTHER})")
_OPENING = re.compile(
    rf"(?:{_BESIDES}|还有(?:就是)?)?[, ]*(?:(?:我|还|再|想|要|请|顺便)*问(?:一?[下句个])?(?:问题)?[, ]*)?"
)
_ASKS = re.compile(
    r"[吗么嘛呢]|[怎咋啥谁哪几]|什么|多少|多久|多长|为何|为嘛|是否|(.{1,2})[不没]\1|[没不]$|可以吧"
    r"|^(?:请|麻烦|帮|给|替)|我[要想]|^[查转]|转人工|[帮给]我"
)


@dataclass(frozen=True)
class Clause:
    """One part of a message, normalised; `asks` when it has the form of a question or a request."""

    text: str
    asks: bool


def clauses(text: str, *, within: int) -> tuple[Clause, ...]:
    """The parts of a message as written that are long enough to be read alone, the last three at most.

    None where there are fewer than two: a single part is the message itself. What stands beyond the first
    `within` characters is left out.
    """
    found = [clause for clause in _parts(text, within) if len(clause.text) >= SHORTEST]
    return tuple(found[-READ_AT_MOST:]) if len(found) > 1 else ()


def _parts(text: str, within: int) -> Iterator[Clause]:
    plain, start = unicodedata.normalize("NFKC", text)[:within], 0
    for cut in _CUT.finditer(plain):
        yield _clause(plain[start : cut.start()], asked="?" in cut[0])
        start = cut.end()
    yield _clause(plain[start:], asked=False)


def _clause(words: str, *, asked: bool) -> Clause:
    plain = normalise(words)
    opening = _OPENING.match(plain)
    # Once more, because a slash that an opening has hidden must not come first either.
    said = normalise(plain[opening.end() :]) if opening else plain
    return Clause(said, asked or _ASKS.search(said) is not None)
