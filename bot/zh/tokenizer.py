"""Cuts a message into words: what has a shape is one, the rest is jieba's, with the domain's words added."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import jieba
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, get_words_and_spaces
from spacy.vocab import Vocab

from bot.zh import shapes

HERE = Path(__file__).parent
LEAST_FREQUENT = 50  # in jieba's own count
PLAIN = "word"  # the tag of what has no shape; spaCy's matcher wants a tag on every word


def make_tokenizer(words: str, cache: str) -> Callable[[Language], "DomainTokenizer"]:
    """What `config.cfg` asks for: a tokenizer with the word list `words`, a file in this package.

    `cache` is the directory, from the project's root, for jieba's prepared dictionary; its own choice is one
    shared with every user of the machine.
    """

    def make(nlp: Language) -> DomainTokenizer:
        return DomainTokenizer(nlp.vocab, HERE / words, HERE.parent.parent / cache)

    return make


class CommonWords(jieba.Tokenizer):  # type: ignore[misc]
    """jieba without the rare four fifths of its dictionary: names and terms that customers do not type.

    It takes 12 MB instead of 70.
    """

    def __init__(self, cache: Path) -> None:
        super().__init__()
        cache.mkdir(parents=True, exist_ok=True)
        self.tmp_dir, self.cache_file = str(cache), f"jieba-{LEAST_FREQUENT}.cache"

    def gen_pfdict(self, f: BinaryIO) -> tuple[dict[str, int], int]:
        """Words with their frequency, and 0 for each beginning of a word; with the sum of the frequencies."""
        frequencies: dict[str, int] = {}
        for line in f:
            word, frequency = line.decode("utf-8").split()[:2]
            if int(frequency) >= LEAST_FREQUENT:
                frequencies[word] = int(frequency)
                for end in range(1, len(word)):
                    frequencies.setdefault(word[:end], 0)
        f.close()
        return frequencies, sum(frequencies.values())


class DomainTokenizer(DummyTokenizer):
    """jieba with a dictionary of its own, so that nothing else in the process can change the cutting."""

    def __init__(self, vocab: Vocab, words: Path, cache: Path) -> None:
        self.vocab = vocab
        jieba.setLogLevel(logging.WARNING)
        self._jieba = CommonWords(cache)
        self._jieba.initialize()
        for word in words.read_text(encoding="utf-8").split():
            self._jieba.add_word(word)

    def __call__(self, text: str) -> Doc:
        """The words of `text`, spaces kept, with their kind of shape as the tag."""
        cut = [(word, tag) for word, tag in self._cut(text) if word]
        words, spaces = get_words_and_spaces([word for word, _ in cut], text)
        tags = iter(tag for word, tag in cut if not word.isspace())
        return Doc(self.vocab, words=words, spaces=spaces, tags=[_tag(word, tags) for word in words])

    def _cut(self, text: str) -> Iterator[tuple[str, str]]:
        end = 0
        for start, stop, kind in shapes.find(text):
            yield from self._plain(text[end:start])
            yield text[start:stop], kind
            end = stop
        yield from self._plain(text[end:])

    def _plain(self, text: str) -> Iterator[tuple[str, str]]:
        return ((word, PLAIN) for word in self._jieba.cut(text, HMM=False))


def _tag(word: str, tags: Iterator[str]) -> str:
    return PLAIN if word.isspace() else next(tags)
