"""The knowledge as the rest of the house reads it: always what the files say now."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic

from desk.knowledge.loading import Content, load
from desk.knowledge.model import KnowledgeError, Policy, Topic, UnknownText
from desk.knowledge.rendering import render

_log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


class Knowledge:
    """Answers and sentences from a directory; an edit is live at the next question, without a restart.

    The rules of `policy.yml` are those of the start, because services act on them; its facts are read again.
    An edit that cannot be used is logged, and the answers of before stay.

    Args:
        directory: the operator's `knowledge/`.
        look_every: seconds between two looks at the files; one reply asks for many texts.
    """

    def __init__(self, directory: Path, *, look_every: float = 0.1) -> None:
        self._directory = directory
        self._look_every = look_every
        self._looked_at = monotonic()
        self._stamp = _stamp(directory)
        self._content = load(directory)
        self._rules = self._content.policy

    @property
    def policy(self) -> Policy:
        """The rules of the start, with the facts of now."""
        now = self._now().policy
        return replace(self._rules, facts=now.facts, unconfirmed=now.unconfirmed)

    def message(self, key: str, /, **facts: object) -> str:
        """One sentence, filled.

        Raises:
            UnknownText: `messages.yml` has no such sentence.
        """
        text = self._text(key)
        if not isinstance(text, str):
            raise UnknownText(f"{key} is a list")
        return self._filled(text, **facts)

    def items(self, key: str, /, **facts: object) -> tuple[str, ...]:
        """A list of sentences, filled."""
        text = self._text(key)
        return tuple(self._filled(item, **facts) for item in ((text,) if isinstance(text, str) else text))

    def has(self, key: str) -> bool:
        """Whether `messages.yml` defines the sentence or the list."""
        return key in self._now().messages

    def topic(self, intent: str) -> Topic:
        """The answer to a question, filled.

        Raises:
            UnknownText: no file answers it.
        """
        try:
            topic = self._now().topics[intent]
        except KeyError:
            raise UnknownText(f"faq/{intent}.md") from None
        return replace(topic, text=self._filled(topic.text))

    def topics(self) -> tuple[str, ...]:
        """The intents that have an answer of their own."""
        return tuple(self._now().topics)

    def title(self, intent: str) -> str:
        """How an intent is called on a button."""
        topic = self._now().topics.get(intent)
        return topic.title if topic else self.message(f"titles.{intent}")

    def unconfirmed(self) -> tuple[str, ...]:
        """Facts and answers that nobody in charge has checked yet."""
        content = self._now()
        answers = (f"faq/{intent}.md" for intent, topic in content.topics.items() if not topic.confirmed)
        return (*content.policy.unconfirmed, *answers)

    def _text(self, key: str) -> str | tuple[str, ...]:
        try:
            return self._now().messages[key]
        except KeyError:
            raise UnknownText(key) from None

    def _filled(self, text: str, **facts: object) -> str:
        always = {**self._content.policy.facts, "review_working_days": self._rules.review_working_days}
        return render(text, {**always, **facts})

    def _now(self) -> Content:
        if monotonic() - self._looked_at >= self._look_every:
            self._looked_at = monotonic()
            self._look()
        return self._content

    def _look(self) -> None:
        stamp = _stamp(self._directory)
        if stamp != self._stamp:
            self._stamp = stamp
            self._reload()

    def _reload(self) -> None:
        try:
            self._content = load(self._directory)
        except KnowledgeError:
            _log.exception("The knowledge was edited so that it cannot be used; the texts of before stay")


def _stamp(directory: Path) -> Stamp:
    """What tells one state of the files from another."""
    return tuple(sorted((*_versions(directory), *_versions(directory / "faq"))))


def _versions(directory: Path) -> Iterator[tuple[str, int, int]]:
    with suppress(FileNotFoundError), os.scandir(directory) as entries:  # an editor may just be replacing one
        for entry in entries:
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size
