"""What a message is made of, in five views: characters, pairs of them apart, sounds, words, concepts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from bot.nlu import concepts, pinyin
from bot.zh.tokenizer import PLAIN

_REACH = 5  # how many concepts further the second of a pair may stand
_APART = 4  # and how many characters


@dataclass(frozen=True)
class Said:
    """A message with one `#` for what has a shape, and its words."""

    text: str
    words: Sequence[str]

    @classmethod
    def of(cls, doc: Doc) -> "Said":
        """From the pipeline's words; what has a shape keeps no space after it."""
        text = "".join(f"{_shapeless(token)}{token.whitespace_ if _plain(token) else ''}" for token in doc)
        return cls(text, [_shapeless(token) for token in doc if not token.is_space])


View = Callable[[Said], Iterator[str]]


def characters(said: Said) -> Iterator[str]:
    """Single characters and pairs, the message's two ends marked; what has a shape is one `#`."""
    return _grams(f"^{said.text}$", 1, 2, "")


def sounds(said: Said) -> Iterator[str]:
    """Single syllables and pairs."""
    return _grams(["^", *pinyin.syllables(said.text), "$"], 1, 2, " ")


def meanings(said: Said) -> Iterator[str]:
    """One to three concepts in a row, and pairs with others between: order tells 怎么关 from 关不了怎么办."""
    found = ["^", *concepts.lexicon().concepts(said.text), "$"]
    yield from _grams(found, 1, 3, " ")
    for place, first in enumerate(found):
        yield from (f"{first}..{second}" for second in found[place + 2 : place + 1 + _REACH])


def words(said: Said) -> Iterator[str]:
    """The tokens; what has a shape is one `#`."""
    return iter(said.words)


def apart(said: Said) -> Iterator[str]:
    """Pairs of characters with one to three others between them: 注..了 in 注销掉了."""
    text = f"^{said.text}$"
    for place, first in enumerate(text):
        yield from (f"{first}..{second}" for second in text[place + 2 : place + 1 + _APART])


VIEWS: dict[str, View] = {
    "characters": characters,
    "sounds": sounds,
    "meanings": meanings,
    "words": words,
    "apart": apart,
}


def _shapeless(token: Token) -> str:
    return token.text if _plain(token) else "#"


def _plain(token: Token) -> bool:
    return token.tag_ in ("", PLAIN)


def _grams(pieces: Sequence[str], shortest: int, longest: int, joint: str) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(pieces) - length + 1):
            yield joint.join(pieces[start : start + length])
