"""What somebody did in an app becomes a turn, a greeting, or a sentence beside the conversation."""

from __future__ import annotations

import math
import uuid
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.channels.errors import BoundToAnother
from desk.channels.model import AppUser, Incoming, Rendered
from desk.closures.model import Stage
from desk.conversations.errors import MalformedTurn, UnknownButton
from desk.conversations.model import Message, Reply, Role
from desk.conversations.turns import LONGEST_TEXT
from gateway.channels.joining import Joining
from gateway.channels.model import Act
from gateway.channels.port import Channel
from gateway.identity import Identity
from gateway.turns import Said, Turns

_TURNS = uuid.UUID("6f0a2f0e-6f3b-5c56-9d64-2f3f6f3d9a10")
"""Our own name space: the same push always makes the same turn."""

_LONGEST_BUTTON = 64


class Dialogue:
    """Works on one thing that came; repeated after a crash, it does nothing twice."""

    def __init__(self, desk: Desk, turns: Turns) -> None:
        self._desk, self._turns, self._joining = desk, turns, Joining(desk)

    async def handle(self, user: AppUser, channel: Channel, incoming: Incoming) -> None:
        """Do what is to be done; when this returns, it is settled."""
        act = Act(incoming.body.get("act", Act.OTHER))
        if act is Act.GROUP:
            await self._aside(channel, incoming, "channels.group", incoming.body["reply_to"])
            return
        try:
            question = await self._joining.question(user, incoming)
            joined = await self._joining.joined(user, incoming)
        except BoundToAnother:
            await self._aside(channel, incoming, "channels.bound_to_another")
            return
        if act in {Act.SAID, Act.PRESSED} and joined is None:
            await self._turn(user, channel, incoming)
        elif act is Act.ENTERED:
            await self._greet(user, incoming, question)
            await run_sync(self._desk.channels.done, incoming)
        elif act is Act.OTHER:
            await self._arrive(user, ())
            await self._aside(channel, incoming, "channels.other")
        else:
            await run_sync(self._desk.channels.done, incoming)

    async def apologise(self, channel: Channel, incoming: Incoming) -> None:
        """It could not be worked on, however often it was tried."""
        body = incoming.body
        in_group = body.get("act") == Act.GROUP
        await self._aside(channel, incoming, "failed", body["reply_to"] if in_group else None)

    async def _turn(self, user: AppUser, channel: Channel, incoming: Incoming) -> None:
        text, button = incoming.body["text"], incoming.body["button"]
        text = None if text is None else text.strip()
        if text is not None and len(text) > LONGEST_TEXT:
            await self._aside(channel, incoming, "channels.too_long")
            return
        try:
            await self._turns.take(_identity(user), await self._said(user, incoming, text, button))
        except UnknownButton:
            # Given before the person was bound, or by an older installation.
            menu = self._desk.replies.menu("stale_button_menu")
            await self._arrive(user, [menu], key=f"app/{incoming.digest}")
        except MalformedTurn:
            await self._aside(channel, incoming, "channels.other")
            return
        await run_sync(self._desk.channels.done, incoming)

    async def _said(self, user: AppUser, incoming: Incoming, text: str | None, button: str | None) -> Said:
        client_id = str(uuid.uuid5(_TURNS, f"{incoming.channel}/{incoming.digest}"))
        if text:
            conversation_id = await self._turns.conversation_of(_identity(user))
            button = await run_sync(self._desk.channels.chosen, user, conversation_id, text)
        if button is not None:
            return Said(client_id, button=button[:_LONGEST_BUTTON], place=user.id)
        return Said(client_id, text=text, place=user.id)

    async def _greet(self, user: AppUser, incoming: Incoming, question: Reply | None) -> None:
        greeting = await run_sync(self._greeting, user) if question is None else question
        await self._arrive(user, [greeting], key=f"app/{incoming.digest}")

    def _greeting(self, user: AppUser) -> Reply:
        """What can be done here; for who is in the middle of a closing, the step in hand."""
        replies = self._desk.replies
        application = self._desk.closures.current(user.owner) if user.is_bound else None
        if application is None:
            return replies.menu("talk.greet")
        verifying = application.stage is Stage.VERIFYING
        link = self._desk.verification.link(user.owner) if verifying else None
        return replies.step(application, link, again=True) or replies.menu("talk.greet")

    async def _arrive(self, user: AppUser, replies: Sequence[Reply], key: str | None = None) -> None:
        conversation_id = await self._turns.conversation_of(_identity(user))
        # As a person of ours or the system would: what the bot has asked is still asked.
        say = partial(self._desk.conversations.append, role=Role.SYSTEM, key=key, place=user.id)
        await run_sync(say, conversation_id, replies)

    async def _aside(
        self, channel: Channel, incoming: Incoming, key: str, reply_to: dict[str, Any] | None = None
    ) -> None:
        """A sentence that stands in no conversation, and tells nothing about anybody."""
        said = self._desk.knowledge.message(key)
        key = sha256(f"{incoming.channel}/{incoming.digest}".encode()).hexdigest()[:28]
        message = Message(key, 0, Role.SYSTEM, said, incoming.not_before)
        payloads = channel.render([message], room=1, key=key)
        rendered = [Rendered(one.key, one.body) for one in payloads]
        await run_sync(partial(self._desk.channels.answered, incoming, rendered, reply_to=reply_to))


def _identity(user: AppUser) -> Identity:
    return Identity(user.owner, not user.is_bound, math.inf)
