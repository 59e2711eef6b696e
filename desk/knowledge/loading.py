"""Reading the knowledge directory, and refusing what could not be said to a customer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import frontmatter
import yaml

from desk.knowledge.model import KnowledgeError, Link, Policy, Topic
from desk.knowledge.rendering import SPOKEN, variables

Text = str | tuple[str, ...]


@dataclass(frozen=True)
class Content:
    """Everything that one reading of the directory found."""

    policy: Policy
    messages: Mapping[str, Text]
    topics: Mapping[str, Topic]


def load(directory: Path) -> Content:
    """Read and check the whole directory.

    Raises:
        KnowledgeError: naming the file and the fault.
    """
    policy = load_policy(directory / "policy.yml")
    content = Content(policy, load_messages(directory / "messages.yml"), load_topics(directory / "faq"))
    _check_variables(content)
    return content


def load_policy(path: Path) -> Policy:
    """Read `policy.yml`."""
    parts = _mapping(path)
    try:
        rules, facts = parts["rules"], parts["facts"]
        confirmed, to_confirm = facts.get("confirmed") or {}, facts.get("to_confirm") or {}
        return Policy(
            review_working_days=rules["review_working_days"],
            verification=rules["verification"],
            rating=rules["rating"],
            facts={name: str(value) for name, value in {**to_confirm, **confirmed}.items()},
            unconfirmed=tuple(sorted(to_confirm)),
        )
    except (KeyError, TypeError, AttributeError) as fault:
        raise KnowledgeError(f"{path.name}: {fault} is missing or of the wrong kind") from fault


def load_messages(path: Path) -> dict[str, Text]:
    """Read the sentences, keyed by their dotted path."""
    return dict(_flat(_mapping(path), path.name))


def load_topics(directory: Path) -> dict[str, Topic]:
    """Read every answer, keyed by its intent, which is the file's name."""
    return {path.stem: _topic(path) for path in sorted(directory.glob("*.md"))}


def _topic(path: Path) -> Topic:
    try:
        post = frontmatter.loads(path.read_text("utf-8"))
        head: dict[str, Any] = post.metadata
        text = post.content.strip()
        topic = Topic(
            intent=path.stem,
            title=str(head["title"]),
            text=text,
            source=str(head["source"]),
            effective=head["effective"],
            links=tuple(Link(**link) for link in head.get("links", ())),
            confirmed=bool(head.get("confirmed")),
        )
    except (KeyError, TypeError, yaml.YAMLError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"{path.name}: its head is not as docs/knowledge.md says ({fault!r})") from fault
    if not text or not isinstance(topic.effective, date):
        raise KnowledgeError(f"{path.name}: needs a text and an effective date (YYYY-MM-DD)")
    return topic


def _mapping(path: Path) -> dict[str, Any]:
    try:
        # The same safe loading, in C: ten times as fast, and every process begins with it.
        found = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as fault:
        raise KnowledgeError(f"{path}: cannot be read ({fault})") from fault
    if not isinstance(found, dict):
        raise KnowledgeError(f"{path}: must hold names and texts")
    return found


def _flat(node: Mapping[str, Any], name: str, prefix: str = "") -> Iterable[tuple[str, Text]]:
    for key, value in node.items():
        match value:
            case dict():
                yield from _flat(value, name, f"{prefix}{key}.")
            case str() if value.strip():
                yield f"{prefix}{key}", value.strip()
            case [_, *_]:
                yield f"{prefix}{key}", tuple(str(item) for item in value)
            case _:
                raise KnowledgeError(f"{name}: {prefix}{key} needs a text or a list of texts")


def _check_variables(content: Content) -> None:
    """A misspelt name must stop the start, not the sentence of a customer."""
    always = content.policy.facts.keys() | {"review_working_days"}
    for intent, topic in content.topics.items():
        _refuse_unknown(f"faq/{intent}.md", variables(topic.text) - always)
    for key, text in content.messages.items():
        joined = text if isinstance(text, str) else " ".join(text)
        _refuse_unknown(f"messages.yml: {key}", variables(joined) - always - SPOKEN)


def _refuse_unknown(where: str, names: set[str]) -> None:
    if names:
        raise KnowledgeError(f"{where} names {', '.join(sorted(names))}, which policy.yml does not give")
