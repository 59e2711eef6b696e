"""What a message talks about, by meaning: 注销, 销户, 关掉 and zhuxiao are one concept."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.nlu import pinyin
from bot.normalise import normalise

LISTED = Path(__file__).with_name("concepts.txt")
_PIECES = re.compile(r"[a-z]+|.", re.DOTALL)
_HEARD_FROM = 2  # one syllable has too many meanings

Key = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Words by spelling and by sound, each with the name of its concept (`not+question` where it has two)."""

    spelt: Mapping[Key, str]
    heard: Mapping[Key, str]
    longest: int

    def concepts(self, text: str) -> Iterator[str]:
        """The concepts of a normalised text from left to right; at each place the longest word counts."""
        spelling, sounds = _units(text)
        place = 0
        while place < len(spelling):
            length, name = self._at(place, spelling, sounds)
            if name:
                yield name
            place += length

    def _at(self, place: int, spelling: Key, sounds: Key) -> tuple[int, str | None]:
        for length in range(min(self.longest, len(spelling) - place), 0, -1):
            end = place + length
            name = self.spelt.get(spelling[place:end])
            if name is None and length >= _HEARD_FROM:
                name = self.heard.get(sounds[place:end])
            if name is not None:
                return length, name
        return 1, None


@cache
def lexicon() -> Lexicon:
    """The one in `concepts.txt`."""
    spelt, heard = defaultdict[Key, set[str]](set), defaultdict[Key, set[str]](set)
    for line in LISTED.read_text(encoding="utf-8").splitlines():
        name, *words = line.split()
        for word in words if name != "#" else ():
            spelling, sounds = _units(normalise(word))
            spelt[spelling].add(name)
            if len(sounds) >= _HEARD_FROM and all(sounds):
                heard[sounds].add(name)
    return Lexicon(_joined(spelt), _joined(heard), max(map(len, spelt)))


def _joined(names: Mapping[Key, set[str]]) -> dict[Key, str]:
    return {key: "+".join(sorted(found)) for key, found in names.items()}


def _units(text: str) -> tuple[Key, Key]:
    """Characters and typed syllables one by one, and how each sounds (empty for what has no sound)."""
    spelling: list[str] = []
    sounds: list[str] = []
    for piece in _PIECES.findall(text):
        heard = pinyin.syllables(piece)
        spelling.extend(heard if piece.isascii() and heard else [piece])
        sounds.extend(heard or [""])
    return tuple(spelling), tuple(sounds)
