"""Filling `{{ name }}` in texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desk.knowledge.model import KnowledgeError

_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")

# What the business tells about one customer or one moment; everything else is a fact of policy.yml.
SPOKEN = frozenset(
    {
        "account", "amount", "code", "count", "due_date", "expires_at", "methods", "minutes", "number",
        "position", "reason", "retry_after", "title", "until", "url", "word",
    }
)  # fmt: skip


def variables(template: str) -> set[str]:
    """The names that a text needs."""
    return set(_VARIABLE.findall(template))


def render(template: str, facts: Mapping[str, object]) -> str:
    """Fill a text.

    Raises:
        KnowledgeError: a name has no value.
    """
    missing = variables(template) - facts.keys()
    if missing:
        raise KnowledgeError(f"no value for {', '.join(sorted(missing))}")
    return _VARIABLE.sub(lambda match: str(facts[match.group(1)]), template)
