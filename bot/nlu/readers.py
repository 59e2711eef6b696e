"""Two ways to read a message, joined: what it resembles, and what its features weigh."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack
from threadpoolctl import threadpool_limits

from bot.nlu.calibration import Array, probabilities
from bot.nlu.kernel import Kernel
from bot.nlu.network import Network

LIKENESS = 15.0  # how much the kernel's scores count beside the network's logarithms
# What makes the probabilities of both together mean something; `make eval` says what its folds ask for.
SHARPNESS = 0.55
SMOOTHING = 0.1


@dataclass(frozen=True)
class Readers:
    """A kernel and a network over the same rows of features."""

    intents: tuple[str, ...]
    kernel: Kernel
    network: Network

    @classmethod
    def train(
        cls, features: csr_matrix, intents: Sequence[str], slips: csr_matrix, slipped: Sequence[str]
    ) -> "Readers":
        """From one row of length 1 and one intent for each message, and the same for messages with slips.

        Only the network learns from slips: its training grows with the messages, that of the kernel with
        their cube. Every intent of a slip must be one of a message.
        """
        names, gold = np.unique(np.array(intents), return_inverse=True)
        kernel = Kernel.train(features, gold, smoothing=SMOOTHING)
        rows = vstack([features, slips], format="csr")
        with threadpool_limits(limits=1, user_api="blas"):  # the batches are too small to be shared
            network = Network.train(rows, np.concatenate([gold, np.searchsorted(names, list(slipped))]))
        return cls(tuple(map(str, names)), kernel, network)

    def scores(self, features: csr_matrix) -> Array:
        """What both say, one row a message and one column an intent; not yet probabilities."""
        return self.kernel.scores(features) * LIKENESS + self.network.scores(features)

    def rank(self, features: csr_matrix) -> list[tuple[str, float]]:
        """Every intent with its probability for one message, likeliest first."""
        chance = probabilities(self.scores(features), SHARPNESS)[0]
        return [(self.intents[number], float(chance[number])) for number in np.argsort(-chance)]

    def save(self, directory: Path) -> None:
        """Files of plain data."""
        self.kernel.save(directory)
        self.network.save(directory)
        (directory / "intents.json").write_text(json.dumps(self.intents), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "Readers":
        """What `save` wrote."""
        intents = json.loads((directory / "intents.json").read_text(encoding="utf-8"))
        return cls(tuple(intents), Kernel.load(directory), Network.load(directory))
