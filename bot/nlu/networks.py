"""The networks that read a message together: each has heard other copies, and their mean counts."""

import json
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from threadpoolctl import threadpool_limits

from bot.nlu.calibration import Array, probabilities
from bot.nlu.network import Network

# What makes the probabilities of all together mean something; `make eval` says what its folds ask for.
SHARPNESS = 0.94

Lessons = tuple[csr_matrix, Sequence[str]]  # one row of length 1 and one intent for each message


@dataclass(frozen=True)
class Networks:
    """Networks over the same rows of features."""

    intents: tuple[str, ...]
    each: tuple[Network, ...]

    @classmethod
    def train(cls, written: Lessons, copied: Sequence[Lessons]) -> "Networks":
        """One network for each of `copied`, from what is written and from those copies.

        Every intent of a copy must be one of a written message.
        """
        rows, intents = written
        names, gold = np.unique(np.array(intents), return_inverse=True)
        lessons = [
            (
                vstack([rows, copies], format="csr"),
                np.concatenate([gold, np.searchsorted(names, list(meant))]),
            )
            for copies, meant in copied
        ]
        # A batch is too small to be shared between cores, so each network has a process of its own.
        with ProcessPoolExecutor(len(lessons), get_context("spawn")) as pool:
            each = tuple(pool.map(_trained, *zip(*lessons, strict=True), range(1, len(lessons) + 1)))
        return cls(tuple(map(str, names)), each)

    def scores(self, features: csr_matrix) -> Array:
        """The mean of what they say, one row a message and one column an intent; not yet probabilities."""
        result: Array = np.mean([network.scores(features) for network in self.each], axis=0)
        return result

    def rank(self, features: csr_matrix) -> list[tuple[str, float]]:
        """Every intent with its probability for one message, likeliest first."""
        chance = probabilities(self.scores(features), SHARPNESS)[0]
        return [(self.intents[number], float(chance[number])) for number in np.argsort(-chance)]

    def save(self, directory: Path) -> None:
        """Files of plain data."""
        for number, network in enumerate(self.each, 1):
            network.save(directory / f"network-{number}.npz")
        (directory / "intents.json").write_text(json.dumps(self.intents), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "Networks":
        """What `save` wrote."""
        intents = json.loads((directory / "intents.json").read_text(encoding="utf-8"))
        return cls(tuple(intents), tuple(map(Network.load, sorted(directory.glob("network-*.npz")))))


def _trained(rows: csr_matrix, gold: Array, seed: int) -> Network:
    with threadpool_limits(limits=1, user_api="blas"):
        return Network.train(rows, gold, seed=seed)
