"""WeChat customer service as a channel."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from desk.settings import any_given, read_settings
from gateway.channels.kf import rendering
from gateway.channels.kf.events import ALLOWANCE, NAME
from gateway.channels.kf.fetching import Fetcher
from gateway.channels.kf.sessions import Sessions
from gateway.channels.kf.settings import KfSettings
from gateway.channels.model import Answer, Contact, Finding, Payload, Push, Ring
from gateway.channels.port import Intake, Login, Surroundings, TransportError
from gateway.channels.wxapi import Refused
from gateway.channels.wxcorp import Corp

_EVENT = "kf_msg_or_event"


def connect(around: Surroundings) -> "Kf | None":
    """The channel, when any of its settings is there.

    Raises:
        ConfigurationError: some are missing or unusable.
    """
    return Kf(read_settings(KfSettings), around) if any_given(KfSettings) else None


class Kf:
    """The customer-service accounts of one corporation."""

    login: Login | None = None

    def __init__(self, settings: KfSettings, around: Surroundings) -> None:
        self.name, self.allowance = NAME, ALLOWANCE
        self._settings, self._words, self._clock = settings, around.words, around.clock
        self._corp = Corp(settings, around)
        self.fetcher = Fetcher(self._corp.api, around.state, settings.accounts, around.clock)
        self._sessions = Sessions(settings, self._corp.api)

    async def receive(self, push: Push) -> Answer:
        """Answer an address check with its opened echo; remember that something came."""
        if echo := self._corp.echo(push):
            return echo
        fields = self._corp.open(push)
        is_news = fields.get("Event") == _EVENT
        return Answer("success", state=self.fetcher.told(fields) if is_news else {})

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """Texts and menus."""
        return rendering.render(messages, room, key, self._words)

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send a message, or the greeting of somebody who has just come in and not written yet."""
        message = {"msgid": payload.key, **payload.body}
        code, until = reply_to.get("welcome_code"), reply_to.get("until", 0)
        if code and self._clock().timestamp() < until:
            await self._greet(code, message)
            return
        address = {"touser": contact.user, "open_kfid": contact.app}
        await self._corp.api.post("/cgi-bin/kf/send_msg", address | message)

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """There is no way to write to somebody outside of the 48 hours."""
        raise TransportError("WeChat customer service has no notices", closed=True)

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """Move the session, where the operator wants people to be served in WeCom."""
        if to_person:
            await self._sessions.hand_over(contact)
        else:
            await self._sessions.take_back(contact)

    async def run(self, intake: Intake) -> None:
        """Fetch what came."""
        await self.fetcher.run(intake)

    async def check(self) -> Sequence[Finding]:
        """Ask for a token."""
        return [await self._corp.check()]

    async def _greet(self, code: str, message: Mapping[str, Any]) -> None:
        try:
            await self._corp.api.post("/cgi-bin/kf/send_msg_on_event", {"code": code, **message})
        except Refused as refused:
            # The code is good once and for seconds; whoever is not greeted writes first.
            raise TransportError(f"the greeting was refused ({refused.code})", closed=True) from None
