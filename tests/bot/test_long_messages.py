"""A message of two thousand characters must not keep everybody else waiting."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from rasa.engine.constants import PLACEHOLDER_MESSAGE

from bot.understanding import LONGEST_READ, understand


class Reader:
    """In place of Rasa's processor and its graph: notes what it was given to read."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.graph_runner = self
        self.model_metadata = SimpleNamespace(nlu_target="read")

    def run(self, inputs: dict[str, Any], targets: list[str]) -> dict[str, list[Any]]:
        self.read += [message.text for message in inputs[PLACEHOLDER_MESSAGE]]
        greeting = {"intent": {"name": "greet", "confidence": 1.0}}
        read = SimpleNamespace(as_dict=lambda **_: greeting)
        return {target: [read] * len(self.read) for target in targets}


def read(text: str) -> tuple[str, dict[str, Any]]:
    reader = Reader()
    parse = asyncio.run(understand(reader, text, "none"))  # type: ignore[arg-type]
    return reader.read[0], parse


@pytest.mark.parametrize(
    "text", ["\ufdfa" * 2000, "1" * 2000, "我要注销备用金，" * 250, "㍘" * 2000], ids=range(4)
)
def test_only_the_beginning_is_read(text: str) -> None:
    plain, parse = read(text)
    assert 0 < len(plain) <= LONGEST_READ
    assert parse["normalised"] == plain
    assert parse["text"] == text


def test_what_is_read_of_a_usual_message_is_all_of_it() -> None:
    assert read("我想注销备用金")[0] == "我想注销备用金"


def test_nothing_is_read_where_nothing_can_be_seen() -> None:
    reader = SimpleNamespace()
    parse = asyncio.run(understand(reader, "\u200b" * 2000, "none"))  # type: ignore[arg-type]
    assert parse["intent"]["name"] == "nlu_fallback"
