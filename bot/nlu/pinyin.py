"""How a message sounds, so that a slip between homophones keeps most of its features."""

import re
from functools import lru_cache

_LATIN = re.compile(r"[a-z]+")
_PIECES = re.compile(r"[a-z]+|[\u3400-\u9fff]")

# The domain's readings of characters that have several; the dictionary's first is another (hai for 还).
_HERE = {"还": "huan", "重": "chong", "长": "chang", "调": "tiao"}
_RETROFLEX, _VELAR = re.compile(r"^([zcs])h"), re.compile(r"(?<=[aei])ng$")


def syllables(text: str) -> list[str]:
    """Pinyin without tones of every Chinese character and of pinyin typed in Latin letters.

    What many speakers do not tell apart is one: zh and z, ch and c, sh and s, -ng and -n. Letters that are no
    pinyin stay one piece: `byj`, `app`, `vip`.
    """
    found: list[str] = []
    sounds = sounds_of_characters()
    for piece in _PIECES.findall(text):
        if _LATIN.fullmatch(piece):
            found.extend(map(_folded, _cut(piece)) if _cut(piece) else [piece])
        else:
            found.append(_folded(sounds.get(piece, piece)))
    return found


@lru_cache(maxsize=1024)
def _folded(sound: str) -> str:
    return _VELAR.sub("n", _RETROFLEX.sub(r"\1", sound))


@lru_cache(maxsize=1)
def sounds_of_characters() -> dict[str, str]:
    """The first reading of each common character, without its tone. The first call takes a moment."""
    from pypinyin import Style, pinyin

    first = {chr(code): str(pinyin(chr(code), style=Style.NORMAL)[0][0]) for code in range(0x4E00, 0x9FA6)}
    return first | _HERE


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
