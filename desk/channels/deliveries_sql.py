"""What goes out to messaging apps, in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from desk.channels.inbox_sql import SqlInbox
from desk.channels.model import Delivery, DeliveryState, FailedDelivery, Rendered
from desk.channels.tables import app_users, deliveries
from desk.channels.users_sql import opened
from desk.persistence.statements import changed, insert_if_new

_DELIVERY = [
    deliveries.c[name] for name in ("id", "app_user_id", "key", "attempts", "not_before", "reply_to", "body")
]
_FORGOTTEN: Mapping[str, Any] = {"body": None, "reply_to": None}
_LONGEST_ERROR = 200


class SqlChannels(SqlInbox):
    """App users, inbox and deliveries within one session."""

    def add_deliveries(
        self,
        app_user_id: str,
        rendered: Sequence[Rendered],
        *,
        at: datetime,
        of_conversation: bool,
        reply_to: Mapping[str, Any] | None = None,
    ) -> None:
        """See the port."""
        row = {"app_user_id": app_user_id, "state": DeliveryState.WAITING, "attempts": 0, "not_before": at}
        row |= {"of_conversation": of_conversation, "created_at": at}
        row |= {"reply_to": None if reply_to is None else self._box.seal(reply_to)}
        for one in rendered:
            own = {"key": one.key, "body": self._box.seal(one.body)}
            insert_if_new(self._session, deliveries, {**row, **own})

    def next_delivery(self, app_user_id: str) -> Delivery | None:
        """See the port."""
        mine = select(*_DELIVERY).where(
            deliveries.c.app_user_id == app_user_id, deliveries.c.state == DeliveryState.WAITING
        )
        row = self._session.execute(mine.order_by(deliveries.c.id).limit(1)).first()
        if row is None:
            return None
        body, reply_to = opened(self._box, row.body) or {}, opened(self._box, row.reply_to)
        return Delivery(**{**row._mapping, "body": body, "reply_to": reply_to})

    def claim_delivery(self, delivery: Delivery, *, until: datetime) -> bool:
        """See the port."""
        mine = update(deliveries).where(
            deliveries.c.id == delivery.id,
            deliveries.c.state == DeliveryState.WAITING,
            deliveries.c.attempts == delivery.attempts,
        )
        return changed(self._session, mine.values(attempts=delivery.attempts + 1, not_before=until)) == 1

    def sent(self, delivery_id: int, at: datetime) -> None:
        """See the port."""
        self._settle(delivery_id, state=DeliveryState.SENT, settled_at=at, error=None)

    def postpone_delivery(self, delivery_id: int, *, until: datetime, error: str, uncounted: bool) -> None:
        """See the port."""
        values: dict[str, Any] = {"not_before": until, "error": error[:_LONGEST_ERROR]}
        if uncounted:
            values["attempts"] = deliveries.c.attempts - 1
        waiting = update(deliveries).where(
            deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.WAITING
        )
        self._session.execute(waiting.values(**values))

    def give_up_delivery(self, delivery_id: int, error: str, at: datetime) -> None:
        """See the port."""
        self._settle(delivery_id, state=DeliveryState.FAILED, settled_at=at, error=error[:_LONGEST_ERROR])

    def drop_deliveries(self, app_user_id: str, at: datetime, *, all_of_them: bool = False) -> None:
        """See the port."""
        waiting = update(deliveries).where(
            deliveries.c.app_user_id == app_user_id, deliveries.c.state == DeliveryState.WAITING
        )
        if not all_of_them:
            waiting = waiting.where(deliveries.c.of_conversation.is_(True))
        dropped = {"state": DeliveryState.DROPPED, "settled_at": at, **_FORGOTTEN}
        self._session.execute(waiting.values(**dropped))

    def failed_deliveries(self, limit: int) -> Sequence[FailedDelivery]:
        """See the port."""
        query = (
            select(
                deliveries.c.id,
                app_users.c.channel,
                deliveries.c.app_user_id,
                deliveries.c.attempts,
                deliveries.c.error,
                deliveries.c.settled_at.label("at"),
            )
            .join(app_users)
            .where(deliveries.c.state == DeliveryState.FAILED)
            .order_by(deliveries.c.id.desc())
            .limit(limit)
        )
        return [FailedDelivery(**row._mapping) for row in self._session.execute(query)]

    def _settle(self, delivery_id: int, **values: Any) -> None:
        mine = update(deliveries).where(deliveries.c.id == delivery_id)
        self._session.execute(mine.values(**values, **_FORGOTTEN))
