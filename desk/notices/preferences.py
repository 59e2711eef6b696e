"""What customers want to hear where. Codes, and a verification from a new place, are always told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Boolean, Column, String, Table, select
from sqlalchemy.orm import Session

from desk.persistence.registry import metadata
from desk.persistence.statements import changed, insert_if_new

if TYPE_CHECKING:
    from desk.work import Transactions


@dataclass(frozen=True)
class Preferences:
    """One customer's.

    Args:
        sms: news may come by text message when it reaches them nowhere else.
        push: news may come as a push of a messaging app.
    """

    customer: str
    sms: bool = True
    push: bool = True


class NoticePreferences(Protocol):
    """The preferences, within one transaction."""

    def of(self, customer: str) -> Preferences:
        """What a customer wants; everything, until they say otherwise."""

    def put(self, wanted: Preferences) -> None:
        """Keep what a customer wants."""


preferences = Table(
    "notice_preferences",
    metadata,
    Column("customer", String(255), primary_key=True),
    Column("sms", Boolean, nullable=False),
    Column("push", Boolean, nullable=False),
)


class SqlNoticePreferences:
    """The preferences in the database."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, customer: str) -> Preferences:
        """See the port."""
        query = select(preferences).where(preferences.c.customer == customer)
        row = self._session.execute(query).first()
        return Preferences(**row._mapping) if row else Preferences(customer)

    def put(self, wanted: Preferences) -> None:
        """See the port."""
        mine = preferences.update().where(preferences.c.customer == wanted.customer)
        if not changed(self._session, mine.values(sms=wanted.sms, push=wanted.push)):
            insert_if_new(self._session, preferences, vars(wanted))


class PreferenceService:
    """Reads and changes what customers want."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, customer: str) -> Preferences:
        """What a customer wants."""
        with self._transactions.read() as work:
            return work.preferences.of(customer)

    def change(self, customer: str, *, sms: bool | None = None, push: bool | None = None) -> Preferences:
        """Set what is given and leave the rest; what the customer wants now."""
        with self._transactions.write() as work:
            known = work.preferences.of(customer)
            wanted = Preferences(
                customer,
                sms=known.sms if sms is None else sms,
                push=known.push if push is None else push,
            )
            work.preferences.put(wanted)
            return wanted
