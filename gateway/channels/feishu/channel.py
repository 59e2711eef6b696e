"""Feishu as the gateway sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from desk.conversations.model import Message
from desk.settings import any_given, read_settings
from gateway.channels.feishu import parsing
from gateway.channels.feishu.client import FeishuClient
from gateway.channels.feishu.login import FeishuLogin
from gateway.channels.feishu.rendering import render_messages, text_body
from gateway.channels.feishu.sending import Sending
from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.feishu.verification import URL_CHECK, open_push
from gateway.channels.model import Answer, Contact, Finding, Grant, Inbound, Payload, Push, Ring
from gateway.channels.payloads import required, text_at
from gateway.channels.port import Intake, Login, Surroundings, TransportError, Unreadable

_JSON = "application/json; charset=utf-8"
_BOT_ENABLED = 2


def connect(surroundings: Surroundings) -> Feishu | None:
    """The channel, when its settings are there.

    Raises:
        ConfigurationError: they are there in part, or unusable.
    """
    if not any_given(FeishuSettings):
        return None
    return Feishu(read_settings(FeishuSettings), surroundings)


class Feishu:
    """One self-built app; people are known by their open_id, which is the app's own."""

    name = parsing.NAME
    allowance: Mapping[str, Grant] | None = None
    login: Login | None

    def __init__(self, settings: FeishuSettings, surroundings: Surroundings) -> None:
        self._settings, self._words, self._clock = settings, surroundings.words, surroundings.clock
        self._client = FeishuClient(surroundings.http, settings, surroundings.state)
        self._sending = Sending(self._client, surroundings.state, surroundings.words, surroundings.clock)
        back = f"{surroundings.public_url.rstrip('/')}/enter/{self.name}/return"
        self.login = FeishuLogin(self._client, settings, back)

    async def receive(self, push: Push) -> Answer:
        """Check an event, and answer it within the platform's three seconds."""
        if push.method != "POST":
            raise Unreadable("only POST")
        opened = open_push(push, self._settings, self._clock())
        if opened.get("type") == URL_CHECK:
            return _json({"challenge": required(opened, "challenge")})
        match text_at(opened, "header", "event_type"):
            case "im.message.receive_v1":
                return _json({}, parsing.parse_message(opened))
            case "im.chat.access_event.bot_p2p_chat_entered_v1":
                return _json({}, parsing.parse_arrival(opened))
            case "card.action.trigger":
                return self._tapped(parsing.parse_tap(opened, self._clock()))
            case _:
                return _json({})

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """What the conversation says, as text messages and cards."""
        return render_messages(messages, room=room, key=key, words=self._words)

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send one of them."""
        await self._sending.send(contact, payload, reply_to)

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """A text message: the app may write to whoever may use it, at any time."""
        key = sha256(f"{ring.kind}|{ring.at.isoformat()}|{contact.user}".encode()).hexdigest()[:32]
        text = "\n".join(part for part in (ring.title, ring.text, ring.url) if part)
        await self._client.send(contact.user, text_body(text), key)

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """Nothing: our people answer through the conversation."""

    async def run(self, intake: Intake) -> None:
        """Nothing: events are pushed."""

    async def check(self) -> Sequence[Finding]:
        """Fetch a token, and ask whether the bot is switched on."""
        try:
            bot = await self._client.bot()
        except TransportError as error:
            return [Finding(good=False, sentence=f"The credentials were not accepted: {error}.")]
        enabled = bot.get("activate_status") == _BOT_ENABLED
        state = "switched on" if enabled else "not switched on: publish a version with the bot in it"
        return [
            Finding(good=True, sentence="App ID and App Secret are accepted."),
            Finding(good=enabled, sentence=f"The bot is {state}."),
        ]

    def _tapped(self, inbound: Inbound | None) -> Answer:
        said = "cards.not_yours" if inbound is None else "cards.received"
        toast = {"type": "warning" if inbound is None else "info", "content": self._words(said)}
        return _json({"toast": toast}, [inbound] if inbound else [])


def _json(body: Mapping[str, Any], inbound: Sequence[Inbound] = ()) -> Answer:
    return Answer(json.dumps(body, ensure_ascii=False), _JSON, inbound=inbound)
