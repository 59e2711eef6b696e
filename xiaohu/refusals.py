"""What staff are told when the business refuses: one sentence for each refusal, kept in refusals.yml."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from importlib.resources import files

import yaml

from desk.closures.model import Stage
from desk.errors import DomainError
from xiaohu.words import moment, obstacle_words, stage_name


def sentence(refusal: DomainError) -> str:
    """The sentence for a refusal: that of its class, else of the nearest class above it."""
    texts = _texts()
    name = next(kind.__name__ for kind in type(refusal).__mro__ if kind.__name__ in texts)
    facts = {key: _written(key, value) for key, value in vars(refusal).items()}
    return texts[name].format(refusal=refusal, **facts)


@cache
def _texts() -> dict[str, str]:
    text = files("xiaohu").joinpath("refusals.yml").read_text(encoding="utf-8")
    loaded: dict[str, str] = yaml.safe_load(text)
    return loaded


def _written(key: str, value: object) -> str:
    if key == "obstacles" and isinstance(value, tuple):
        return "；".join(obstacle_words(obstacle) for obstacle in value)
    if isinstance(value, Stage):
        return stage_name(value)
    return moment(value) if isinstance(value, datetime) else str(value)
