"""Books that a company keeps in a system of its own: asked before a transaction, told after its commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from hashlib import sha256

from desk.accounts.errors import LedgerUnavailable, NotClosable
from desk.accounts.model import Account, Freeze, FreezeKind
from desk.accounts.ports import CoreSystem
from desk.notices.errors import NotNow, Undeliverable
from desk.notices.model import Notice
from desk.notices.ports import Handler, Outbox
from desk.work import Transactions

_log = logging.getLogger(__name__)


class Order(StrEnum):
    """What the core system is told to do, by the kind of the notice that carries it."""

    FREEZE = "ledger_freeze"
    RELEASE = "ledger_release"
    CLOSE = "ledger_close"


@dataclass(frozen=True)
class Sight:
    """What the core system said of one customer before a transaction, or that it said nothing."""

    customer: str
    account: Account | None
    failure: LedgerUnavailable | None = None

    @classmethod
    def of(cls, core: CoreSystem, customer: str) -> Sight:
        """Ask now. A failure is raised only when somebody wants to know: many a verb never does."""
        try:
            return cls(customer, core.account_of(customer))
        except LedgerUnavailable as failure:
            return cls(customer, None, failure)


class CoreLedger:
    """The port ``AccountLedger`` for a core system; its changes leave through the outbox.

    Args:
        sight: what was seen before the transaction.
        has_ended: whether a reference is a closure application of ours that has ended. A freeze of such a one
            is being taken back, and stands against nothing.
    """

    def __init__(self, sight: Sight | None, outbox: Outbox, *, has_ended: Callable[[str], bool]) -> None:
        self._sight, self._outbox, self._has_ended = sight, outbox, has_ended

    def account_of(self, customer: str) -> Account | None:
        """See the port."""
        if self._sight is None or self._sight.customer != customer:
            raise LookupError("The transaction was begun without about=, or about somebody else.")
        if self._sight.failure is not None:
            raise LedgerUnavailable from self._sight.failure
        return self._sight.account and self._without_spent_freezes(self._sight.account)

    def freeze(self, customer: str, ref: str) -> None:
        """See the port."""
        self._tell(Order.FREEZE, customer, ref)

    def release(self, customer: str, ref: str) -> None:
        """See the port."""
        self._tell(Order.RELEASE, customer, ref)

    def close(self, customer: str, ref: str, by: str) -> bool:
        """See the port."""
        self._tell(Order.CLOSE, customer, ref, by=by)
        return False

    def is_closing(self, customer: str, ref: str) -> bool:
        """See the port."""
        return self._outbox.is_waiting(order_key(Order.CLOSE, customer, ref))

    def _tell(self, order: Order, customer: str, ref: str, **facts: str) -> None:
        payload = {"customer": customer, "ref": ref, **facts}
        self._outbox.add(order, order_key(order, customer, ref), payload)

    def _without_spent_freezes(self, account: Account) -> Account:
        standing = (freeze for freeze in account.freezes if not self._is_spent(freeze))
        return replace(account, freezes=tuple(standing))

    def _is_spent(self, freeze: Freeze) -> bool:
        return freeze.kind is FreezeKind.CLOSING and self._has_ended(freeze.ref)


def order_key(order: Order, customer: str, ref: str) -> str:
    """The key of an order; those of one account begin alike."""
    return f"{_lane(customer)}{ref}/{order.removeprefix('ledger_')}"


def order_handlers(
    core: CoreSystem, transactions: Transactions, close: Callable[[str, str, str], object]
) -> Mapping[str, Handler]:
    """The handlers of orders: those of one account are carried out in the order in which they were given.

    Args:
        close: closes and records it, for customer, reference and who executes.
    """

    def in_turn(carry_out: Callable[[Notice], object]) -> Handler:
        def handle(notice: Notice) -> None:
            with transactions.read() as work:
                if work.outbox.waits_before(notice, _lane(notice.payload["customer"])):
                    raise NotNow
            try:
                carry_out(notice)
            except NotClosable as refused:
                raise Undeliverable from refused
            except Exception as fault:
                # Also one of ours: what may have been done there must be recorded here, however late.
                if not isinstance(fault, LedgerUnavailable):
                    _log.error("an order to the core system is not settled: %s", type(fault).__name__)
                raise NotNow from fault

        return handle

    return {
        Order.FREEZE: in_turn(lambda told: core.freeze(told.payload["customer"], told.payload["ref"])),
        Order.RELEASE: in_turn(lambda told: core.release(told.payload["customer"], told.payload["ref"])),
        Order.CLOSE: in_turn(
            lambda told: close(told.payload["customer"], told.payload["ref"], told.payload["by"])
        ),
    }


def _lane(customer: str) -> str:
    # A digest: customers' names may be longer than a key, and have slashes of their own.
    return f"ledger/{sha256(customer.encode()).hexdigest()[:24]}/"
