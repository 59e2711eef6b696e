"""What happens to the books of the messaging apps, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from desk.bootstrap import Desk
from desk.channels.model import Allowed, AppUser, Arrival, Rendered
from desk.conversations.model import ButtonSpec, Reply, Role

FIVE = Allowed("said", 5, timedelta(hours=48))


THREE = Allowed("tapped", 3, timedelta(minutes=1))


def arrival(key: str, user: str = "ming", **more: Any) -> Arrival:
    return Arrival(key, "app", user, {"act": "said", "text": key}, **more)


def take(desk: Desk, *arrivals: Arrival, values: Mapping[str, str] | None = None) -> bool:
    return desk.channels.take("echo", arrivals, values)


def say(desk: Desk, user: AppUser, *texts: str, buttons: tuple[ButtonSpec, ...] = ()) -> str:
    """Something is said in the person's conversation."""
    conversation = desk.conversations.of(user.owner, is_visitor=not user.is_bound)
    replies = [Reply(text, None, buttons) for text in texts]
    desk.conversations.append(conversation.id, replies, role=Role.SYSTEM, place=user.id)
    return conversation.id


def plan(desk: Desk, user: AppUser, *keys: str, limited: bool = False) -> bool:
    outgoing = desk.channels.outgoing(user.id, limited=limited)
    assert outgoing is not None
    return desk.channels.keep(outgoing, [Rendered(key, {"text": key}) for key in keys], [])


def bind(desk: Desk, user: AppUser, owner: str) -> AppUser:
    ticket, _ = desk.bindings.invite(owner, user.channel)
    return desk.bindings.redeem(user.id, ticket, ())


def drained(desk: Desk, app_user_id: str) -> list[Any]:
    found = []
    while incoming := desk.channels.begin(app_user_id):
        desk.channels.done(incoming)
        found.append(incoming)
    return found
