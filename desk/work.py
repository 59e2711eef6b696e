"""One transaction of the business, and where transactions come from."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from desk.accounts.ports import AccountLedger, CustomerRecords
from desk.audit.ports import AuditTrail
from desk.channels.ports import Channels, Passes
from desk.closures.ports import Applications
from desk.conversations.ports import Conversations
from desk.notices.ports import Outbox
from desk.notices.preferences import NoticePreferences
from desk.staff.ports import StaffRecords
from desk.verification.ports import Challenges


@dataclass(frozen=True)
class Work:
    """Everything that one transaction may read and change; it is kept or undone as a whole.

    Each topic adds its repository here and builds it in ``desk.persistence.transactions``.
    """

    customers: CustomerRecords
    ledger: AccountLedger
    closures: Applications
    challenges: Challenges
    conversations: Conversations
    outbox: Outbox
    preferences: NoticePreferences
    audit: AuditTrail
    channels: Channels
    passes: Passes
    staff: StaffRecords


class Transactions(Protocol):
    """Where a service gets its transactions from."""

    def write(self, *, lasting: bool = True, about: str | None = None) -> AbstractContextManager[Work]:
        """A transaction that is committed at the end of the block, and undone when the block raises.

        Args:
            lasting: wait until the commit would survive a power cut. Without, a power cut (not a crash) may
                undo the newest commits, in order; nothing that appends to the audit trail may do without.
            about: the customer whose account ``ledger`` is asked for. Books outside the database are asked
                before the transaction begins, so that nobody waits for them inside.

        Raises:
            DatabaseBusy: another writer was in the way for five seconds; nothing was changed.
            Conflict: a record was changed by somebody else since it was read; nothing was changed.
            ValueError: something was audited that was not to last; nothing was changed.
        """

    def read(self, *, about: str | None = None) -> AbstractContextManager[Work]:
        """A consistent look at the database; what is changed through it is thrown away.

        Args:
            about: as for ``write``.
        """
