"""Slips made by rule, for training: what a thumb, an input method or a dialect does to a message."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.nlu import pinyin

LISTED = Path(__file__).with_name("shapes.txt")
SHARE = 0.5  # of the messages that get a copy with slips
SHORTEST = 3  # Chinese characters: below, a slip leaves nothing to go by
LONG = 8  # from here on there may be two slips

# How often each kind happens, of a hundred.
_KINDS = {"homophone": 50, "shape": 12, "syllable": 13, "initial": 7, "lost": 8, "twice": 5, "swapped": 5}


class Slips:
    """Makes slips with the characters of the messages it was given; the same ones every time.

    Args:
        texts: normalised messages. A homophone is taken as often as it occurs in them.
        seed: another one makes other slips.
    """

    def __init__(self, texts: Sequence[str], *, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - nothing secret
        self._alike = _by_sound("".join(texts))

    def of(self, messages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        """A message with a slip for about half of `messages` (text and intent), with its intent."""
        for text, intent in messages:
            if self._chance.random() < SHARE:
                slipped = self.slip(text)
                if slipped not in ("", text):
                    yield slipped, intent

    def slip(self, text: str) -> str:
        """`text` with one or two slips; unchanged when it is too short for any."""
        places = [place for place, character in enumerate(text) if character in pinyin.sounds_of_characters()]
        if len(places) < SHORTEST:
            return text
        pieces = list(text)
        for place in self._chance.sample(places, 1 if len(places) < LONG else self._chance.choice((1, 2))):
            self._spoil(pieces, place)
        return "".join(pieces)

    def _spoil(self, pieces: list[str], place: int) -> None:
        (kind,) = self._chance.choices(list(_KINDS), list(_KINDS.values()))
        if kind == "swapped":
            pieces[place : place + 2] = reversed(pieces[place : place + 2])
        else:
            pieces[place] = self._instead(kind, pieces[place])

    def _instead(self, kind: str, character: str) -> str:
        sound = pinyin.sounds_of_characters().get(character, character)
        if kind == "homophone":
            others = [other for other in self._alike.get(_heard(character), "") if other != character]
            return self._chance.choice(others) if others else character
        if kind == "shape":
            return self._chance.choice(shapes().get(character, character))
        return {"syllable": sound, "initial": sound[:1], "lost": "", "twice": character * 2}[kind]


def _heard(character: str) -> str:
    return " ".join(pinyin.syllables(character))


def _by_sound(characters: str) -> dict[str, list[str]]:
    alike = defaultdict[str, list[str]](list)
    for character in Counter(characters):
        if character in pinyin.sounds_of_characters():
            alike[_heard(character)].append(character)
    return dict(alike)


@cache
def shapes() -> Mapping[str, str]:
    """For a character those that look like it, as listed in `shapes.txt`."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return {line[0]: line[1:].strip() for line in lines if not line.startswith("#")}
