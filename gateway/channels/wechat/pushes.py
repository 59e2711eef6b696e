"""WeChat's pushes: whose they are, and how they are opened."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime

from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wechat.settings import WeChatSettings
from gateway.channels.wxcrypto import Envelope, check_signature
from gateway.channels.wxpush import Callback, Fields, check_age, read_fields, wanted

_LONGEST_ECHO = 128


class Pushes:
    """Checks and opens what comes to the Official Account's callback address."""

    def __init__(self, settings: WeChatSettings, clock: Callable[[], datetime]) -> None:
        self._settings, self._clock = settings, clock
        self._token = settings.token.get_secret_value()
        keys = [key.get_secret_value() for key in (settings.aes_key, settings.previous_aes_key) if key]
        envelope = Envelope(keys, settings.app_id)
        self._sealed = Callback(self._token, envelope, clock, settings.max_age) if keys else None

    def echo(self, query: Mapping[str, str]) -> str:
        """What the address check wants to read back.

        Raises:
            NotGenuine: it is not the platform's.
        """
        self._check(query)
        echo = wanted(query, "echostr")
        if not (echo.isascii() and echo.isalnum() and len(echo) <= _LONGEST_ECHO):
            raise NotGenuine("echostr")
        return echo

    def open(self, push: Push) -> Fields:
        """The fields of a message or an event.

        Raises:
            NotGenuine: it is not the platform's, or is meant for another account.
            Unreadable: it is no message.
        """
        fields = self._sealed.open(push) if self._sealed else self._plain(push)
        ours = self._settings.original_id
        if ours and not hmac.compare_digest(fields.get("ToUserName", "").encode(), ours.encode()):
            raise NotGenuine("account")
        return fields

    def _plain(self, push: Push) -> Fields:
        self._check(push.query)
        if push.query.get("encrypt_type", "raw") != "raw":
            raise Unreadable("encrypted, and no EncodingAESKey is set")
        return read_fields(push.body)

    def _check(self, query: Mapping[str, str]) -> None:
        timestamp = wanted(query, "timestamp")
        check_signature(wanted(query, "signature"), self._token, timestamp, wanted(query, "nonce"))
        check_age(timestamp, self._clock(), self._settings.max_age)
