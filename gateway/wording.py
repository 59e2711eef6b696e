"""Words for facts, from wording.yml beside this file."""

from functools import cache
from importlib.resources import files

import yaml


def wording(kind: str, fact: str) -> str:
    """The sentence for a fact of a kind; the fact itself when it needs none."""
    return _words().get(kind, {}).get(fact, fact)


@cache
def _words() -> dict[str, dict[str, str]]:
    text = files("gateway").joinpath("wording.yml").read_text(encoding="utf-8")
    words: dict[str, dict[str, str]] = yaml.safe_load(text)
    return words
