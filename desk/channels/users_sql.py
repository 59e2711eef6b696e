"""App users in the database, and for whom there is something to do."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, union, update
from sqlalchemy.orm import Session

from desk.channels.model import AppUser, ChannelBacklog, DeliveryState, InboxState, unbound_owner
from desk.channels.sealing import Box, Unopenable
from desk.channels.tables import allowances, app_users, deliveries, inbox, leases, links, passes, values
from desk.conversations.model import State
from desk.conversations.tables import conversations
from desk.persistence.statements import insert_if_new

_USER = [column for column in app_users.c if column.name != "created_at"]


class SqlAppUsers:
    """The app users within one session."""

    def __init__(self, session: Session, box: Box) -> None:
        self._session, self._box = session, box

    def user_of(self, channel: str, app: str, user: str, at: datetime) -> AppUser:
        """See the port."""
        who = (app_users.c.channel == channel, app_users.c.app == app, app_users.c.user == user)
        known = self._user(select(*_USER).where(*who).with_for_update())
        if known is None:
            insert_if_new(self._session, app_users, self._new(channel, app, user, at))
            known = self._user(select(*_USER).where(*who).with_for_update())
        assert known is not None  # noqa: S101 - it was there or has just been made
        return known

    def user(self, app_user_id: str) -> AppUser | None:
        """See the port."""
        return self._user(select(*_USER).where(app_users.c.id == app_user_id))

    def change_user(self, app_user_id: str, **changes: Any) -> None:
        """See the port."""
        if "reply_to" in changes:
            changes["reply_to"] = self._box.seal(changes["reply_to"])
        mine = update(app_users).where(app_users.c.id == app_user_id)
        self._session.execute(mine.values(**changes))

    def bound_to(self, owner: str | None) -> Sequence[AppUser]:
        """See the port."""
        query = select(*_USER).where(app_users.c.bound_at.is_not(None))
        if owner is not None:
            query = query.where(app_users.c.owner == owner)
        rows = self._session.execute(query.order_by(app_users.c.bound_at.desc(), app_users.c.id))
        return [self._made(row) for row in rows]

    def due(self, at: datetime, limit: int, channels: Collection[str] | None) -> Sequence[str]:
        """See the port."""
        served = () if channels is None else (app_users.c.channel.in_(channels),)
        listening = (app_users.c.held.is_(False), app_users.c.blocked.is_(False), *served)
        came = (
            select(inbox.c.app_user_id)
            .join(app_users)
            .where(inbox.c.state == InboxState.RECEIVED, inbox.c.not_before <= at, *served)
        )
        waits = (
            select(deliveries.c.app_user_id)
            .join(app_users)
            .where(deliveries.c.state == DeliveryState.WAITING, deliveries.c.not_before <= at, *listening)
        )
        told = select(app_users.c.id).join(conversations, conversations.c.place == app_users.c.id)
        unsent = told.where(conversations.c.last_seq > conversations.c.sent_seq, *listening)
        return list(self._session.scalars(union(came, waits, unsent).limit(limit)))

    def taken_over(self) -> Sequence[tuple[AppUser, bool]]:
        """See the port."""
        here = select(*_USER).join(conversations, conversations.c.place == app_users.c.id)
        claimed = conversations.c.state == State.CLAIMED
        begun = here.where(claimed, app_users.c.with_person.is_(False))
        ended = here.where(~claimed, app_users.c.with_person.is_(True))
        return [
            (self._made(row), to) for query, to in ((begun, True), (ended, False)) for row in self._all(query)
        ]

    def backlog(self) -> ChannelBacklog:
        """See the port."""
        conditions = (
            inbox.c.state == InboxState.RECEIVED,
            deliveries.c.state == DeliveryState.WAITING,
            app_users.c.held.is_(True),
            deliveries.c.state == DeliveryState.FAILED,
        )
        counts = (select(func.count()).where(one) for one in conditions)
        return ChannelBacklog(*(self._session.scalar(query) or 0 for query in counts))

    def purge(self, before: datetime, at: datetime) -> None:
        """See the port."""
        settled = inbox.c.state != InboxState.RECEIVED, inbox.c.created_at < before
        self._session.execute(delete(inbox).where(*settled))
        self._session.execute(delete(deliveries).where(deliveries.c.settled_at < before))
        for table in (allowances, values, passes, links):
            self._session.execute(delete(table).where(table.c.expires_at < at))
        self._session.execute(delete(leases).where(leases.c.until < at))

    def _new(self, channel: str, app: str, user: str, at: datetime) -> dict[str, Any]:
        app_user_id = secrets.token_hex(16)
        return {
            "id": app_user_id,
            "channel": channel,
            "app": app,
            "user": user,
            "identity": user,
            "owner": unbound_owner(app_user_id),
            "blocked": False,
            "held": False,
            "with_person": False,
            "offered": [],
            "reply_to": self._box.seal({}),
            "last_seen_at": at,
            "bound_at": None,
            "created_at": at,
        }

    def _user(self, query: Select[Any]) -> AppUser | None:
        row = self._session.execute(query).first()
        return self._made(row) if row else None

    def _all(self, query: Select[Any]) -> Sequence[Row[Any]]:
        return self._session.execute(query).all()

    def _made(self, row: Row[Any]) -> AppUser:
        return AppUser(**{**row._mapping, "reply_to": opened(self._box, row.reply_to) or {}})


def opened(box: Box, sealed: str | None) -> Any:
    """What is in there; None when nothing is, or when the secret key was changed since."""
    if sealed is None:
        return None
    try:
        return box.open(sealed)
    except Unopenable:
        return None
