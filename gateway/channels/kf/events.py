"""What somebody did, as the messages that are fetched say it."""

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from gateway.channels.model import Act, Contact, Grant, Inbound
from gateway.channels.payloads import storable, text_at, value_at
from gateway.logs import facts

NAME = "kf"
ALLOWANCE: Mapping[str, Grant] = {
    "message": Grant(5, timedelta(hours=48)),
    "welcome": Grant(1, timedelta(seconds=20)),
}
WELCOME_LASTS = ALLOWANCE["welcome"].lasts
_CUSTOMER, _SYSTEM = 3, 4
_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_MOST_KEY = 200
_log = logging.getLogger(__name__)


def read(item: Any, account: str) -> Inbound | None:
    """What is to be worked on; None when there is nothing to do.

    Args:
        item: one entry of the fetched list. Nothing about it is taken for granted: one that cannot be read
            must not keep the later ones from being fetched.
        account: the customer-service account it was fetched for.
    """
    if not isinstance(item, Mapping):
        return None
    # Everything of our own side comes along too: what our people write (5) is not ours to answer.
    match item.get("origin"):
        case 3:
            return _message(item, account)
        case 4:
            return _event(item, account)
    return None


def sent_at(item: Any) -> datetime:
    """When it was sent; long ago when it does not say."""
    at = item.get("send_time") if isinstance(item, Mapping) else None
    try:
        return datetime.fromtimestamp(int(at or 0), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _message(item: Mapping[str, Any], account: str) -> Inbound | None:
    contact = _contact(item.get("external_userid"), account)
    key = text_at(item, "msgid")
    if contact is None or not key:
        return None
    key = key[:_MOST_KEY]
    text, button = text_at(item, "text", "content"), text_at(item, "text", "menu_id")
    if item.get("msgtype") != "text" or not (text or "").strip():
        return Inbound(key, contact, Act.OTHER, grant="message")
    if button:
        return Inbound(key, contact, Act.PRESSED, button=button, grant="message")
    return Inbound(key, contact, Act.SAID, text=text, grant="message")


def _event(item: Mapping[str, Any], account: str) -> Inbound | None:
    event = item.get("event")
    if not isinstance(event, Mapping):
        return None
    kind = event.get("event_type")
    if kind == "enter_session":
        return _entered(item, event, account)
    if kind == "msg_send_fail":
        # The call had succeeded; only here is it said that nobody received it.
        reason = value_at(event, "fail_type")
        _log.error("a message was accepted and not delivered", extra=facts(channel=NAME, fail_type=reason))
    return None


def _entered(item: Mapping[str, Any], event: Mapping[str, Any], account: str) -> Inbound | None:
    contact = _contact(event.get("external_userid") or item.get("external_userid"), account)
    key, code, ticket = (
        text_at(item, "msgid"),
        text_at(event, "welcome_code"),
        text_at(event, "scene_param"),
    )
    if contact is None or not key or not (code or ticket):
        return None
    until = int((sent_at(item) + WELCOME_LASTS).timestamp())
    reply_to = {"welcome_code": code, "until": until} if code else {}
    grant = "welcome" if code else None
    return Inbound(
        key[:_MOST_KEY], contact, Act.ENTERED, grant=grant, ticket=ticket or None, reply_to=reply_to
    )


def _contact(user: Any, account: str) -> Contact | None:
    if isinstance(user, str) and _NAME.fullmatch(user):
        return Contact(NAME, account, storable(user))
    return None
