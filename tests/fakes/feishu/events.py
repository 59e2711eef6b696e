"""What Feishu pushes, as its pages show it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.fakes.feishu.sealing import AppKeys

TENANT = "736588c9260f175d"


@dataclass(frozen=True)
class Events:
    """Makes events of one app."""

    keys: AppKeys
    clock: Callable[[], datetime]

    def message(
        self,
        user: str,
        kind: str,
        content: Mapping[str, Any],
        *,
        chat: str = "p2p",
        mentions: tuple[str, ...] = (),
        sender_type: str = "user",
    ) -> dict[str, Any]:
        """`im.message.receive_v1`; a person is named by an open_id."""
        chat_id = f"oc_{user[3:]}" if chat == "p2p" else chat
        message = {
            "message_id": f"om_{secrets.token_hex(16)}",
            "create_time": self._milliseconds(),
            "update_time": self._milliseconds(),
            "chat_id": chat_id,
            "chat_type": "p2p" if chat == "p2p" else "group",
            "message_type": kind,
            "content": json.dumps(content, ensure_ascii=False),
            "user_agent": "Mozilla/5.0 Lark/7.40",
        }
        if mentions:
            message["mentions"] = [
                {"key": f"@_user_{n}", "id": {"open_id": "ou_bot"}, "name": name, "tenant_key": TENANT}
                for n, name in enumerate(mentions, 1)
            ]
        sender = {"sender_id": self._ids(user), "sender_type": sender_type, "tenant_key": TENANT}
        return self.event("im.message.receive_v1", {"sender": sender, "message": message})

    def arrival(self, user: str, *, last_message: str = "") -> dict[str, Any]:
        """`im.chat.access_event.bot_p2p_chat_entered_v1`."""
        entered = {"chat_id": f"oc_{user[3:]}", "operator_id": self._ids(user)}
        if last_message:
            entered |= {"last_message_id": last_message, "last_message_create_time": self._milliseconds()}
        return self.event("im.chat.access_event.bot_p2p_chat_entered_v1", entered)

    def tap(self, user: str, message_id: str, value: Mapping[str, Any], token: str) -> dict[str, Any]:
        """`card.action.trigger`."""
        return self.event(
            "card.action.trigger",
            {
                "operator": {**self._ids(user), "tenant_key": TENANT},
                "token": token,
                "action": {"tag": "button", "timezone": "Asia/Shanghai", "value": dict(value)},
                "host": "im_message",
                "context": {"open_message_id": message_id, "open_chat_id": f"oc_{user[3:]}"},
            },
        )

    def url_check(self, challenge: str) -> dict[str, Any]:
        """What the console sends when the address is saved."""
        return {"challenge": challenge, "token": self.keys.verification_token, "type": "url_verification"}

    def event(self, kind: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """The envelope, version 2.0."""
        header = {
            "event_id": secrets.token_hex(16),
            "token": self.keys.verification_token,
            "create_time": self._milliseconds(),
            "event_type": kind,
            "tenant_key": TENANT,
            "app_id": self.keys.app_id,
        }
        return {"schema": "2.0", "header": header, "event": dict(event)}

    def _ids(self, user: str) -> dict[str, str]:
        return {"open_id": user, "union_id": f"on_{user[3:]}", "user_id": user[3:11]}

    def _milliseconds(self) -> str:
        return str(int(self.clock().timestamp() * 1000))
