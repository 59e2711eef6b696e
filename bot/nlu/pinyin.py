"""How a message sounds, so that a slip between homophones keeps most of its features."""

import re
from functools import lru_cache

_LATIN = re.compile(r"[a-z]+")
_PIECES = re.compile(r"[a-z]+|[\u3400-\u9fff]")


def syllables(text: str) -> list[str]:
    """Pinyin without tones of every Chinese character and of pinyin typed in Latin letters.

    Letters that are no pinyin stay one piece: `byj`, `app`, `vip`.
    """
    found: list[str] = []
    sounds = sounds_of_characters()
    for piece in _PIECES.findall(text):
        if _LATIN.fullmatch(piece):
            found.extend(_cut(piece) or [piece])
        else:
            found.append(sounds.get(piece, piece))
    return found


@lru_cache(maxsize=1)
def sounds_of_characters() -> dict[str, str]:
    """The first reading of each common character, without its tone. The first call takes a moment."""
    from pypinyin import Style, pinyin

    return {chr(code): str(pinyin(chr(code), style=Style.NORMAL)[0][0]) for code in range(0x4E00, 0x9FA6)}


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """Every syllable that is a character's first reading, as far as letters can type it."""
    return frozenset(sound for sound in sounds_of_characters().values() if _LATIN.fullmatch(sound))


@lru_cache(maxsize=4096)
def _cut(letters: str) -> tuple[str, ...]:
    """`zhuxiao` → zhu, xiao; the longest syllable first, with a way back. Empty when it is no pinyin."""
    known = _known()
    for length in range(min(6, len(letters)), 1, -1):
        head, rest = letters[:length], letters[length:]
        if head in known and (not rest or _cut(rest)):
            return head, *(_cut(rest) if rest else ())
    return ()
