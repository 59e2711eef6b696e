"""A small neural network over a message's features: one hidden layer, trained with dropout.

A feature alone says little, several together say much; and its training grows with the messages only, so
that it can learn from copies of them as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.nlu.calibration import Array

HIDDEN = 128
EPOCHS = 6
BATCH = 128
RATE = 0.002
SEEN_TWICE = 2  # a feature of one message only teaches nothing about others
LOUDNESS = 5.6  # the rows have length 1, which is too soft to learn from quickly
_DEAF, _FORGETFUL = 0.2, 0.5  # shares of the features and of the hidden units left out at each step
_MEAN, _SQUARE, _TINY = 0.9, 0.99, 1e-7  # of Adam


@dataclass(frozen=True)
class Network:
    """Where the weights of each feature stand (-1: unread), and those of both layers, biases last."""

    places: Array
    inner: Array
    outer: Array

    @classmethod
    def train(cls, features: csr_matrix, gold: Array, *, seed: int = 1) -> "Network":
        """From one row and one class number for each message. The same seed gives the same network."""
        columns = np.flatnonzero(np.bincount(features.indices, minlength=features.shape[1]) >= SEEN_TWICE)
        places = np.full(features.shape[1], -1, dtype=np.int32)
        places[columns] = np.arange(len(columns))
        lesson = _Lesson(len(columns), int(gold.max()) + 1, np.random.default_rng(seed))
        lesson.learn(_heard(features, places), gold)
        return cls(places, lesson.inner.stacked(), lesson.outer.stacked())

    def scores(self, features: csr_matrix) -> Array:
        """The logarithm of each class's probability, one row a message."""
        heard = _heard(features, self.places)
        named, places = np.unique(heard.indices, return_inverse=True)
        heard = csr_matrix((heard.data, places, heard.indptr), (heard.shape[0], len(named)))
        weights, bias = self.inner[named].astype(np.float32), self.inner[-1].astype(np.float32)
        hidden = np.maximum(heard @ weights + bias, 0)
        return _log_shares(hidden @ self.outer[:-1] + self.outer[-1])

    def save(self, file: Path) -> None:
        """Plain data, in half precision."""
        inner, outer = self.inner.astype(np.float16), self.outer.astype(np.float16)
        np.savez(file, places=self.places, inner=inner, outer=outer)

    @classmethod
    def load(cls, file: Path) -> "Network":
        """What `save` wrote; the inner weights, the bot's largest thing, stay in half precision."""
        with np.load(file) as kept:
            return cls(kept["places"], kept["inner"], kept["outer"].astype(np.float32))


def _heard(features: csr_matrix, places: Array) -> csr_matrix:
    """The rows by where their weights stand; looked up, because choosing columns of a wide matrix is slow."""
    found = places[features.indices]
    read = found >= 0
    starts = np.concatenate(([0], np.cumsum(read)))[features.indptr]
    loud = features.data[read].astype(np.float32) * np.float32(LOUDNESS)
    return csr_matrix((loud, found[read], starts), (features.shape[0], int(places.max()) + 1))


def _log_shares(scores: Array) -> Array:
    below = scores - scores.max(axis=1, keepdims=True)
    result: Array = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return result


class _Parameter:
    """An array that learns by Adam; rows that a step does not name stay as they are."""

    def __init__(self, values: Array) -> None:
        self.values = values
        self._mean, self._square = np.zeros_like(values), np.zeros_like(values)

    def move(self, gradient: Array, rate: float, rows: Array | slice = slice(None)) -> None:
        """One step against `gradient`, which is used up: in place, because memory is what takes the time."""
        mean, square = self._mean[rows], self._square[rows]
        mean *= _MEAN
        mean += gradient * np.float32(1 - _MEAN)
        gradient *= gradient
        gradient *= np.float32(1 - _SQUARE)
        square *= _SQUARE
        square += gradient
        self._mean[rows], self._square[rows] = mean, square
        length = np.sqrt(square, out=gradient)
        length += _TINY
        self.values[rows] -= rate * mean / length


class _Layer:
    """Weights and a bias."""

    def __init__(self, weights: Array) -> None:
        self.weights = _Parameter(weights.astype(np.float32))
        self.bias = _Parameter(np.zeros(weights.shape[1], dtype=np.float32))

    def stacked(self) -> Array:
        return np.vstack([self.weights.values, self.bias.values])


class _Lesson:
    """The training of one network."""

    def __init__(self, columns: int, classes: int, chance: np.random.Generator) -> None:
        self._chance = chance
        self._places = np.empty(columns, dtype=np.int32)  # of a batch's features among its own
        self.inner = _Layer(chance.standard_normal((columns, HIDDEN), dtype=np.float32) * 0.02)
        self.outer = _Layer(chance.standard_normal((HIDDEN, classes), dtype=np.float32) / HIDDEN**0.5)

    def learn(self, rows: csr_matrix, gold: Array) -> None:
        """Go through the messages several times in batches, in smaller and smaller steps."""
        batches = list(self._batches(rows.shape[0]))
        for number, batch in enumerate(batches):
            settled = (1 - _SQUARE ** (number + 1)) ** 0.5 / (1 - _MEAN ** (number + 1))
            self._step(self._partly(rows[batch]), gold[batch], RATE * settled * (1 - number / len(batches)))

    def _batches(self, count: int) -> Iterator[Array]:
        for _ in range(EPOCHS):
            order = self._chance.permutation(count)
            yield from (order[start : start + BATCH] for start in range(0, count, BATCH))

    def _partly(self, rows: csr_matrix) -> csr_matrix:
        """Some features left out, the others louder for it."""
        kept = self._chance.random(rows.nnz, dtype=np.float32) >= _DEAF
        heard = csr_matrix((rows.data * kept / np.float32(1 - _DEAF), rows.indices, rows.indptr), rows.shape)
        heard.eliminate_zeros()
        return heard

    def _step(self, rows: csr_matrix, gold: Array, rate: float) -> None:
        """One step down the slope of the error; only the weights of features in the batch are touched."""
        named = np.flatnonzero(np.bincount(rows.indices))
        self._places[named] = np.arange(len(named))
        rows = csr_matrix((rows.data, self._places[rows.indices], rows.indptr), (rows.shape[0], len(named)))
        sums = rows @ self.inner.weights.values[named] + self.inner.bias.values
        awake = self._chance.random(sums.shape, dtype=np.float32) >= _FORGETFUL
        passed = (awake & (sums > 0)).astype(np.float32) / np.float32(1 - _FORGETFUL)
        hidden = sums * passed
        error = np.exp(_log_shares(hidden @ self.outer.weights.values + self.outer.bias.values))
        error[np.arange(len(gold)), gold] -= 1
        error /= len(gold)
        back = (error @ self.outer.weights.values.T) * passed
        self.outer.weights.move(hidden.T @ error, rate)
        self.outer.bias.move(error.sum(axis=0), rate)
        self.inner.weights.move(rows.T @ back, rate, named)
        self.inner.bias.move(back.sum(axis=0), rate)
