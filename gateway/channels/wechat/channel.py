"""The Official Account as a channel."""

from collections.abc import Mapping, Sequence
from typing import Any

from desk.conversations.model import Message
from desk.settings import any_given, read_settings
from gateway.channels.model import Answer, Contact, Finding, Payload, Push, Ring
from gateway.channels.port import Intake, Surroundings, TransportError
from gateway.channels.wechat import rendering
from gateway.channels.wechat.events import ALLOWANCE, NAME, Reader
from gateway.channels.wechat.failures import FAILURES, NO_SUCH_KIND, TOO_LONG
from gateway.channels.wechat.login import WeChatLogin
from gateway.channels.wechat.notices import Notices
from gateway.channels.wechat.pushes import Pushes
from gateway.channels.wechat.settings import WeChatSettings
from gateway.channels.wxapi import Api, Interface, Refused
from gateway.channels.wxtoken import AccessToken, Issued, issued

_SEND = "/cgi-bin/message/custom/send"


def connect(around: Surroundings) -> "WeChat | None":
    """The channel, when any of its settings is there.

    Raises:
        ConfigurationError: some are missing or unusable.
    """
    return WeChat(read_settings(WeChatSettings), around) if any_given(WeChatSettings) else None


class WeChat:
    """One Official Account."""

    def __init__(self, settings: WeChatSettings, around: Surroundings) -> None:
        self.name, self.allowance = NAME, ALLOWANCE
        self._settings, self._words = settings, around.words
        self._pushes = Pushes(settings, around.clock)
        self._reader = Reader(settings.app_id, settings.menu)
        self._interface = Interface("WeChat", around.http, settings.api_base, FAILURES)
        self._api = Api(self._interface, AccessToken(around.state, self._token))
        self._notices = Notices(settings, self._api)
        self.login = WeChatLogin(settings, self._interface)

    async def receive(self, push: Push) -> Answer:
        """Answer an address check with its echo, and anything else with `success`."""
        if push.method == "GET":
            return Answer(self._pushes.echo(push.query))
        inbound = self._reader.read(self._pushes.open(push))
        return Answer("success", inbound=[inbound] if inbound else [])

    def render(self, messages: Sequence[Message], *, room: int | None, key: str) -> Sequence[Payload]:
        """Texts, menus and news."""
        return rendering.render(messages, room, key, self._words)

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send a customer-service message; a menu as text where the account is given no menus."""
        body = {"touser": contact.user, **payload.body}
        plain = body.pop(rendering.PLAIN, None)
        try:
            await self._api.post(_SEND, body)
        except Refused as refused:
            if plain is None or refused.code not in {NO_SUCH_KIND, TOO_LONG}:
                raise
            await self._api.post(_SEND, {"touser": contact.user, **rendering.text_message(plain)})

    async def ring(self, contact: Contact, ring: Ring) -> None:
        """Send a template message or a subscription notice."""
        await self._notices.send(contact, ring)

    async def hand_off(self, contact: Contact, *, to_person: bool) -> None:
        """Nothing: people answer from our side."""

    async def run(self, intake: Intake) -> None:
        """Nothing: WeChat pushes."""

    async def check(self) -> Sequence[Finding]:
        """Ask for a token, and look at what is safe and what can be told."""
        return [await self._credentials(), self._encryption(), self._told()]

    async def _token(self, force: bool) -> Issued:
        body = {
            "grant_type": "client_credential",
            "appid": self._settings.app_id,
            "secret": self._settings.app_secret.get_secret_value(),
            "force_refresh": force,
        }
        return issued(await self._interface.post("/cgi-bin/stable_token", body))

    async def _credentials(self) -> Finding:
        try:
            await self._token(False)
        except TransportError as error:
            return Finding(False, f"WeChat gives no access token: {error}.")
        return Finding(True, "WeChat gives an access token for this appid and secret.")

    def _encryption(self) -> Finding:
        if self._settings.aes_key:
            return Finding(True, "Pushes are taken encrypted only (安全模式 or 兼容模式).")
        return Finding(
            False, "Pushes are taken in plain text: whoever sees one can alter it; set an AES key."
        )

    def _told(self) -> Finding:
        if self._settings.notice == "none":
            return Finding(
                True, "No notice template is set: outside the 48 hours customers hear by SMS only."
            )
        return Finding(True, f"Outside the 48 hours customers are told by {self._settings.notice} notice.")
