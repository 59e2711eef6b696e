"""Probabilities that mean something, and a vocabulary that comes back as it was stored."""

from pathlib import Path

import numpy as np

from bot.nlu import calibration
from bot.nlu.vocabulary import Vocabulary


def test_probabilities_of_a_row_sum_to_one() -> None:
    chance = calibration.probabilities(np.array([[1.0, 2.0, 3.0], [1000.0, 0.0, -1000.0]]), 2.0)
    assert np.allclose(chance.sum(axis=1), 1)
    assert chance[0].argmax() == 2


def test_sharpness_makes_stated_and_true_chances_meet() -> None:
    dice = np.random.default_rng(3)
    scores = dice.normal(size=(4000, 4))
    true = calibration.probabilities(scores, 3.0)
    gold = np.array([dice.choice(4, p=row) for row in true])
    assert abs(calibration.sharpness(scores, gold) - 3.0) < 0.3


def test_a_stored_vocabulary_comes_back(tmp_path: Path) -> None:
    vocabulary = Vocabulary.learn([{"注销", "关"}, {"注销"}, {"注销", "还"}, {"还"}])
    vocabulary.save(tmp_path / "words")
    loaded = Vocabulary.load(tmp_path / "words")
    assert set(loaded.index) == {"注销", "关", "还"}
    numbers, weights = loaded.weighed(["注销", "还", "还", "没见过"])
    assert set(numbers) == {loaded.index["注销"], loaded.index["还"]}
    assert np.isclose((weights**2).sum(), 1)


def test_what_is_rarer_says_more() -> None:
    vocabulary = Vocabulary.learn([{"注销", "关"}, {"注销"}])
    numbers, weights = vocabulary.weighed(["注销", "关"])
    weight = dict(zip(numbers, weights, strict=True))
    assert weight[vocabulary.index["关"]] > weight[vocabulary.index["注销"]]


def test_a_message_of_unknown_words_weighs_nothing() -> None:
    assert len(Vocabulary.learn([{"注销"}]).weighed(["天气"])[1]) == 0
