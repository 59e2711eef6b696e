"""Probabilities that mean something, and a linear model that comes back as it was stored."""

from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, random

from bot.nlu import calibration
from bot.nlu.linear import LinearModel
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


def messages() -> tuple[csr_matrix, list[str]]:
    rows = random(80, 30, density=0.2, format="csr", random_state=1)
    return rows, ["a" if row.sum() > rows.sum() / 80 else "b" for row in rows]


def test_a_model_ranks_every_intent_with_the_likeliest_first() -> None:
    rows, intents = messages()
    ranking = LinearModel.train(rows, intents, strength=1.0).rank(rows[0])
    assert {name for name, _ in ranking} == {"a", "b"}
    assert ranking[0][1] >= ranking[1][1]


def test_training_twice_gives_the_same_model() -> None:
    rows, intents = messages()
    one, other = (LinearModel.train(rows, intents, strength=1.0) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert one.sharpness == other.sharpness


def test_a_stored_model_comes_back(tmp_path: Path) -> None:
    rows, intents = messages()
    model = LinearModel.train(rows, intents, strength=1.0)
    model.save(tmp_path)
    assert LinearModel.load(tmp_path).rank(rows[3]) == model.rank(rows[3])


def test_a_vocabulary_knows_what_training_saw_often_enough(tmp_path: Path) -> None:
    vocabulary = Vocabulary.learn([{"注销", "关"}, {"注销"}, {"注销", "还"}, {"还"}], least=2)
    vocabulary.save(tmp_path / "words")
    loaded = Vocabulary.load(tmp_path / "words")
    assert set(loaded.index) == {"注销", "还"}
    row = loaded.row(["注销", "还", "还", "没见过"])
    assert row.shape == (1, 2)
    assert np.isclose((row.data**2).sum(), 1)


def test_a_message_of_unknown_words_is_an_empty_row() -> None:
    assert Vocabulary.learn([{"注销"}], least=1).row(["天气"]).nnz == 0
