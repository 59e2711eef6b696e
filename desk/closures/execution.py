"""Executing a closure in the company's own core system: asked after the commit, recorded by its answer."""

from __future__ import annotations

from contextlib import suppress

from desk.accounts import eligibility
from desk.accounts.core import Order, order_key
from desk.accounts.errors import NotClosable
from desk.accounts.model import Account, Obstacle, ObstacleKind
from desk.accounts.ports import CoreSystem
from desk.clock import Clock, shanghai_date
from desk.closures.errors import NoLongerEligible, NoOpenApplication
from desk.closures.model import Act, Application, Stage
from desk.closures.notices import leave_notice
from desk.work import Transactions, Work


class Execution:
    """Asks the core system to close an account, and moves the application as it answers.

    The order to do so stands in the outbox before the first call, so that whoever dies between the call and
    the record is followed by somebody who asks again: the first answer to a reference is the answer for ever.
    """

    def __init__(self, transactions: Transactions, *, clock: Clock, core: CoreSystem) -> None:
        self._transactions, self._clock, self._core = transactions, clock, core

    def settle(self, customer: str, application_id: str, by: str) -> Application:
        """Close there, record it here; again changes nothing.

        Args:
            by: the proven name of who executes.

        Raises:
            LedgerUnavailable: no answer; the order stays in the outbox.
            NoLongerEligible: the core system refuses; the application is rejected.
        """
        found = self._asked(customer, application_id)
        with self._transactions.write() as work:
            work.outbox.finish(order_key(Order.CLOSE, customer, application_id))
            application = work.closures.get(application_id)
            if application is None:
                raise NoOpenApplication
            if application.stage is Stage.APPROVED:
                record(work, application, Act(by, self._clock(), work.audit), found)
        if application.stage is Stage.REJECTED:
            raise NoLongerEligible(found)
        return application

    def carry_out(self, customer: str, application_id: str, by: str) -> None:
        """The same for the order in the outbox, to which a refusal is an answer like another."""
        with suppress(NoLongerEligible):
            self.settle(customer, application_id, by)

    def _asked(self, customer: str, application_id: str) -> tuple[Obstacle, ...]:
        try:
            self._core.close(customer, application_id)
        except NotClosable as refusal:
            return self._reasons(refusal.account, application_id)
        return ()

    def _reasons(self, account: Account | None, application_id: str) -> tuple[Obstacle, ...]:
        today = shanghai_date(self._clock())
        found = eligibility.obstacles(account, on=today, application_id=application_id)
        # A reason that we have no word for is still a reason; this one sends the customer to the staff.
        return found or (Obstacle(ObstacleKind.FROZEN),)


def record(work: Work, application: Application, act: Act, found: tuple[Obstacle, ...]) -> None:
    """Move an executed application: closed, or rejected over what was found and its account set free."""
    if found:
        application.refuse(found, act)
        work.ledger.release(application.customer, application.id)
    else:
        application.close(act)
    leave_notice(work, application, found)
