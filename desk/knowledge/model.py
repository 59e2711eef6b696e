"""The shapes of what is known: the operator's policy and the answers to questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.errors import ConfigurationError

MOST_REVIEW_DAYS = 15


class KnowledgeError(ConfigurationError):
    """A file of the knowledge directory cannot be used; the message names the file and what to do."""


class UnknownText(LookupError):
    """A text was asked for that no file defines."""


@dataclass(frozen=True)
class Policy:
    """The operator's decisions, as `policy.yml` states them.

    Args:
        review_working_days: working days a review may take, 1 to 15.
        verification: the `verification` rules, read by `desk.verification`.
        rating: when to ask for a rating.
        facts: values that texts may name, hotline and page paths among them.
        unconfirmed: the facts that nobody in charge has checked yet.
    """

    review_working_days: int
    verification: Mapping[str, Any]
    rating: Mapping[str, bool]
    facts: Mapping[str, str]
    unconfirmed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a review longer than customers may be made to wait."""
        if not 1 <= self.review_working_days <= MOST_REVIEW_DAYS:
            raise KnowledgeError(f"policy.yml: review_working_days must be 1 to {MOST_REVIEW_DAYS}")


@dataclass(frozen=True)
class Link:
    """Where a customer can read the source of an answer."""

    title: str
    url: str


@dataclass(frozen=True)
class Topic:
    """One question that customers ask, and its answer."""

    intent: str
    title: str
    text: str
    source: str
    effective: date
    links: tuple[Link, ...] = ()
    confirmed: bool = False
