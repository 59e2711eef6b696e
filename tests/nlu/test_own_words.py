"""No training sentence stands in a measuring set, as it is or nearly."""

import re

import pytest

from benchmarks.nlu import samples
from bot.normalise import normalise

SET_PHRASE = 6  # 好的, 嗯嗯: nobody can say them otherwise
LONG = 10
NEAR = 0.8
_BESIDE_WORDS = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    return _BESIDE_WORDS.sub("", normalise(text))


def pairs(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(len(text) - 1))


def too_near(one: str, other: str) -> bool:
    if one == other:
        return len(one) > SET_PHRASE
    first, second = pairs(one), pairs(other)
    return min(len(one), len(other)) > LONG and len(first & second) >= NEAR * len(first | second)


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("备用金怎么注销", "备用金怎么注销", True),
        ("好的", "好的", False),
        ("我想把备用金注销了可以吗", "我想把备用金注销了可以么", True),
        ("怎么注销", "怎么注消", False),
        ("我想把备用金注销了可以吗", "备用金逾期三天会不会上征信", False),
    ],
)
def test_what_is_too_near(one: str, other: str, near: bool) -> None:
    assert too_near(one, other) is near


@pytest.mark.parametrize("path", [samples.HELD_OUT, samples.STAGES], ids=lambda path: path.stem)
def test_no_training_sentence_stands_in_a_measuring_set(path: samples.Path) -> None:
    training = {bare(text) for text, _ in samples.training()}
    measuring = [bare(sample.text) for sample in samples.read(path)]
    long = [(text, pairs(text)) for text in training if len(text) > LONG]
    found = [text for text in measuring if len(text) > SET_PHRASE and text in training]
    for text in measuring:
        grams = pairs(text)
        if len(text) > LONG:
            found += [other for other, others in long if len(grams & others) >= NEAR * len(grams | others)]
    assert found == []
