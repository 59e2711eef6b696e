"""Finding closure applications, and ending those that nobody cares for any more."""

from collections.abc import Sequence
from datetime import datetime

from desk.accounts import eligibility
from desk.accounts.model import Obstacle
from desk.clock import Clock, shanghai_date
from desk.closures import numbers, working_days
from desk.closures.errors import UnknownApplication
from desk.closures.model import FILED, Act, Application, Stage
from desk.closures.notices import leave_notice, leave_reminder
from desk.closures.policy import ClosurePolicy
from desk.work import Transactions, Work

SYSTEM = "system"


class Lookup:
    """What everybody may ask about applications, within what they may see."""

    def __init__(self, transactions: Transactions, *, clock: Clock, policy: ClosurePolicy) -> None:
        self._transactions = transactions
        self._clock = clock
        self._policy = policy

    @property
    def policy(self) -> ClosurePolicy:
        """The periods in force."""
        return self._policy

    def stage(self, customer: str) -> Stage:
        """Where the customer's open application stands; ``none`` without one."""
        application = self.current(customer)
        return application.stage if application else Stage.NONE

    def current(self, customer: str) -> Application | None:
        """The customer's open application; one that has been idle for too long ends here."""
        with self._transactions.read() as work:
            application = work.closures.open_of(customer)
        if application is not None and self._is_stale(application, self._clock()):
            self._expire(application.id, self._clock())
            return None
        return application

    def newest(self, customer: str) -> Application | None:
        """The customer's latest application in any stage, ended ones included."""
        with self._transactions.read() as work:
            return work.closures.newest_of(customer)

    def by_number(self, number: str, customer: str | None = None) -> Application:
        """The application of a number as a person typed it; for ``customer``'s eyes only when given.

        Raises:
            UnknownApplication: mistyped, nobody's, or somebody else's.
        """
        with self._transactions.read() as work:
            return found_by_number(work, number, customer)

    def for_review(self, stage: Stage | None = None) -> Sequence[Application]:
        """The filed applications, the soonest due first; those that wait for somebody, or one stage's."""
        with self._transactions.read() as work:
            return work.closures.in_stages(FILED if stage is None else {stage})

    def expire_stale(self, at: datetime | None = None) -> int:
        """End every application that its customer has left alone for too long; how many there were."""
        now = at or self._clock()
        with self._transactions.read() as work:
            idle = work.closures.idle_since(now - self._policy.idle)
        return sum(self._expire(application_id, now) for application_id in idle)

    def remind_due(self, at: datetime | None = None) -> int:
        """Remind of every filed application that is due by the next working day; each is told of once."""
        soon = working_days.after(shanghai_date(at or self._clock()), 1)
        due = [found for found in self.for_review() if found.due_date is not None and found.due_date <= soon]
        if due:
            with self._transactions.write() as work:
                for application in due:
                    leave_reminder(work, application)
        return len(due)

    def _expire(self, application_id: str, at: datetime) -> bool:
        with self._transactions.write() as work:
            application = work.closures.get(application_id)
            if application is None or not self._is_stale(application, at):
                return False
            application.expire(Act(SYSTEM, at, work.audit))
            leave_notice(work, application)
            return True

    def _is_stale(self, application: Application, at: datetime) -> bool:
        return application.idle_since(at - self._policy.idle)

    def _obstacles(self, work: Work, application: Application) -> tuple[Obstacle, ...]:
        account = work.ledger.account_of(application.customer)
        today = shanghai_date(self._clock())
        return eligibility.obstacles(account, on=today, application_id=application.id)

    def _act(self, work: Work, actor: str) -> Act:
        return Act(actor, self._clock(), work.audit)

    def _released(self, work: Work, application: Application) -> None:
        work.ledger.release(application.customer, application.id)
        leave_notice(work, application)


def found_by_number(work: Work, text: str, customer: str | None) -> Application:
    """See ``Lookup.by_number``, within a transaction."""
    number = numbers.read_number(text)
    application = work.closures.by_number(number)
    if application is None or (customer is not None and application.customer != customer):
        raise UnknownApplication(number)
    return application
