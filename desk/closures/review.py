"""What reviewers decide."""

from collections.abc import Callable
from functools import partial

from desk.accounts.errors import LedgerUnavailable
from desk.accounts.model import Obstacle
from desk.clock import Clock
from desk.closures.errors import ClosingUnderWay, NoLongerEligible
from desk.closures.execution import Execution, record
from desk.closures.lookup import Lookup, found_by_number
from desk.closures.model import Act, Application, Stage
from desk.closures.notices import leave_notice
from desk.closures.policy import ClosurePolicy
from desk.errors import ConfigurationError, Conflict
from desk.staff.model import name_key
from desk.work import Transactions, Work

Decision = Callable[[Application, Act], None]


class Review(Lookup):
    """The reviewers' verbs. ``by`` is a proven staff name; ``version`` the one that was looked at.

    Args:
        execution: closes accounts in the company's own core system, where there is one.
    """

    def __init__(
        self,
        transactions: Transactions,
        *,
        clock: Clock,
        policy: ClosurePolicy,
        execution: Execution | None = None,
    ) -> None:
        super().__init__(transactions, clock=clock, policy=policy)
        self._execution = execution

    def approve(self, number: str, by: str, *, version: int | None = None) -> Application:
        """Accept a submitted application; eligibility is checked when it is executed.

        Raises:
            UnknownApplication, MoveNotAllowed, Conflict: nothing was decided.
        """
        with self._transactions.write() as work:
            application = self._decided(work, number, by, version, Application.approve)
            leave_notice(work, application)
            return application

    def reject(self, number: str, by: str, reason: str, *, version: int | None = None) -> Application:
        """Turn a submitted application down, for a reason that the customer reads as written.

        Raises:
            ReasonMissing, UnknownApplication, MoveNotAllowed, Conflict: nothing was decided.
        """
        with self._transactions.write() as work:
            application = self._decided(work, number, by, version, partial(_reject, reason=reason))
            self._released(work, application)
            return application

    def execute(self, number: str, by: str, *, version: int | None = None) -> Application:
        """Close the account of an approved application, as somebody else than its approver.

        Raises:
            FourEyes, UnknownApplication, MoveNotAllowed, Conflict: nothing was decided.
            LedgerUnavailable: the books cannot be asked; nothing was decided.
            NoLongerEligible: obstacles came up; the application is rejected.
            ClosingUnderWay: the core system was told and has not answered; it is asked until it does.
        """
        customer = self.by_number(number).customer
        with self._transactions.write(about=customer) as work:
            application = _for_decision(work, number, version)
            application.require_second_person(by)
            found = self._executed(work, application, self._staff_act(work, by))
        if found:
            raise NoLongerEligible(found)
        return application if application.stage is Stage.CLOSED else self._settled(application, by)

    def _executed(self, work: Work, application: Application, act: Act) -> tuple[Obstacle, ...]:
        """Close or refuse within this transaction, or leave the order to close; what stands against it."""
        if work.ledger.is_closing(application.customer, application.id):
            return ()
        found = self._obstacles(work, application)
        if found or work.ledger.close(application.customer, application.id, act.actor):
            record(work, application, act, found)
        else:
            application.execution_asked(act)
        return found

    def _settled(self, application: Application, by: str) -> Application:
        if self._execution is None:
            raise ConfigurationError("An account is being closed in a core system that is not set up here.")
        try:
            return self._execution.settle(application.customer, application.id, by)
        except LedgerUnavailable as away:
            raise ClosingUnderWay from away

    def _decided(
        self, work: Work, number: str, by: str, version: int | None, decide: Decision
    ) -> Application:
        application = _for_decision(work, number, version)
        decide(application, self._staff_act(work, by))
        return application

    def _staff_act(self, work: Work, by: str) -> Act:
        name_key(by)
        return self._act(work, by)


def _reject(application: Application, act: Act, *, reason: str) -> None:
    application.reject(reason, act)


def _for_decision(work: Work, number: str, version: int | None) -> Application:
    application = found_by_number(work, number, None)
    if version is not None and application.version != version:
        raise Conflict
    return application
