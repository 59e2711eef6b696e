"""Finds card and identity numbers in a text, written in one piece or in groups; in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from stdnum.iso7064 import mod_11_2

from desk.conversations.spans import Span, Spans

SHORTEST_CARD, LONGEST, IDENTITY = 13, 19, 18
_GROUP = re.compile(r"\d+(?:X(?![A-Z]))?", re.IGNORECASE)
_GAP = re.compile(r"[\s-]{1,3}")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
# More than any digits add up to.
_NO_CARD = 10**6


def long_numbers(plain: str, safe: Spans) -> Iterator[Span]:
    """The stretches that are such a number.

    Args:
        plain: the text as a reader sees it.
        safe: what is known to be something else.
    """
    for chain in _chains(plain, safe):
        yield from _in_chain(chain)


def _chains(plain: str, safe: Spans) -> Iterator[list[re.Match[str]]]:
    """Groups of digits that may belong together: nothing but a gap is between them."""
    chain: list[re.Match[str]] = []
    for group in _GROUP.finditer(plain):
        if safe.touch(group.span()):
            continue
        if chain and not _GAP.fullmatch(plain, chain[-1].end(), group.start()):
            yield chain
            chain = []
        chain.append(group)
    if chain:
        yield chain


def _in_chain(chain: Sequence[re.Match[str]]) -> Iterator[Span]:
    digits = "".join(group.group() for group in chain).upper()
    if len(digits) < SHORTEST_CARD:
        return
    ends = list(accumulate(len(group.group()) for group in chain))
    sums = _luhn_sums(digits)
    for first, group in enumerate(chain):
        start = ends[first - 1] if first else 0
        for last in range(first, len(chain)):
            end = ends[last]
            if end - start > LONGEST:
                break
            if _is_card(sums, start, end) or _is_identity(digits, start, end):
                yield group.start(), chain[last].end()


def _luhn_sums(digits: str) -> tuple[Sequence[int], Sequence[int]]:
    """For numbers that end at an even place, and at an odd one: what the digits before each place add up to.

    With them any stretch is checked by one subtraction, where adding it up anew would take a crafted message
    tens of milliseconds.
    """
    values = [int(digit) if digit.isdecimal() else None for digit in digits]
    return _sums(values, 0), _sums(values, 1)


def _sums(values: Sequence[int | None], doubled: int) -> Sequence[int]:
    weighed = (
        _NO_CARD if value is None else _DOUBLED[value] if place % 2 == doubled else value
        for place, value in enumerate(values)
    )
    return list(accumulate(weighed, initial=0))


def _is_card(sums: tuple[Sequence[int], Sequence[int]], start: int, end: int) -> bool:
    total = sums[end % 2][end] - sums[end % 2][start]
    return end - start >= SHORTEST_CARD and total % 10 == 0 and total < _NO_CARD


def _is_identity(digits: str, start: int, end: int) -> bool:
    number = digits[start:end]
    return end - start == IDENTITY and "X" not in number[:-1] and mod_11_2.is_valid(number)
