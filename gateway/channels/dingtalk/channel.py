"""DingTalk as the gateway sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from desk.settings import any_given, read_settings
from gateway.channels.dingtalk.client import DingTalkClient, DingTalkError
from gateway.channels.dingtalk.login import DingTalkLogin
from gateway.channels.dingtalk.parsing import GROUP, NAME, OUTSIDER, parse_message
from gateway.channels.dingtalk.rendering import by_api, by_session, render_messages
from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.dingtalk.verification import check_push
from gateway.channels.model import Answer, Contact, Finding, Grant, Payload, Push, Ring
from gateway.channels.payloads import read_object
from gateway.channels.port import Intake, Login, NotGenuine, Surroundings, TransportError, Unreadable

_MARGIN_MS = 60_000


def connect(surroundings: Surroundings) -> DingTalk | None:
    """The channel, when its settings are there.

    Raises:
        ConfigurationError: they are there in part, or unusable.
    """
    if not any_given(DingTalkSettings):
        return None
    return DingTalk(read_settings(DingTalkSettings), surroundings)


class DingTalk:
    """One robot of one organisation; its members are known by their id in the directory."""

    name = NAME
    allowance: Mapping[str, Grant] | None = None
    login: Login | None

    def __init__(self, settings: DingTalkSettings, surroundings: Surroundings) -> None:
        self._settings, self._words, self._clock = settings, surroundings.words, surroundings.clock
        self._client = DingTalkClient(surroundings.http, settings, surroundings.state)
        self.login = DingTalkLogin(self._client, settings)

    async def receive(self, push: Push) -> Answer:
        """Check a message that came by HTTP; the answer is sent later, and this one says nothing."""
        if self._settings.mode != "http":
            raise NotGenuine("messages come by Stream mode")
        if push.method != "POST":
            raise Unreadable("only POST")
        check_push(push, self._settings, self._clock())
        inbound = parse_message(read_object(push.body), self._settings)
        return Answer("{}", "application/json", inbound=inbound)

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """What the conversation says, as text messages and action cards."""
        return render_messages(messages, room=room, key=key, words=self._words)

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send one of them, to where the person last wrote from if that still is open."""
        if self._is_open(reply_to):
            try:
                return await self._client.by_session(reply_to["session"], by_session(payload.body))
            except DingTalkError as error:
                # What a session refuses, the API may still take; a lost answer is another matter.
                if not error.permanent or contact.user.startswith(OUTSIDER):
                    raise
        return await self._by_api(contact, payload.body)

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """A text message by the API, which members can be sent at any time."""
        text = "\n".join(part for part in (ring.title, ring.text, ring.url) if part)
        await self._by_api(contact, {"text": text})

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """Nothing: our people answer through the conversation."""

    async def run(self, intake: Intake) -> None:
        """Listen, in Stream mode; messages by HTTP are pushed."""
        if self._settings.mode == "stream":
            # Imported only here: the SDK is needed by nobody else.
            from gateway.channels.dingtalk.stream import Listening

            await Listening(self._client, self._settings, intake).forever()

    async def check(self) -> Sequence[Finding]:
        """Fetch a token; what the robot may do shows only when it does it."""
        try:
            await self._client.check()
        except TransportError as error:
            return [Finding(good=False, sentence=f"The credentials were not accepted: {error}.")]
        found = [Finding(good=True, sentence="Client ID and Client Secret are accepted.")]
        if self._settings.mode == "http" and self._settings.webhook_key is None:
            said = "XIAOHU_DINGTALK_WEBHOOK_KEY is not set: the address of the webhook can be guessed."
            found.append(Finding(good=False, sentence=said))
        return found

    def _is_open(self, reply_to: Mapping[str, Any]) -> bool:
        return bool(reply_to) and reply_to["until"] - _MARGIN_MS > self._clock().timestamp() * 1000

    async def _by_api(self, contact: Contact, body: Mapping[str, Any]) -> None:
        template, parameters = by_api(body)
        if contact.user.startswith(OUTSIDER):
            raise TransportError("somebody outside the organisation can only be answered", closed=True)
        if contact.user.startswith(GROUP):
            return await self._client.to_group(contact.user.removeprefix(GROUP), template, parameters)
        return await self._client.to_member(contact.user, template, parameters)
