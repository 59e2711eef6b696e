"""Facts become sentences, cards and buttons here, for the bot's actions and for everything said without it."""

from desk.replies.service import Replies

__all__ = ["Replies"]
