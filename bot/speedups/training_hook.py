"""After each step of a training Rasa fingerprints what the step was given and what it made, for its cache.

That took 8 of 92 seconds (`rasa/engine/training/hooks.py`), and the cache is turned off: a model is trained
for a state of the files that has none yet.
"""

import os
from typing import Any

from rasa.engine.training.hooks import TrainingHook


def install() -> None:
    """Leave the fingerprints out where nothing is kept by them."""
    if os.environ.get("RASA_MAX_CACHE_SIZE") == "0":
        TrainingHook.on_before_node = _remember_nothing
        TrainingHook.on_after_node = _remember_nothing


def _remember_nothing(_hook: TrainingHook, **_step: Any) -> dict[str, Any]:
    return {}
