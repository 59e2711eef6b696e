"""Notices outside the conversation: template messages and subscription notices."""

from typing import Any

from desk.clock import SHANGHAI
from gateway.channels.model import Contact, Ring
from gateway.channels.port import TransportError
from gateway.channels.wechat.settings import WeChatSettings
from gateway.channels.wxapi import Api

# By the beginning of a field's name; longer values are refused with 47003.
_CHARACTERS = {"thing": 20, "phrase": 5, "const": 20}
_PATHS = {"template": "/cgi-bin/message/template/send", "subscribe": "/cgi-bin/message/subscribe/bizsend"}
_LINKS = {"template": "url", "subscribe": "page"}


class Notices:
    """Fills the operator's templates."""

    def __init__(self, settings: WeChatSettings, api: Api) -> None:
        self._settings, self._api = settings, api

    async def send(self, contact: Contact, ring: Ring) -> None:
        """Send one.

        Raises:
            TransportError: not accepted; `closed` when no template is set for it.
        """
        kind = self._settings.notice
        templates = self._settings.notice_templates
        template = templates.get(ring.kind) or templates.get("default")
        if kind == "none" or not template:
            raise TransportError("no notice template is set for this", closed=True)
        body: dict[str, Any] = {"touser": contact.user, "template_id": template, "data": self._data(ring)}
        if ring.url:
            body[_LINKS[kind]] = ring.url
        await self._api.post(_PATHS[kind], body)

    def _data(self, ring: Ring) -> dict[str, dict[str, str]]:
        time = ring.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        values = {"title": ring.title, "text": ring.text, "time": time}
        fields = self._settings.notice_fields.items()
        return {field: {"value": _fitting(field, values[value])} for field, value in fields}


def _fitting(field: str, value: str) -> str:
    most = next((most for kind, most in _CHARACTERS.items() if field.startswith(kind)), len(value))
    return value if len(value) <= most else value[: most - 1] + "…"
