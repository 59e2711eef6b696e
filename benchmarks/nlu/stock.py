"""Rasa's usual Chinese pipeline, trained on the same messages in an environment of its own."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.nlu import report
from benchmarks.nlu.samples import Sample
from benchmarks.nlu.scoring import FALLBACK, Reading, figures
from bot.launcher import ROOT

HERE = ROOT / "benchmarks/stock"
KEPT = "stock.json"
_OFFERED = 3


def measure(held_out: list[Sample]) -> None:
    """Train it, read the held-out messages with it, and keep the figures; takes long."""
    with tempfile.TemporaryDirectory() as scratch:
        start = time.monotonic()
        _run("-m", "rasa", "train", "nlu", "--nlu", str(ROOT / "data/nlu"), "--config", "config.yml",
             "--out", scratch, "--fixed-model-name", "stock")  # fmt: skip
        minutes = (time.monotonic() - start) / 60
        keep(held_out, Path(scratch) / "stock.tar.gz", minutes)


def keep(held_out: list[Sample], model: Path, minutes: float) -> None:
    """Read the held-out messages with a trained `model` and keep the figures."""
    texts = "\n".join(sample.text for sample in held_out)
    answers = _run("read.py", str(model), given=texts).splitlines()
    readings = [_reading(json.loads(answer)) for answer in answers if answer.startswith("[")]
    name = f"held-out, stock pipeline (trained in {minutes:.0f} min)"
    report.keep_figures(KEPT, {name: figures(held_out, readings).as_dict()})


def results() -> dict[str, dict[str, float]]:
    """The figures kept, or none."""
    path = report.RESULTS / KEPT
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _reading(ranking: list[list[object]]) -> Reading:
    """Rasa's fallback leads the ranking when it is unsure; those behind it are what ours would offer."""
    ranked = tuple((str(name), float(str(chance))) for name, chance in ranking)
    first, others = ranked[0][0], [name for name, _ in ranked[1:]]
    return Reading(first, tuple(others[:_OFFERED]) if first == FALLBACK else (), ranked)


def _run(*arguments: str, given: str = "") -> str:
    python = HERE / ".venv/bin/python"
    done = subprocess.run(
        [python, *arguments], cwd=HERE, input=given, encoding="utf-8", stdout=subprocess.PIPE,
        stderr=sys.stderr, env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"}, check=True,
    )  # fmt: skip
    return done.stdout
