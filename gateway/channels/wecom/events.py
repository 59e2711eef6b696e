"""What a member did, as WeCom's messages and events say it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from gateway.channels.model import Act, Contact, Inbound
from gateway.channels.port import NotGenuine, Unreadable
from gateway.channels.wxpush import Fields

NAME = "wecom"
_USERID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")


@dataclass(frozen=True)
class Reader:
    """Reads messages and events of one application.

    Args:
        corp_id: the corporation.
        agent_id: the application.
        menu: what tapping an entry of the application's menu says, by the entry's key.
    """

    corp_id: str
    agent_id: int
    menu: Mapping[str, str]

    def read(self, fields: Fields) -> Inbound | None:
        """What is to be worked on; None when there is nothing to do.

        Raises:
            NotGenuine: it is meant for another application.
            Unreadable: it does not say who or what.
        """
        if fields.get("AgentID", str(self.agent_id)) != str(self.agent_id):
            raise NotGenuine("agent")
        user, kind = fields.get("FromUserName", ""), fields.get("MsgType", "")
        if not _USERID.fullmatch(user) or not kind:
            raise Unreadable("no sender or kind")
        contact = Contact(NAME, f"{self.corp_id}:{self.agent_id}", user)
        return self._event(contact, fields) if kind == "event" else _message(contact, kind, fields)

    def _event(self, contact: Contact, fields: Fields) -> Inbound | None:
        key = _event_key(fields)
        match fields.get("Event", "").lower():
            case "subscribe":
                return Inbound(key, contact, Act.ENTERED)
            case "unsubscribe":
                return Inbound(key, contact, Act.LEFT)
            case "click":
                text = self.menu.get(fields.get("EventKey", ""))
                return Inbound(key, contact, Act.SAID if text else Act.ENTERED, text=text)
        # `enter_agent` comes each time that somebody looks; who is greeted each time stops reading.
        return None


def _message(contact: Contact, kind: str, fields: Fields) -> Inbound:
    number, text = fields.get("MsgId", ""), fields.get("Content", "")
    key = f"message-{number}" if number.isalnum() else _event_key(fields)
    if kind != "text" or not text.strip():
        return Inbound(key, contact, Act.OTHER)
    return Inbound(key, contact, Act.SAID, text=text)


def _event_key(fields: Fields) -> str:
    names = ("FromUserName", "CreateTime", "MsgType", "Event", "EventKey", "AgentID")
    told = "\n".join(fields.get(name, "") for name in names)
    return f"event-{sha256(told.encode()).hexdigest()[:40]}"
