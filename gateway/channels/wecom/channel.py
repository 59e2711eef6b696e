"""An application of WeCom as a channel."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from desk.settings import any_given, read_settings
from gateway.channels.model import Answer, Contact, Finding, Grant, Payload, Push, Ring
from gateway.channels.port import Intake, Surroundings, TransportError
from gateway.channels.wecom import rendering
from gateway.channels.wecom.events import NAME, Reader
from gateway.channels.wecom.login import WeComLogin
from gateway.channels.wecom.settings import WeComSettings
from gateway.channels.wxcorp import Corp

_SEND = "/cgi-bin/message/send"


def connect(around: Surroundings) -> "WeCom | None":
    """The channel, when any of its settings is there.

    Raises:
        ConfigurationError: some are missing or unusable.
    """
    return WeCom(read_settings(WeComSettings), around) if any_given(WeComSettings) else None


class WeCom:
    """One application."""

    allowance: Mapping[str, Grant] | None = None

    def __init__(self, settings: WeComSettings, around: Surroundings) -> None:
        self.name = NAME
        self._settings, self._words = settings, around.words
        self._corp = Corp(settings, around)
        self._reader = Reader(settings.corp_id, settings.agent_id, settings.menu)
        self.login = WeComLogin(settings, self._corp.api)

    async def receive(self, push: Push) -> Answer:
        """Answer an address check with its opened echo, and anything else with nothing, which is no reply."""
        if echo := self._corp.echo(push):
            return echo
        inbound = self._reader.read(self._corp.open(push))
        return Answer(inbound=[inbound] if inbound else [])

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """Texts and text cards."""
        return rendering.render(messages, room, key, self._words)

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send an application message."""
        await self._send(contact, payload.body)

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """The same: members can be written to at any time."""
        if ring.url:
            button = self._words("cards.open_page")
            await self._send(contact, rendering.text_card(ring.title, ring.text, ring.url, button))
        else:
            await self._send(contact, rendering.text(f"{ring.title}\n{ring.text}"))

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """Nothing: people answer from our side."""

    async def run(self, intake: Intake) -> None:
        """Nothing: WeCom pushes."""

    async def check(self) -> Sequence[Finding]:
        """Ask for a token."""
        return [await self._corp.check()]

    async def _send(self, contact: Contact, body: Mapping[str, Any]) -> None:
        message = {"touser": contact.user, "agentid": self._settings.agent_id, "safe": 0, **body}
        answer = await self._corp.api.post(_SEND, message)
        if contact.user.lower() in str(answer.get("invaliduser") or "").lower().split("|"):
            # The answer is a success all the same: the member has left, or may not see the application.
            raise TransportError("WeCom: nobody whom the application may see", gone=True)
