"""The n-grams of one view that training has seen, with how telling each is."""

import json
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.calibration import Array


@dataclass(frozen=True)
class Vocabulary:
    """Turns a message's n-grams into tf-idf weights of length 1 together (0 when it knows none of them)."""

    index: dict[str, int]
    idf: Array

    @classmethod
    def learn(cls, messages: Iterable[set[str]]) -> "Vocabulary":
        """From the n-grams of each message."""
        count, seen = 0, Counter[str]()
        for grams in messages:
            count += 1
            seen.update(grams)
        kept = sorted(seen)
        idf = [math.log((1 + count) / (1 + seen[gram])) + 1 for gram in kept]
        return cls({gram: number for number, gram in enumerate(kept)}, np.array(idf, dtype=np.float32))

    def weighed(self, grams: Iterable[str]) -> tuple[Array, Array]:
        """The numbers of the n-grams that it knows, and their weights."""
        counted = Counter(number for gram in grams if (number := self.index.get(gram)) is not None)
        numbers = np.fromiter(counted.keys(), dtype=np.int32, count=len(counted))
        times = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        weights = (1 + np.log(times)) * self.idf[numbers]
        length = float(np.linalg.norm(weights))
        return numbers, weights / (length or 1.0)

    def save(self, path: Path) -> None:
        """As `path`.json and `path`.npy."""
        path.with_suffix(".json").write_text(
            json.dumps(list(self.index), ensure_ascii=False), encoding="utf-8"
        )
        np.save(path.with_suffix(".npy"), self.idf)

    @classmethod
    def load(cls, path: Path) -> "Vocabulary":
        """What `save` wrote."""
        grams = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        return cls({gram: number for number, gram in enumerate(grams)}, np.load(path.with_suffix(".npy")))
