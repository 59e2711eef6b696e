"""Filling `{{ name }}` in texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desk.knowledge.model import KnowledgeFault

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")

# What the business tells about one customer or one moment; everything else is a fact of policy.yml.
SPOKEN = frozenset(
    {
        "account", "amount", "attempts_left", "code", "count", "due_date", "expires_at", "how", "items", "methods",
        "minutes", "number", "obstacles", "outstanding", "position", "reason", "retry_after", "stage", "title",
        "topic", "until", "url",
    }
)  # fmt: skip


def variables(template: str) -> set[str]:
    """The names that a text needs."""
    return set(_VARIABLE.findall(template))


def render(template: str, facts: Mapping[str, object]) -> str:
    """Fill a text.

    Raises:
        KnowledgeFault: a name has no value.
    """
    missing = variables(template) - facts.keys()
    if missing:
        raise KnowledgeFault(f"no value for {', '.join(sorted(missing))}")
    return _VARIABLE.sub(lambda match: str(facts[match.group(1)]), template)
