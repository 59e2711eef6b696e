"""One customer of the core system, and what has become of the closing."""

from __future__ import annotations

from desk.bootstrap import Desk
from desk.closures.model import Stage

CUSTOMER, DAY = "shop/42", "2026-12-01"


def deliver(desk: Desk) -> None:
    desk.notices.deliver(desk.core_orders)


def stage_of(desk: Desk) -> Stage:
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    return newest.stage


def events(desk: Desk) -> list[str]:
    newest = desk.closures.newest(CUSTOMER)
    assert newest is not None
    return [event.kind for event in desk.audit.of(newest.id) if event.kind.startswith("closure.")]


def waiting(desk: Desk) -> int:
    return desk.notices.backlog(desk.core_orders.keys()).waiting
