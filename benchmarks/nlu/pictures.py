"""The two pictures: which intents are taken for which, and what a higher threshold would cost."""

from collections.abc import Sequence
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import FALLBACK, Reading, right


def confusion(samples: Sequence[Sample], readings: Sequence[Reading], path: Path) -> None:
    """Rows are the intents meant, columns those acted on; each row sums to one."""
    names = sorted({sample.gold for sample in samples} | {reading.intent for reading in readings})
    counts = np.zeros((len(names), len(names)))
    for sample, reading in zip(samples, readings, strict=True):
        counts[names.index(sample.gold), names.index(reading.intent)] += 1
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(14, 13))
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel(f"acted on ({FALLBACK}: asked)")
    axes.set_ylabel("meant")
    _save(figure, path)


def thresholds(samples: Sequence[Sample], readings: Sequence[Reading], path: Path) -> None:
    """The share acted on, and how many of those are right, from each probability on."""
    first = np.array([reading.ranking[0][1] if reading.ranking else 1.0 for reading in readings])
    leading = [
        Reading(reading.ranking[0][0] if reading.ranking else reading.intent, (), ()) for reading in readings
    ]
    good = np.array([right(*pair) for pair in zip(samples, leading, strict=True)])
    steps = np.linspace(0, 0.95, 20)
    figure, axes = plt.subplots(figsize=(7, 4.5))
    axes.plot(steps, [(first >= step).mean() for step in steps], label="acted on")
    axes.plot(steps, [good[first >= step].mean() for step in steps], label="right, of those acted on")
    axes.set_xlabel("threshold")
    axes.set_ylim(0, 1)
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, path)


def _save(figure: plt.Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)
