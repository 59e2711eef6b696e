"""The classifier: what resembles a message decides; it comes back as it was stored."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from bot.nlu.kernel import KernelModel


def unit(*columns: int) -> list[float]:
    row = np.zeros(6)
    row[list(columns)] = 1 / np.sqrt(len(columns))
    return list(row)


KINDS = [(0, 1), (0, 2), (0, 1, 2), (3, 4), (3, 5), (3,)]
ROWS = csr_matrix(np.array([unit(*columns) for columns in KINDS], np.float32))
INTENTS = ["close_account"] * 3 + ["greet"] * 3


@pytest.fixture
def model() -> KernelModel:
    return KernelModel.train(ROWS, INTENTS, smoothing=0.1)


KNOWN = [((0,), "close_account"), ((1, 2), "close_account"), ((5,), "greet")]


@pytest.mark.parametrize(("columns", "intent"), KNOWN)
def test_a_message_goes_with_those_it_resembles(
    model: KernelModel, columns: tuple[int, ...], intent: str
) -> None:
    assert model.rank(csr_matrix([unit(*columns)]))[0][0] == intent


def test_it_ranks_every_intent_by_probability(model: KernelModel) -> None:
    ranking = model.rank(ROWS[0])
    assert {name for name, _ in ranking} == {"close_account", "greet"}
    assert ranking[0][1] >= ranking[1][1]
    assert sum(chance for _, chance in ranking) == pytest.approx(1)


def test_a_message_that_resembles_none_is_left_open(model: KernelModel) -> None:
    confident, empty = model.rank(ROWS[0])[0][1], model.rank(csr_matrix((1, 6)))[0][1]
    assert empty < confident


def test_pairs_of_features_count_beyond_each_alone() -> None:
    rows = csr_matrix(np.array([unit(0, 1), unit(2, 3), unit(0, 2), unit(1, 3)], np.float32))
    model = KernelModel.train(rows, ["a", "a", "b", "b"], smoothing=0.01)
    assert [model.rank(row)[0][0] for row in rows] == ["a", "a", "b", "b"]


def test_training_twice_gives_the_same_model(model: KernelModel) -> None:
    again = KernelModel.train(ROWS, INTENTS, smoothing=0.1)
    assert np.array_equal(again.votes, model.votes)
    assert again.sharpness == model.sharpness


def test_a_stored_model_comes_back(model: KernelModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    assert KernelModel.load(tmp_path).rank(ROWS[3]) == model.rank(ROWS[3])
