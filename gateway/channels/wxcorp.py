"""What an application of WeCom and WeChat customer service 微信客服 share: one corporation, one interface."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

from gateway.channels.model import Answer, Finding, Push
from gateway.channels.port import Surroundings, TransportError
from gateway.channels.wxapi import TOKEN_FAILURES, Api, Failure, Interface
from gateway.channels.wxcrypto import Envelope
from gateway.channels.wxpush import Callback, Fields
from gateway.channels.wxsettings import Address, AesKey
from gateway.channels.wxtoken import AccessToken, Issued, issued

_MINUTE, _HOUR = 60.0, 3600.0

CODE_INVALID = 40029
STATE_NOT_ALLOWED, NOT_ON_DUTY, SERVICER_INACTIVE, SESSION_ENDED = 95013, 95015, 95014, 95016
FAILURES = {
    **TOKEN_FAILURES,
    -1: Failure("the platform is busy", retry_after=5),
    40003: Failure("no such member", gone=True),
    40013: Failure("the corpid is wrong", permanent=True, tell_staff=True),
    CODE_INVALID: Failure("the login's code is not valid", permanent=True),
    40056: Failure("the agentid is wrong", permanent=True, tell_staff=True),
    45009: Failure("too many calls", retry_after=_MINUTE),
    45033: Failure("too many calls at the same time", retry_after=_MINUTE),
    48002: Failure("the application has no right to this", retry_after=_HOUR, tell_staff=True),
    60011: Failure("the person is outside what the application may see", permanent=True, tell_staff=True),
    60020: Failure(
        "this server's address is not on the application's list", retry_after=_HOUR, tell_staff=True
    ),
    60030: Failure("the servicer is outside what the application may see", permanent=True, tell_staff=True),
    60111: Failure("no such member", gone=True),
    81013: Failure("nobody whom the application may see", gone=True),
    95000: Failure("no such customer-service account", retry_after=_HOUR, tell_staff=True),
    95001: Failure("the allowance is used up", closed=True),
    95002: Failure("the window of 48 hours is over", closed=True),
    95012: Failure("the secret is of another kind", retry_after=_HOUR, tell_staff=True),
    STATE_NOT_ALLOWED: Failure("the session's state does not allow this", closed=True),
    SERVICER_INACTIVE: Failure("the servicer is not active", permanent=True, tell_staff=True),
    NOT_ON_DUTY: Failure("the servicer is not on duty", permanent=True),
    SESSION_ENDED: Failure("the session has ended", closed=True),
}


class CorpSettings(BaseSettings):
    """The credentials of one application, and the callback of one address in the console."""

    corp_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    secret: SecretStr = Field(min_length=1)
    token: SecretStr = Field(min_length=1)
    aes_key: AesKey
    previous_aes_key: AesKey | None = None
    max_age: int = Field(default=300, gt=0)
    api_base: Address = "https://qyapi.weixin.qq.com"


class Corp:
    """The corporation as one application sees it."""

    def __init__(self, settings: CorpSettings, around: Surroundings) -> None:
        self._settings = settings
        self._interface = Interface("WeCom", around.http, settings.api_base, FAILURES)
        self.api = Api(self._interface, AccessToken(around.state, self._token))
        self._callback = _callback(settings, around.clock)

    def echo(self, push: Push) -> Answer | None:
        """The answer to an address check; None when the push is something else.

        Raises:
            NotGenuine: it is not the platform's.
        """
        return Answer(self._callback.echo(push.query)) if push.method == "GET" else None

    def open(self, push: Push) -> Fields:
        """The fields of a push.

        Raises:
            NotGenuine: it is not the platform's, or is meant for another corporation.
            Unreadable: it is no message.
        """
        return self._callback.open(push)

    async def check(self) -> Finding:
        """Ask for an access token."""
        try:
            await self._token(False)
        except TransportError as error:
            return Finding(False, f"WeCom gives no access token: {error}.")
        return Finding(True, "WeCom gives an access token for this corpid and secret.")

    async def _token(self, _force: bool) -> Issued:
        secret = self._settings.secret.get_secret_value()
        corp_id = self._settings.corp_id
        answer: dict[str, Any] = await self._interface.get(
            "/cgi-bin/gettoken", corpid=corp_id, corpsecret=secret
        )
        return issued(answer)


def _callback(settings: CorpSettings, clock: Callable[[], datetime]) -> Callback:
    keys = [key.get_secret_value() for key in (settings.aes_key, settings.previous_aes_key) if key]
    token = settings.token.get_secret_value()
    return Callback(token, Envelope(keys, settings.corp_id), clock, settings.max_age)
