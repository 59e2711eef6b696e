"""News that customers should hear of even when they are not looking at the chat."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desk.work import Work

NEWS_NOTICE = "news"
SENDING = "sending"
"""What a notice says while a provider is being called: found later, nobody knows the outcome."""


class News(StrEnum):
    """What has happened; nothing about it is in a push or a text, only that there is news."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    CLOSED = "closed"
    DUE_SOON = "due_soon"
    NEW_PLACE = "new_place"


def leave_news(work: Work, news: News, *, customer: str, conversation_id: str, key: str) -> None:
    """Have the customer told that there is news, in the same transaction; once for a key."""
    payload: Mapping[str, Any] = {
        "news": news.value,
        "customer": customer,
        "conversation_id": conversation_id,
    }
    work.outbox.add(NEWS_NOTICE, f"{NEWS_NOTICE}/{key}", payload)
