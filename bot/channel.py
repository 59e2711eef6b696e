"""The only door of the bot: the gateway's, opened by a shared secret."""

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint, Sanic
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import turn
from bot.understanding import understand

HEADER = "X-Xiaohu-Secret"
SHORTEST_SECRET = 32

logger = logging.getLogger(__name__)


class WeakSecret(Exception):
    """The secret is missing or too short to be one."""


class Answer(OutputChannel):  # type: ignore[misc]
    """Collects what an action says, message by message, nothing split and nothing changed."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """As in the URL."""
        return "xiaohu"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the message; empty parts are left out."""
        kept = {part: message[part] for part in ("text", "buttons", "custom") if message.get(part)}
        if kept:
            self.messages.append(kept)


class TurnInput(InputChannel):  # type: ignore[misc]
    """`POST …/turns` answers one turn, `GET …/health` says that the model is loaded.

    Args:
        secret: what the gateway sends in `X-Xiaohu-Secret`; at least 32 characters.
    """

    def __init__(self, secret: str) -> None:
        if len(secret) < SHORTEST_SECRET:
            raise WeakSecret(f"XIAOHU_BOT_SECRET needs at least {SHORTEST_SECRET} characters.")
        self._secret = secret.encode()

    @classmethod
    def name(cls) -> str:
        """As in the URL."""
        return "xiaohu"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> "TurnInput":
        """From `credentials.yml`."""
        return cls(str((credentials or {}).get("secret") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two calls."""
        calls = Blueprint("xiaohu")

        @calls.get("/health")
        async def health(_request: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @calls.post("/turns")
        async def turns(request: Request) -> HTTPResponse:
            if not self._knows(request):
                return _refusal(401, "The secret is wrong or missing.")
            try:
                asked = turn.read(request.json, request.app.ctx.agent.domain.intents)
            except (InvalidUsage, turn.NotATurn) as fault:
                return _refusal(
                    400, str(fault) if isinstance(fault, turn.NotATurn) else "The body is not JSON."
                )
            return await _answer(request.app, asked, on_new_message)

        return calls

    def _knows(self, request: Request) -> bool:
        return hmac.compare_digest(request.headers.get(HEADER, "").encode(), self._secret)


async def _answer(
    app: Sanic, asked: turn.Turn, on_new_message: Callable[[UserMessage], Awaitable[Any]]
) -> HTTPResponse:
    answer = Answer()
    try:
        await on_new_message(await _message(app.ctx.agent, asked, answer))
    except LockError:
        return _refusal(503, "The conversation is busy.")
    except Exception:
        logger.exception("A turn failed")
        return _refusal(502, "The turn failed.")
    if not answer.messages:
        logger.error("A turn said nothing: its action failed, or no rule matched")
        return _refusal(502, "The action failed, or nothing was said.")
    return json(answer.messages, ensure_ascii=False)


async def _message(agent: Agent, asked: turn.Turn, answer: Answer) -> UserMessage:
    """The message with its parse, so that Rasa reads nothing of it as a command."""
    parse = (
        _told(asked.intent)
        if asked.text is None
        else await understand(agent.processor, asked.text, asked.stage)
    )
    parse["entities"] = [*parse["entities"], {"entity": "stage", "value": asked.stage}]
    return UserMessage(
        text=asked.text or "",
        output_channel=answer,
        sender_id=asked.sender,
        parse_data=parse,
        input_channel=TurnInput.name(),
    )


def _told(intent: str | None) -> dict[str, Any]:
    certain = {"name": intent, "confidence": 1.0}
    return {"text": "", "intent": certain, "entities": [], "suggestions": [], "also": []}


def _refusal(status: int, reason: str) -> HTTPResponse:
    return json({"error": reason}, status=status)
