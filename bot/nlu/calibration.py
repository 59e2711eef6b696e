"""Makes scores into probabilities that mean something: of messages given 0.8, eight in ten are right."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

Array = NDArray[Any]


def probabilities(scores: Array, sharpness: float) -> Array:
    """The softmax of `scores` times `sharpness`, row by row."""
    scaled = scores * sharpness
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    result: Array = powers / powers.sum(axis=1, keepdims=True)
    return result


def sharpness(scores: Array, gold: Array) -> float:
    """The factor that makes the gold labels (column numbers) of messages not trained on likeliest."""

    def surprise(factor: float) -> float:
        chance = probabilities(scores, factor)[np.arange(len(gold)), gold]
        return float(-np.log(np.maximum(chance, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=(0.1, 30.0), method="bounded").x)
