"""What somebody did, as WeChat's messages and events say it."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from gateway.channels.model import Act, Contact, Grant, Inbound
from gateway.channels.port import Unreadable
from gateway.channels.wxpush import Fields
from gateway.logs import facts

NAME = "wechat"
ALLOWANCE: Mapping[str, Grant] = {
    "message": Grant(5, timedelta(hours=48)),
    "menu": Grant(3, timedelta(minutes=1)),
    "follow": Grant(3, timedelta(minutes=1)),
    "scan": Grant(3, timedelta(minutes=1)),
}
_SCENE = "qrscene_"
_OPENID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """Reads messages and events of one Official Account.

    Args:
        app_id: the account's appid.
        menu: what tapping an entry of the account's menu says, by the entry's key.
    """

    app_id: str
    menu: Mapping[str, str]

    def read(self, fields: Fields) -> Inbound | None:
        """What is to be worked on; None when there is nothing to do.

        Raises:
            Unreadable: it does not say who or what.
        """
        openid, kind = fields.get("FromUserName", ""), fields.get("MsgType", "")
        if not _OPENID.fullmatch(openid) or not kind:
            raise Unreadable("no sender or kind")
        contact = Contact(NAME, self.app_id, openid)
        return self._event(contact, fields) if kind == "event" else _message(contact, kind, fields)

    def _event(self, contact: Contact, fields: Fields) -> Inbound | None:
        key, event, detail = _event_key(fields), fields.get("Event", "").lower(), fields.get("EventKey", "")
        match event:
            case "subscribe":
                scene = detail.removeprefix(_SCENE) if detail.startswith(_SCENE) else None
                grant = "scan" if scene else "follow"
                return Inbound(key, contact, Act.ENTERED, grant=grant, ticket=scene)
            case "scan":
                return Inbound(key, contact, Act.ENTERED, grant="scan", ticket=detail or None)
            case "click":
                return self._menu_tap(key, contact, detail)
            case "unsubscribe":
                return Inbound(key, contact, Act.LEFT)
            case "templatesendjobfinish":
                return _job_finished(key, contact, fields.get("Status", ""))
        return None

    def _menu_tap(self, key: str, contact: Contact, entry: str) -> Inbound:
        text = self.menu.get(entry)
        if text is None:
            _log.warning("a menu entry has no text", extra=facts(setting="XIAOHU_WECHAT_MENU"))
            return Inbound(key, contact, Act.ENTERED, grant="menu")
        return Inbound(key, contact, Act.SAID, text=text, grant="menu")


def _message(contact: Contact, kind: str, fields: Fields) -> Inbound:
    number = fields.get("MsgId")
    key = f"message-{number}" if number and number.isalnum() else _event_key(fields)
    text, button = fields.get("Content", ""), fields.get("bizmsgmenuid")
    if kind != "text" or not text.strip():
        return Inbound(key, contact, Act.OTHER, grant="message")
    if button:
        # The platform counts this tap as one on a menu, although it comes as a text.
        return Inbound(key, contact, Act.PRESSED, button=button, grant="menu")
    return Inbound(key, contact, Act.SAID, text=text, grant="message")


def _event_key(fields: Fields) -> str:
    names = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "MsgID")
    told = "\n".join(fields.get(name, "") for name in names)
    return f"event-{sha256(told.encode()).hexdigest()[:40]}"


def _job_finished(key: str, contact: Contact, status: str) -> Inbound | None:
    if status == "success":
        return None
    _log.warning("a template notice was not delivered", extra=facts(blocked="block" in status))
    return Inbound(key, contact, Act.LEFT) if "block" in status else None
