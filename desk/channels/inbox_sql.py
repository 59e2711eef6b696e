"""What came from messaging apps, and how much may be said in return, in the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from desk.channels.model import Allowed, InboxState, Incoming
from desk.channels.tables import allowances, inbox
from desk.channels.users_sql import SqlAppUsers, opened
from desk.persistence.statements import changed, insert_if_new

_INCOMING = [
    inbox.c[name] for name in ("id", "app_user_id", "channel", "digest", "attempts", "not_before", "body")
]


class SqlInbox(SqlAppUsers):
    """The inbox within one session."""

    def add_incoming(
        self, app_user_id: str, channel: str, digest: str, body: Mapping[str, Any] | None, at: datetime
    ) -> bool:
        """See the port."""
        row = {"channel": channel, "digest": digest, "app_user_id": app_user_id, "attempts": 0}
        row |= {"state": InboxState.DONE if body is None else InboxState.RECEIVED, "created_at": at}
        row |= {"not_before": at, "body": None if body is None else self._box.seal(body)}
        return insert_if_new(self._session, inbox, row)

    def next_incoming(self, app_user_id: str) -> Incoming | None:
        """See the port."""
        mine = select(*_INCOMING).where(
            inbox.c.app_user_id == app_user_id, inbox.c.state == InboxState.RECEIVED
        )
        row = self._session.execute(mine.order_by(inbox.c.id).limit(1)).first()
        # A changed secret key makes it unreadable: there is nothing left to do for it.
        return Incoming(**{**row._mapping, "body": opened(self._box, row.body) or {}}) if row else None

    def claim_incoming(self, incoming: Incoming, *, until: datetime) -> bool:
        """See the port."""
        mine = update(inbox).where(
            inbox.c.id == incoming.id,
            inbox.c.state == InboxState.RECEIVED,
            inbox.c.attempts == incoming.attempts,
        )
        return changed(self._session, mine.values(attempts=incoming.attempts + 1, not_before=until)) == 1

    def settle_incoming(self, incoming_id: int, *, failed: bool = False) -> None:
        """See the port."""
        state = InboxState.FAILED if failed else InboxState.DONE
        self._session.execute(update(inbox).where(inbox.c.id == incoming_id).values(state=state, body=None))

    def postpone_incoming(self, incoming_id: int, *, until: datetime) -> None:
        """See the port."""
        waiting = update(inbox).where(inbox.c.id == incoming_id, inbox.c.state == InboxState.RECEIVED)
        self._session.execute(waiting.values(not_before=until))

    def allow(self, app_user_id: str, allowed: Allowed, at: datetime) -> None:
        """See the port."""
        self._session.execute(
            delete(allowances).where(
                allowances.c.app_user_id == app_user_id, allowances.c.kind == allowed.kind
            )
        )
        row = {"app_user_id": app_user_id, "kind": allowed.kind, "messages": allowed.messages}
        insert_if_new(self._session, allowances, {**row, "expires_at": at + allowed.lasts})

    def room(self, app_user_id: str, at: datetime) -> int:
        """See the port."""
        found = self._soonest(app_user_id, at)
        return found[1] if found else 0

    def take_room(self, app_user_id: str, at: datetime) -> bool:
        """See the port."""
        found = self._soonest(app_user_id, at)
        if found is None:
            return False
        mine = update(allowances).where(
            allowances.c.app_user_id == app_user_id,
            allowances.c.kind == found[0],
            allowances.c.messages == found[1],
        )
        return changed(self._session, mine.values(messages=found[1] - 1)) == 1

    def use_up(self, app_user_id: str) -> None:
        """See the port."""
        self._session.execute(delete(allowances).where(allowances.c.app_user_id == app_user_id))

    def _soonest(self, app_user_id: str, at: datetime) -> tuple[str, int] | None:
        query = select(allowances.c.kind, allowances.c.messages).where(
            allowances.c.app_user_id == app_user_id,
            allowances.c.messages > 0,
            allowances.c.expires_at > at,
        )
        row = self._session.execute(query.order_by(allowances.c.expires_at).limit(1)).first()
        return (row.kind, row.messages) if row else None
