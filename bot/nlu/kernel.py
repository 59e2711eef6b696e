"""Judges a message by the training messages it resembles: kernel ridge regression, solved exactly.

Likeness is squared, so that two features together say more than each by itself; that is what a linear
model misses in short messages. The exact solution also tells what each message would get without itself.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.linalg import lapack
from scipy.sparse import csr_matrix, load_npz, save_npz

from bot.nlu import calibration
from bot.nlu.calibration import Array

_SINGLE = 0.3  # how much single features count beside pairs of them
_ROWS = 500  # of the kernel made at once


@dataclass(frozen=True)
class KernelModel:
    """The training messages (features × messages), the votes of each for every intent, and the sharpness."""

    intents: tuple[str, ...]
    messages: csr_matrix
    votes: Array
    sharpness: float

    @classmethod
    def train(cls, features: csr_matrix, intents: list[str], smoothing: float) -> "KernelModel":
        """From one row of length 1 and one intent for each message.

        `smoothing`: how little a single message may say; rare intents are smoothed less.
        """
        names, gold, sizes = np.unique(np.array(intents), return_inverse=True, return_counts=True)
        targets = np.eye(len(names), dtype=np.float32)[gold]
        votes, left_out = _solve(features, targets, smoothing * np.sqrt(sizes / sizes.mean())[gold])
        sharpness = calibration.sharpness(left_out, gold)
        return cls(tuple(map(str, names)), csr_matrix(features.T), votes, sharpness)

    def rank(self, features: csr_matrix) -> list[tuple[str, float]]:
        """Every intent with its probability for one message, likeliest first."""
        scores = _closeness((features @ self.messages).toarray()) @ self.votes
        chance = calibration.probabilities(scores, self.sharpness)[0]
        return [(self.intents[number], float(chance[number])) for number in np.argsort(-chance)]

    def save(self, directory: Path) -> None:
        """Three files of plain data."""
        save_npz(directory / "messages.npz", self.messages)
        np.save(directory / "votes.npy", self.votes)
        facts = {"intents": self.intents, "sharpness": self.sharpness}
        (directory / "intents.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "KernelModel":
        """What `save` wrote."""
        facts = json.loads((directory / "intents.json").read_text(encoding="utf-8"))
        messages, votes = load_npz(directory / "messages.npz"), np.load(directory / "votes.npy")
        return cls(tuple(facts["intents"]), csr_matrix(messages), votes, facts["sharpness"])


def _closeness(likeness: Array) -> Array:
    result: Array = ((likeness + _SINGLE) / (1 + _SINGLE)) ** 2
    return result


def _kernel(features: csr_matrix) -> Array:
    """How close each message is to each; in blocks, because the product of sparse matrices is not sparse."""
    count, others = features.shape[0], csr_matrix(features.T)
    kernel = np.empty((count, count), dtype=np.float32)
    for start in range(0, count, _ROWS):
        kernel[start : start + _ROWS] = _closeness((features[start : start + _ROWS] @ others).toarray())
    return kernel


def _solve(features: csr_matrix, targets: Array, ridge: Array) -> tuple[Array, Array]:
    """The votes of the messages, and the scores that each would get from all others."""
    kernel = _kernel(features)
    kernel[np.diag_indices(len(kernel))] += ridge
    factor, _ = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    votes, _ = lapack.spotrs(factor, targets, lower=1)
    inverse, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    return np.ascontiguousarray(votes), targets - votes / np.diag(inverse)[:, None]
