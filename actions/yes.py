"""Whether what was typed is a yes and nothing else: what is filed on it cannot rest on a guess."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

import yaml

LONGEST = 20


def is_plain_yes(text: str) -> bool:
    """Whether the text is made of words of yes and of what may stand beside them; a question is none."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    said = "".join(character for character in plain if character.isalnum())
    if "?" in plain or len(said) > LONGEST:
        return False
    words = _words()
    agreed = any(yes in said for yes in words["agreement"])
    return said in words["alone"] or (agreed and _made_of(said, [*words["agreement"], *words["beside"]]))


def _made_of(text: str, words: Iterable[str]) -> bool:
    ends = {0}
    for start in range(len(text)):
        if start in ends:
            ends.update(start + len(word) for word in words if text.startswith(word, start))
    return len(text) in ends


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    listed = yaml.safe_load(files("actions").joinpath("yes.yml").read_text(encoding="utf-8"))
    return {kind: tuple(words) for kind, words in listed.items()}
