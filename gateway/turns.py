"""A turn: what a customer says goes in, is answered by the bot, and is never lost."""

import asyncio
import logging
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.closures.model import Stage
from desk.conversations.model import Message, Received, Reply
from gateway.bot import Bot, BotFailure
from gateway.hub import Hub
from gateway.identity import Identity
from gateway.locks import Locks
from gateway.logs import facts
from gateway.metrics import Metrics

T = TypeVar("T")
_MOST_KNOWN = 10_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What the customer did: wrote a text, or pressed a button; exactly one of the two.

    Args:
        place: the app user's id, for somebody in a messaging app; None for the widget.
    """

    client_id: str
    text: str | None = None
    button: str | None = None
    place: str | None = None


class Turns:
    """Takes turns, one at a time in each conversation, in the order in which they came."""

    def __init__(self, desk: Desk, bot: Bot, locks: Locks, hub: Hub, metrics: Metrics) -> None:
        self._desk, self._bot, self._locks, self._hub, self._metrics = desk, bot, locks, hub, metrics
        self._running: set[asyncio.Task[Any]] = set()
        # Owner to conversation never changes, so a turn need not ask the database for it.
        self._known: dict[str, str] = {}

    async def take(self, identity: Identity, said: Said) -> Sequence[Message]:
        """The messages of one turn; a caller who hangs up does not stop it.

        Raises:
            DomainError: what the desk refuses, such as a button of somebody else.
        """
        with self._metrics.one_turn():
            return await self._to_the_end(self._take(identity, said))

    async def conversation_of(self, identity: Identity) -> str:
        """The id of the speaker's one conversation, begun when there is none."""
        known = self._known.get(identity.owner)
        if known is None:
            begin = partial(self._desk.conversations.of, identity.owner, is_visitor=identity.is_visitor)
            conversation = await run_sync(begin)
            known = self._known[identity.owner] = conversation.id
            if len(self._known) > _MOST_KNOWN:
                self._known.pop(next(iter(self._known)))
        return known

    async def finish(self) -> None:
        """Wait for turns whose callers are gone."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _to_the_end(self, turn: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(turn)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def _take(self, identity: Identity, said: Said) -> Sequence[Message]:
        conversation_id = await self.conversation_of(identity)
        async with self._locks.hold(conversation_id):
            received, stage = await run_sync(self._receive, identity, conversation_id, said)
            self._hub.wake(conversation_id)
            if received.answered:
                return await run_sync(self._desk.conversations.turn_messages, received.turn)
            replies = await self._lost(identity, received, stage) or await self._replies(received, stage)
            messages = await run_sync(self._desk.conversations.answer, received.turn, replies)
            self._hub.wake(conversation_id)
            return [received.customer_message, *messages]

    def _receive(self, identity: Identity, conversation_id: str, said: Said) -> tuple[Received, Stage]:
        conversations = self._desk.conversations
        received = conversations.receive(
            conversation_id, said.client_id, text=said.text, button=said.button, place=said.place
        )
        stage = Stage.NONE if identity.is_visitor else self._desk.closures.stage(identity.owner)
        return received, stage

    async def _lost(self, identity: Identity, received: Received, stage: Stage) -> list[Reply]:
        """The receipt, when a crash took it: the bot would read the last word given again as idle talk."""
        if not received.repeated or stage is not Stage.SUBMITTED:
            return []
        application = await run_sync(self._desk.closures.current, identity.owner)
        if application is None or application.timeline[-1].at < received.customer_message.created_at:
            return []
        return [self._desk.replies.receipt(application)]

    async def _replies(self, received: Received, stage: Stage) -> list[Reply]:
        replies = self._desk.replies
        warning = [replies.warning("secret")] if received.masked else []
        try:
            answers = await self._ask(received, stage)
        except BotFailure as failure:
            self._metrics.bot_failures.labels(failure.reason).inc()
            _log.error("the bot did not answer", extra=facts(reason=failure.reason, turn=received.turn))
            return [*warning, replies.apology()]
        return answers if received.bare_secret else [*warning, *answers]

    async def _ask(self, received: Received, stage: Stage) -> list[Reply]:
        event = received.intent
        if received.stale:
            event = "stale_button"
        elif received.bare_secret:
            event = "secret_shared"
        if event is None:
            return await self._bot.say(received.sender, stage, text=received.customer_message.text)
        return await self._bot.tell(received.sender, stage, intent=event)
