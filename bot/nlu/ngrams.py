"""What a message is made of, in four views: words, characters, sounds, and their first letters."""

from collections.abc import Callable, Iterator, Sequence

from spacy.tokens import Doc

from bot.nlu import pinyin
from bot.zh.tokenizer import PLAIN

View = Callable[[Doc], Iterator[str]]


def words(doc: Doc) -> Iterator[str]:
    """Words, and pairs of them; what has a shape stands for its kind."""
    tokens = [
        token.text if token.tag_ in ("", PLAIN) else f"<{token.tag_}>" for token in doc if not token.is_space
    ]
    return _grams(tokens, 1, 2, " ")


def characters(doc: Doc) -> Iterator[str]:
    """One to four characters in a row, the message's two ends marked."""
    return _grams(f"^{_without_shapes(doc)}$", 1, 4, "")


def sounds(doc: Doc) -> Iterator[str]:
    """One to three syllables in a row."""
    return _grams(["^", *pinyin.syllables(_without_shapes(doc)), "$"], 1, 3, " ")


def letters(doc: Doc) -> Iterator[str]:
    """Two to four first letters in a row."""
    return _grams(f"^{pinyin.initials(_without_shapes(doc))}$", 2, 4, "")


VIEWS: dict[str, View] = {"words": words, "characters": characters, "sounds": sounds, "letters": letters}


def _without_shapes(doc: Doc) -> str:
    return "".join(token.text_with_ws if token.tag_ in ("", PLAIN) else "#" for token in doc)


def _grams(pieces: Sequence[str], shortest: int, longest: int, joint: str) -> Iterator[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(pieces) - length + 1):
            yield joint.join(pieces[start : start + length])
