"""Shared values, leases, one-time passes and ties of links, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from desk.channels.sealing import Box
from desk.channels.tables import leases, links, passes, values
from desk.channels.users_sql import opened
from desk.persistence.statements import changed, insert_if_new


class SqlPasses:
    """Small values with an end within one session."""

    def __init__(self, session: Session, box: Box) -> None:
        self._session, self._box = session, box

    def value(self, channel: str, name: str, at: datetime) -> str | None:
        """See the port."""
        mine = select(values.c.value).where(values.c.channel == channel, values.c.name == name)
        lasting = or_(values.c.expires_at.is_(None), values.c.expires_at > at)
        found: str | None = opened(self._box, self._session.scalar(mine.where(lasting)))
        return found

    def put_value(self, channel: str, name: str, value: str, until: datetime | None) -> None:
        """See the port."""
        row = {"value": self._box.seal(value), "expires_at": until}
        if not insert_if_new(self._session, values, {"channel": channel, "name": name, **row}):
            mine = update(values).where(values.c.channel == channel, values.c.name == name)
            self._session.execute(mine.values(**row))

    def lease(self, channel: str, name: str, holder: str, at: datetime, lasts: timedelta) -> bool:
        """See the port."""
        row = {"holder": holder, "until": at + lasts}
        if insert_if_new(self._session, leases, {"channel": channel, "name": name, **row}):
            return True
        mine = update(leases).where(leases.c.channel == channel, leases.c.name == name)
        return changed(self._session, mine.where(leases.c.until <= at).values(**row)) == 1

    def release(self, channel: str, name: str, holder: str) -> None:
        """See the port."""
        mine = (leases.c.channel == channel, leases.c.name == name, leases.c.holder == holder)
        self._session.execute(delete(leases).where(*mine))

    def add(self, digest: str, purpose: str, data: Mapping[str, Any], until: datetime) -> None:
        """See the port."""
        row = {"digest": digest, "purpose": purpose, "data": self._box.seal(data), "expires_at": until}
        insert_if_new(self._session, passes, row)

    def look(self, digest: str, purpose: str, at: datetime) -> Mapping[str, Any] | None:
        """See the port."""
        good = (passes.c.digest == digest, passes.c.purpose == purpose, passes.c.expires_at > at)
        found: Mapping[str, Any] | None = opened(
            self._box, self._session.scalar(select(passes.c.data).where(*good))
        )
        return found

    def take(self, digest: str, purpose: str, at: datetime) -> Mapping[str, Any] | None:
        """See the port."""
        found = self.look(digest, purpose, at)
        mine = delete(passes).where(passes.c.digest == digest, passes.c.purpose == purpose)
        # Whoever deletes it has it: of two that come at once, one finds nothing left.
        return found if changed(self._session, mine) == 1 else None

    def tie_link(self, token_digest: str, app_user_id: str | None, until: datetime) -> None:
        """See the port."""
        row = {"digest": token_digest, "app_user_id": app_user_id, "expires_at": until}
        if insert_if_new(self._session, links, row):
            return
        mine = update(links).where(links.c.digest == token_digest)
        if app_user_id is not None:
            mine = mine.where(links.c.app_user_id.is_not(None))
        self._session.execute(mine.values(app_user_id=app_user_id))

    def link_tied_to(self, token_digest: str) -> str | None:
        """See the port."""
        return self._session.scalar(select(links.c.app_user_id).where(links.c.digest == token_digest))
