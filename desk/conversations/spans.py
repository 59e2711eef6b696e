"""Stretches of a text, found again quickly however many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

Span = tuple[int, int]


class Spans:
    """Disjoint stretches in their order; overlapping ones are one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: list[Span] = []
        for start, end in sorted(spans):
            if self._spans and start < self._spans[-1][1]:
                self._spans[-1] = (self._spans[-1][0], max(end, self._spans[-1][1]))
            else:
                self._spans.append((start, end))
        self._ends = [end for _, end in self._spans]

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans)

    def __bool__(self) -> bool:
        return bool(self._spans)

    def touch(self, span: Span) -> bool:
        """Whether one of them shares a character with this one."""
        following = bisect_right(self._ends, span[0])
        return following < len(self._spans) and self._spans[following][0] < span[1]
