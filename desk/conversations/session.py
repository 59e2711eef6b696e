"""When the bot forgets: sessions that keep its trackers short."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from desk.conversations.model import Conversation

IDLE = timedelta(minutes=30)
LENGTH = 40


def is_over(conversation: Conversation, at: datetime) -> bool:
    """Whether the next turn begins a new session, for idleness or for length."""
    return at - conversation.last_turn_at >= IDLE or conversation.session_turns >= LENGTH


def new_sender() -> str:
    """A name for the bot that says nothing about anybody and cannot be guessed."""
    return secrets.token_hex(16)
