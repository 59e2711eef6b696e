"""Asks about samples: the trained model as the bot uses it, or models of a part of the training messages."""

import asyncio
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import spacy
import yaml
from scipy.sparse import csr_matrix, vstack

from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import Reading
from bot.launcher import ROOT
from bot.nlu.decision import Decision
from bot.nlu.encoder import WEIGHTS, Encoder
from bot.nlu.judgement import Judge
from bot.nlu.kernel import KernelModel

SMOOTHING = 0.1
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


def across_folds(messages: Sequence[tuple[str, str]]) -> tuple[list[Sample], list[Reading]]:
    """The readings of the training messages, each by a model that has seen four fifths of the others."""
    from sklearn.model_selection import StratifiedKFold

    nlp = spacy.load(ROOT / "bot/zh/pipeline")
    docs, intents = [nlp(text) for text, _ in messages], np.array([intent for _, intent in messages])
    readings: list[Reading] = [Reading("", (), ())] * len(docs)
    for seen, kept in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(intents, intents):
        encoder = Encoder.learn([docs[number] for number in seen], WEIGHTS)
        rows = vstack([encoder.row(docs[number]) for number in seen], format="csr")
        model = KernelModel.train(rows, list(intents[seen]), SMOOTHING)
        for number in kept:
            readings[number] = _judged(model, encoder.row(docs[number]))
    return [Sample(text, intent, kind="training") for text, intent in messages], readings


def _judged(model: KernelModel, row: csr_matrix) -> Reading:
    ranking = model.rank(row)
    judged = judge().judge(ranking)
    return Reading(judged.intent, judged.suggestions, tuple(ranking))


@cache
def judge() -> Judge:
    """The one that `config.yml` sets."""
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))["pipeline"]
    (chosen,) = (step for step in pipeline if step["name"] == "bot.nlu.decision.Decision")
    return Decision({**Decision.get_default_config(), **chosen}).judge
