"""Asks about samples: the trained model as the bot uses it, or models of a part of the training messages."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import spacy
import yaml
from scipy.sparse import vstack
from spacy.language import Language

from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import Reading
from bot.launcher import ROOT
from bot.nlu import calibration, copies
from bot.nlu.calibration import Array
from bot.nlu.decision import Decision
from bot.nlu.encoder import WEIGHTS, Encoder
from bot.nlu.judgement import Judge
from bot.nlu.networks import SHARPNESS, Networks

FOLDS, SEED = 5, 7


def with_model(processor: Any, samples: Sequence[Sample]) -> tuple[list[Reading], list[float]]:
    """The bot's readings, and the processor seconds that each took."""
    from bot.understanding import understand

    async def ask(sample: Sample) -> tuple[Reading, float]:
        start = time.process_time()
        parse = await understand(processor, sample.text, sample.stage)
        took = time.process_time() - start
        ranking = tuple((one["name"], one["confidence"]) for one in parse["intent_ranking"])
        return Reading(parse["intent"]["name"], tuple(parse["suggestions"]), ranking), took

    async def ask_all() -> list[tuple[Reading, float]]:
        return [await ask(sample) for sample in samples]

    answers = asyncio.run(ask_all())
    return [reading for reading, _ in answers], [took for _, took in answers]


@dataclass(frozen=True)
class Folded:
    """What models of a part of the training messages made of the others."""

    samples: list[Sample]
    readings: list[Reading]
    sharpness: float  # that the probabilities should have had


def across_folds(messages: Sequence[tuple[str, str]]) -> Folded:
    """The readings of the training messages, each by a model that has seen four fifths of the others."""
    from sklearn.model_selection import StratifiedKFold

    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    intents = np.array([intent for _, intent in messages])
    scores = np.zeros((len(messages), len(set(intents))))
    for seen, kept in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(intents, intents):
        encoder, model = _trained(nlp, [messages[number] for number in seen])
        for number in kept:
            scores[number] = model.scores(encoder.row(nlp(messages[number][0])))[0]
    names, gold = np.unique(intents, return_inverse=True)
    readings = [_judged(names, row) for row in calibration.probabilities(scores, SHARPNESS)]
    samples = [Sample(text, intent, kind="training") for text, intent in messages]
    return Folded(samples, readings, calibration.sharpness(scores, gold))


def _trained(nlp: Language, messages: Sequence[tuple[str, str]]) -> tuple[Encoder, Networks]:
    """As the pipeline trains: copies are heard, but not learnt as words."""
    docs = [nlp(text) for text, _ in messages]
    encoder = Encoder.learn(docs, WEIGHTS)
    rows = vstack([encoder.row(doc) for doc in docs], format="csr")
    made = copies.featured(messages, encoder).values()
    copied = [(heard, [intent for _, intent in labelled]) for heard, labelled in made]
    return encoder, Networks.train((rows, [intent for _, intent in messages]), copied)


def _judged(names: Sequence[str], chance: Array) -> Reading:
    ranking = [(str(names[number]), float(chance[number])) for number in np.argsort(-chance)]
    judged = judge().judge(ranking)
    return Reading(judged.intent, judged.suggestions, tuple(ranking))


@cache
def judge() -> Judge:
    """The one that `config.yml` sets."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    (chosen,) = (step for step in pipeline if step["name"] == "bot.nlu.decision.Decision")
    return Decision({**Decision.get_default_config(), **chosen}).judge
