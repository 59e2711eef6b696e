"""Gets the process ready for Rasa: what has to be in place before Rasa is imported."""

import os
from pathlib import Path

from bot import quiet, standins

ROOT = Path(__file__).resolve().parent.parent


def prepare() -> None:
    """Make Rasa importable without TensorFlow, quiet and fast; every entry point calls this first.

    It also moves into the project's root, because `config.yml` names files relative to it.
    """
    os.chdir(ROOT)
    os.environ.setdefault("RASA_MAX_CACHE_SIZE", "0")  # Rasa's own cache overlooks changed helper functions
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # single characters are enough, phrases take 40 MB
    quiet.quieten()
    standins.install()

    from bot import speedups, zh

    zh.register()
    speedups.install()
