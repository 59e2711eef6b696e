"""Judges a message by the training messages it resembles: kernel ridge regression, solved exactly.

Likeness is squared, so that two features together say more than each by itself; that is what a linear
model misses in short messages.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_matrix, load_npz, save_npz

from bot.nlu.calibration import Array

_SINGLE = 0.3  # how much single features count beside pairs of them
_ROWS = 500  # of the kernel made at once


@dataclass(frozen=True)
class Kernel:
    """The training messages (features × messages), and the votes of each for every class."""

    messages: csr_matrix
    votes: Array

    @classmethod
    def train(cls, features: csr_matrix, gold: Array, *, smoothing: float) -> "Kernel":
        """From one row of length 1 and one class number for each message.

        `smoothing`: how little a single message may say; rare classes are smoothed less.
        """
        sizes = np.bincount(gold)
        targets = np.eye(len(sizes), dtype=np.float32)[gold]
        votes = _solve(_kernel(features), targets, smoothing * np.sqrt(sizes / sizes.mean())[gold])
        return cls(csr_matrix(features.T), votes)

    def scores(self, features: csr_matrix) -> Array:
        """About 1 for the class that a message resembles and 0 for the others, one row a message."""
        result: Array = _closeness((features @ self.messages).toarray()) @ self.votes
        return result

    def save(self, directory: Path) -> None:
        """Two files of plain data."""
        save_npz(directory / "messages.npz", self.messages)
        np.save(directory / "votes.npy", self.votes)

    @classmethod
    def load(cls, directory: Path) -> "Kernel":
        """What `save` wrote."""
        messages, votes = load_npz(directory / "messages.npz"), np.load(directory / "votes.npy")
        return cls(csr_matrix(messages), votes)


def _closeness(likeness: Array) -> Array:
    result: Array = ((likeness + _SINGLE) / (1 + _SINGLE)) ** 2
    return result


def _kernel(features: csr_matrix) -> Array:
    """How close each message is to those after it, the half that the solver reads; the rest is left as it is.

    In blocks, because the product of sparse matrices is not sparse.
    """
    count = features.shape[0]
    kernel = np.empty((count, count), dtype=np.float32)
    for start in range(0, count, _ROWS):
        rows, rest = features[start : start + _ROWS], csr_matrix(features[start:].T)
        kernel[start : start + _ROWS, start:] = _closeness((rows @ rest).toarray())
    return kernel


def _solve(kernel: Array, targets: Array, ridge: Array) -> Array:
    """The votes of the messages; `kernel` is used up, because it is the largest thing in memory."""
    kernel[np.diag_indices(len(kernel))] += ridge
    factor, _ = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    votes, _ = lapack.spotrs(factor, targets, lower=1)
    return np.ascontiguousarray(votes)
