"""An app with a robot, and what DingTalk says to it; written apart from the adapter, to be wrong alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SESSION_LASTS = timedelta(minutes=90)
CORP = "dingcorp0123456789"


@dataclass(frozen=True)
class RobotKeys:
    """An app as its console page shows it."""

    client_id: str = "dingabcdefghij123456"
    client_secret: str = "dingtalk-client-secret-for-tests"
    webhook_key: str = "an-address-that-nobody-guesses"

    def environment(self, base: str, *, mode: str = "http") -> dict[str, str]:
        """The gateway's settings for this app, against the fake at `base`."""
        return {
            "XIAOHU_DINGTALK_CLIENT_ID": self.client_id,
            "XIAOHU_DINGTALK_CLIENT_SECRET": self.client_secret,
            "XIAOHU_DINGTALK_WEBHOOK_KEY": self.webhook_key,
            "XIAOHU_DINGTALK_MODE": mode,
            "XIAOHU_DINGTALK_API_BASE": base,
            "XIAOHU_DINGTALK_OAPI_BASE": base,
            "XIAOHU_DINGTALK_LOGIN_BASE": base,
        }


@dataclass(frozen=True)
class Person:
    """Somebody with DingTalk; only members of the robot's own organisation have a staff id."""

    staff_id: str = ""
    sender_id: str = "$:LWCP_v1:$someone"
    union_id: str = "union-someone"

    @classmethod
    def member(cls, staff_id: str) -> Person:
        return cls(staff_id, f"$:LWCP_v1:${staff_id}", f"union-{staff_id}")

    @classmethod
    def outsider(cls, name: str) -> Person:
        return cls("", f"$:LWCP_v1:${name}", f"union-{name}")


def message(
    keys: RobotKeys, person: Person, session_url: str, at: datetime, *, group: str = "", **said: Any
) -> dict[str, Any]:
    """What a robot is told; `said` has `msgtype` and its field."""
    told: dict[str, Any] = {
        "conversationId": group or f"cid{person.sender_id}",
        "atUsers": [{"dingtalkId": "$:LWCP_v1:$robot"}],
        "chatbotCorpId": CORP,
        "chatbotUserId": "$:LWCP_v1:$robot",
        "msgId": f"msg{secrets.token_urlsafe(12)}==",
        "senderNick": "某人",
        "isAdmin": False,
        "senderUnionId": person.union_id,
        "sessionWebhookExpiredTime": milliseconds(at + SESSION_LASTS),
        "createAt": milliseconds(at),
        "senderCorpId": CORP,
        "conversationType": "2" if group else "1",
        "senderId": person.sender_id,
        "sessionWebhook": session_url,
        "robotCode": keys.client_id,
        **said,
    }
    if person.staff_id:
        told["senderStaffId"] = person.staff_id
    if group:
        told |= {"isInAtList": True, "conversationTitle": "一个群"}
    return told


def text(content: str) -> dict[str, Any]:
    """What `message` needs for words."""
    return {"msgtype": "text", "text": {"content": f"  {content}"}}


def signed_headers(keys: RobotKeys, at: datetime) -> dict[str, str]:
    """The headers beside a push by HTTP; they cover the time, and nothing of the body."""
    timestamp = str(milliseconds(at))
    digest = hmac.new(keys.client_secret.encode(), digestmod=hashlib.sha256)
    digest.update(timestamp.encode() + b"\n" + keys.client_secret.encode())
    sign = base64.b64encode(digest.digest()).decode()
    return {"Content-Type": "application/json; charset=utf-8", "timestamp": timestamp, "sign": sign}


def milliseconds(at: datetime) -> int:
    """A moment as DingTalk writes it."""
    return int(at.timestamp() * 1000)
