"""One person in an app, several customers at once: one of them gets the person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk.bootstrap import Desk
from desk.channels.errors import BoundToAnother
from desk.channels.model import Arrival
from tests.journey import arrive

MANY = 8


def test_who_is_claimed_by_many_at_once_speaks_for_one(desk: Desk) -> None:
    desk.channels.take("echo", [Arrival("m1", "app", "ming", {"act": "said", "text": "你好"})])
    (app_user_id,) = desk.channels.due(10)
    tickets = [desk.bindings.invite(arrive(desk), "echo")[0] for _ in range(MANY)]
    gate = Barrier(MANY)

    def bind(ticket: str) -> str | None:
        gate.wait()
        try:
            return desk.bindings.redeem(app_user_id, ticket, ()).owner
        except BoundToAnother:
            return None

    with ThreadPoolExecutor(MANY) as pool:
        owners = [owner for owner in pool.map(bind, tickets) if owner is not None]
    assert owners == [desk.channels.user(app_user_id).owner]
    bound = [event for event in desk.audit.of(f"app-user/{app_user_id}") if event.kind == "app_user.bound"]
    assert [event.actor for event in bound] == owners
