"""Makes scores into probabilities that mean something: of the messages given 0.8, about eight in ten are right."""

import numpy as np
from scipy.optimize import minimize_scalar


def probabilities(scores: np.ndarray, sharpness: float) -> np.ndarray:
    """The softmax of `scores` times `sharpness`, row by row."""
    scaled = scores * sharpness
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return result


def sharpness(scores: np.ndarray, gold: np.ndarray) -> float:
    """The factor under which `scores` of messages not trained on make their gold labels (column numbers) likeliest."""

    def surprise(factor: float) -> float:
        chance = probabilities(scores, factor)[np.arange(len(gold)), gold]
        return float(-np.log(np.maximum(chance, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=(0.1, 30.0), method="bounded").x)
