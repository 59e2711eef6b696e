"""What resembles a message decides; the kernel comes back as it was stored."""

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from bot.nlu.kernel import Kernel


def unit(*columns: int) -> list[float]:
    row = np.zeros(6)
    row[list(columns)] = 1 / np.sqrt(len(columns))
    return list(row)


KINDS = [(0, 1), (0, 2), (0, 1, 2), (3, 4), (3, 5), (3,)]
ROWS = csr_matrix(np.array([unit(*columns) for columns in KINDS], np.float32))
CLOSING, GREETING = 0, 1
GOLD = np.array([CLOSING] * 3 + [GREETING] * 3)


@pytest.fixture
def kernel() -> Kernel:
    return Kernel.train(ROWS, GOLD, smoothing=0.1)


KNOWN = [((0,), CLOSING), ((1, 2), CLOSING), ((5,), GREETING)]


@pytest.mark.parametrize(("columns", "meant"), KNOWN)
def test_a_message_goes_with_those_it_resembles(kernel: Kernel, columns: tuple[int, ...], meant: int) -> None:
    assert kernel.scores(csr_matrix([unit(*columns)]))[0].argmax() == meant


def test_every_class_has_a_score_for_every_message(kernel: Kernel) -> None:
    assert kernel.scores(ROWS).shape == (6, 2)


def test_a_message_that_resembles_none_is_left_open(kernel: Kernel) -> None:
    sure, empty = kernel.scores(ROWS[0])[0], kernel.scores(csr_matrix((1, 6)))[0]
    assert np.ptp(empty) < np.ptp(sure)


def test_pairs_of_features_count_beyond_each_alone() -> None:
    rows = csr_matrix(np.array([unit(0, 1), unit(2, 3), unit(0, 2), unit(1, 3)], np.float32))
    gold = np.array([0, 0, 1, 1])
    assert (Kernel.train(rows, gold, smoothing=0.01).scores(rows).argmax(axis=1) == gold).all()


def test_training_twice_gives_the_same_kernel(kernel: Kernel) -> None:
    assert np.array_equal(Kernel.train(ROWS, GOLD, smoothing=0.1).votes, kernel.votes)


def test_a_stored_kernel_comes_back(kernel: Kernel, tmp_path: Path) -> None:
    kernel.save(tmp_path)
    assert np.array_equal(Kernel.load(tmp_path).scores(ROWS), kernel.scores(ROWS))


def test_more_messages_than_one_block_are_solved_alike() -> None:
    many, gold = vstack([ROWS] * 100, format="csr"), np.tile(GOLD, 100)
    assert (Kernel.train(many, gold, smoothing=0.1).scores(ROWS).argmax(axis=1) == GOLD).all()
