"""What a message is made of, in five views: characters, pairs of them apart, sounds, words, concepts."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc, Token

from bot.nlu import concepts, pinyin
from bot.zh.tokenizer import PLAIN

View = Callable[[Doc], Iterator[str]]

_REACH = 5  # how many concepts further the second of a pair may stand
_APART = 4  # and how many characters


def characters(doc: Doc) -> Iterator[str]:
    """Single characters and pairs, the message's two ends marked; what has a shape is one `#`."""
    return _grams(f"^{_without_shapes(doc)}$", 1, 2, "")


def sounds(doc: Doc) -> Iterator[str]:
    """Single syllables and pairs."""
    return _grams(["^", *pinyin.syllables(_without_shapes(doc)), "$"], 1, 2, " ")


def meanings(doc: Doc) -> Iterator[str]:
    """One to three concepts in a row, and pairs with others between: order tells 怎么关 from 关不了怎么办."""
    found = ["^", *concepts.lexicon().concepts(_without_shapes(doc)), "$"]
    yield from _grams(found, 1, 3, " ")
    for place, first in enumerate(found):
        yield from (f"{first}..{second}" for second in found[place + 2 : place + 1 + _REACH])


def words(doc: Doc) -> Iterator[str]:
    """The tokens; what has a shape is one `#`."""
    return (_shapeless(token) for token in doc if not token.is_space)


def apart(doc: Doc) -> Iterator[str]:
    """Pairs of characters with one to three others between them: 注..了 in 注销掉了."""
    text = f"^{_without_shapes(doc)}$"
    for place, first in enumerate(text):
        yield from (f"{first}..{second}" for second in text[place + 2 : place + 1 + _APART])


VIEWS: dict[str, View] = {
    "characters": characters,
    "sounds": sounds,
    "meanings": meanings,
    "words": words,
    "apart": apart,
}


def _without_shapes(doc: Doc) -> str:
    return "".join(f"{_shapeless(token)}{token.whitespace_ if _plain(token) else ''}" for token in doc)


def _shapeless(token: Token) -> str:
    return token.text if _plain(token) else "#"


def _plain(token: Token) -> bool:
    return token.tag_ in ("", PLAIN)


def _grams(pieces: Sequence[str], shortest: int, longest: int, joint: str) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(pieces) - length + 1):
            yield joint.join(pieces[start : start + length])
