"""The way to the bot: one call a turn, and every way in which it can go wrong told apart."""

import asyncio
import json
from http import HTTPStatus
from typing import Any

from desk.conversations.model import ButtonSpec, Reply
from gateway.inside import Inside, Unreachable


class BotFailure(Exception):
    """The bot gave no usable answer; `reason` is one word for the log and the metrics."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Bot:
    """Speaks the private channel of the bot.

    Args:
        inside: the connections, kept between turns.
        url: where the bot listens.
        secret: what proves to the bot that the gateway is calling.
        timeout: seconds for a whole turn, actions included.
    """

    def __init__(self, inside: Inside, url: str, secret: str, timeout: float) -> None:
        self._inside, self._timeout = inside, timeout
        self._turns = f"{url.rstrip('/')}/webhooks/xiaohu/turns"
        self._headers = {"X-Xiaohu-Secret": secret}

    async def say(self, sender: str, stage: str, *, text: str) -> list[Reply]:
        """What the bot answers to a text; raises BotFailure."""
        return await self._turn({"sender": sender, "stage": stage, "text": text})

    async def tell(self, sender: str, stage: str, *, intent: str) -> list[Reply]:
        """What the bot answers to an event or a pressed button; raises BotFailure."""
        return await self._turn({"sender": sender, "stage": stage, "intent": intent})

    async def _turn(self, turn: dict[str, str]) -> list[Reply]:
        try:
            async with asyncio.timeout(self._timeout):
                status, body = await self._inside.post(self._turns, turn, self._headers)
        except TimeoutError as error:
            raise BotFailure("timeout") from error
        except Unreachable as error:
            raise BotFailure("unreachable") from error
        if status != HTTPStatus.OK:
            raise BotFailure(f"status_{status}")
        return _replies(body)


def _replies(body: bytes) -> list[Reply]:
    try:
        replies = [_reply(message) for message in json.loads(body)]
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BotFailure("garbage") from error
    if not replies:
        raise BotFailure("empty")
    return replies


def _reply(message: dict[str, Any]) -> Reply:
    text, custom = message["text"], message.get("custom") or {}
    card, question = custom.get("card"), custom.get("question")
    if not isinstance(text, str) or not text.strip():
        raise TypeError("text")
    if not isinstance(card, dict | None) or not isinstance(question, str | None):
        raise TypeError("custom")
    buttons = tuple(_button(button) for button in message.get("buttons") or ())
    return Reply(text, card, buttons, question)


def _button(button: dict[str, Any]) -> ButtonSpec:
    title, payload = button["title"], button["payload"]
    if not isinstance(title, str) or not isinstance(payload, str):
        raise TypeError("button")
    intent, _, stage = payload.partition("@")
    return ButtonSpec(title, intent, stage or None)
