"""Messages put as customers put them: the product named, more said around them, broken off, in another order.

Written messages are shorter and tidier than typed ones, and name the product less than half as often.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.normalise import PRODUCT

LISTED = Path(__file__).with_name("variations.txt")

# How often each kind happens, in this order; of the first four only where a message allows it.
CHANCES = {"named": 0.7, "moved": 0.2, "turned": 0.1, "broken": 0.3, "told": 0.15, "led": 0.2, "ended": 0.15}
_IN_FRONT, _BEHIND = 0.45, 0.6  # the product's name stands before a message, or after it; else in it
_SHORTEST = 4  # words: below, a message is not broken or turned
_LEAST_LEFT = 3  # characters beside a question word that moves

Cut = Callable[[str], Sequence[str]]


class Variations:
    """Varies messages at random, the same way every time.

    Args:
        cut: gives the words of a normalised message.
        seed: another one varies them another way.
    """

    def __init__(self, cut: Cut, *, seed: int) -> None:
        self._cut = cut
        self._chance = random.Random(seed)  # noqa: S311 - nothing secret

    def of(self, messages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """Those of `messages` (normalised text and intent) that are varied, with their intents."""
        for text, intent in messages:
            varied = self.vary(text, intent)
            if varied != text:
                yield varied, intent

    def vary(self, text: str, intent: str) -> str:
        """`text`, put another way as one who means `intent` may put it; not normalised."""
        for kind, chance in CHANCES.items():
            if self._chance.random() < chance:
                text = getattr(self, f"_{kind}")(text, intent)
        return text

    def _named(self, text: str, intent: str) -> str:
        if PRODUCT in text or intent in {*listed()["talk"], *listed()["elsewhere"]}:
            return text
        words, place = list(self._cut(text)), self._chance.random()
        if len(words) == 1 or place < _IN_FRONT:
            return self._one_of("named") + text
        if place < _BEHIND:
            return text + self._chance.choice(["", "", ",", " "]) + PRODUCT
        words.insert(self._chance.randrange(1, len(words)), PRODUCT)
        return "".join(words)

    def _moved(self, text: str, _intent: str) -> str:
        """The question word comes last, or first."""
        word = next((word for word in listed()["movable"] if word in text), "")
        before, _, after = text.partition(word) if word else (text, "", "")
        if not word or len(before + after) < _LEAST_LEFT:
            return text
        last = before + after + self._chance.choice(["", " ", ","]) + word
        return self._chance.choice([word + before + after, last]) if before else last

    def _turned(self, text: str, intent: str) -> str:
        """The end comes first."""
        words = self._cut(text)
        if len(words) < _SHORTEST or intent in listed()["talk"]:
            return text
        place = self._chance.randrange(1, len(words))
        return "".join([*words[place:], self._chance.choice(["", " ", ","]), *words[:place]])

    def _broken(self, text: str, _intent: str) -> str:
        words = self._cut(text)
        if len(words) < _SHORTEST:
            return text
        place = self._chance.randrange(2, len(words) - 1)
        pause = self._one_of("break").replace("space", " ")
        return "".join([*words[:place], pause, *words[place:]])

    def _told(self, text: str, intent: str) -> str:
        if intent in listed()["talk"]:
            return text
        return self._one_of("background") + self._chance.choice(["", " ", ",", "."]) + text

    def _led(self, text: str, _intent: str) -> str:
        return self._one_of("before") + self._chance.choice(["", "", ",", " "]) + text

    def _ended(self, text: str, _intent: str) -> str:
        return text + self._chance.choice(["", " ", ","]) + self._one_of("after")

    def _one_of(self, kind: str) -> str:
        return self._chance.choice(listed()[kind])


@cache
def listed() -> Mapping[str, Sequence[str]]:
    """What `variations.txt` says of each kind."""
    kinds: dict[str, list[str]] = {}
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        kind, *said = line.split()
        if kind != "#":
            kinds.setdefault(kind, []).extend(said)
    return kinds
