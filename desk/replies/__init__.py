"""Facts become sentences, cards and buttons: for the bot's actions and for what is said without it."""

from desk.replies.service import Replies

__all__ = ["Replies"]
