"""Turns a message into one row of features of length 1, whose product with another row is their likeness."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from bot.nlu.ngrams import VIEWS, Said
from bot.nlu.vocabulary import Vocabulary

WEIGHTS = {"characters": 1.0, "sounds": 1.3, "meanings": 0.4, "words": 0.4, "apart": 0.4}


@dataclass(frozen=True)
class Encoder:
    """What training has seen of each view, and how much each counts in the likeness of two messages."""

    vocabularies: Mapping[str, Vocabulary]
    weights: Mapping[str, float]

    @classmethod
    def learn(cls, docs: Sequence[Doc], weights: Mapping[str, float]) -> "Encoder":
        """From the training messages."""
        messages = [Said.of(doc) for doc in docs]
        learnt = {
            name: Vocabulary.learn(set(view(said)) for said in messages) for name, view in VIEWS.items()
        }
        return cls(learnt, weights)

    def row(self, doc: Doc) -> csr_matrix:
        """The features of one message, all views side by side; in one go, for a matrix is slow to make."""
        said, whole, width = Said.of(doc), sum(self.weights.values()), 0
        columns, weights = [], []
        for name, view in VIEWS.items():
            vocabulary = self.vocabularies[name]
            numbers, weighed = vocabulary.weighed(view(said))
            columns.append(numbers + np.int32(width))
            weights.append(weighed * math.sqrt(self.weights[name] / whole))
            width += len(vocabulary.index)
        ends = np.array([0, sum(map(len, columns))], dtype=np.int32)
        return csr_matrix((np.concatenate(weights), np.concatenate(columns), ends), shape=(1, width))

    def save(self, directory: Path) -> None:
        """Two files a view."""
        for name, vocabulary in self.vocabularies.items():
            vocabulary.save(directory / name)

    @classmethod
    def load(cls, directory: Path, weights: Mapping[str, float]) -> "Encoder":
        """What `save` wrote."""
        return cls({name: Vocabulary.load(directory / name) for name in VIEWS}, weights)
