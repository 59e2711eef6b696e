"""A linear model of the intents: trained by scikit-learn, applied by one matrix product."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from bot.nlu import calibration
from bot.nlu.calibration import Array

FOLDS = 4
SEED = 7


@dataclass(frozen=True)
class LinearModel:
    """Trained weights (features × intents), offsets, and the sharpness that calibrates them."""

    intents: tuple[str, ...]
    weights: Array
    offsets: Array
    sharpness: float

    @classmethod
    def train(cls, features: csr_matrix, intents: list[str], strength: float) -> "LinearModel":
        """From one row and one intent for each message; `strength` says how closely they are followed (C)."""
        names, gold = np.unique(np.array(intents), return_inverse=True)
        scores = _held_out_scores(features, gold, len(names), strength)
        weights, offsets = _fit(features, gold, len(names), strength)
        return cls(tuple(map(str, names)), weights, offsets, calibration.sharpness(scores, gold))

    def rank(self, features: csr_matrix) -> list[tuple[str, float]]:
        """Every intent with its probability for one message, likeliest first."""
        chance = calibration.probabilities(features @ self.weights + self.offsets, self.sharpness)[0]
        return [(self.intents[number], float(chance[number])) for number in np.argsort(-chance)]

    def save(self, directory: Path) -> None:
        """Two files of plain data."""
        np.savez(directory / "weights.npz", weights=self.weights, offsets=self.offsets)
        facts = {"intents": self.intents, "sharpness": self.sharpness}
        (directory / "intents.json").write_text(json.dumps(facts), encoding="utf-8")

    @classmethod
    def load(cls, directory: Path) -> "LinearModel":
        """What `save` wrote."""
        facts = json.loads((directory / "intents.json").read_text(encoding="utf-8"))
        with np.load(directory / "weights.npz") as stored:
            return cls(tuple(facts["intents"]), stored["weights"], stored["offsets"], facts["sharpness"])


def _held_out_scores(features: csr_matrix, gold: Array, intents: int, strength: float) -> Array:
    """Scores of each message by a model that has not seen it."""
    from sklearn.model_selection import StratifiedKFold

    scores = np.zeros((len(gold), intents), dtype=np.float32)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for seen, held_out in folds.split(np.zeros(len(gold)), gold):
        weights, offsets = _fit(features[seen], gold[seen], intents, strength)
        scores[held_out] = features[held_out] @ weights + offsets
    return scores


def _fit(features: csr_matrix, gold: Array, intents: int, strength: float) -> tuple[Array, Array]:
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=strength, random_state=SEED).fit(features, gold)
    weights = np.zeros((features.shape[1], intents), dtype=np.float32)
    offsets = np.full(intents, -1.0, dtype=np.float32)
    weights[:, machine.classes_] = machine.coef_.T
    offsets[machine.classes_] = machine.intercept_
    return np.ascontiguousarray(weights), offsets
