"""What reviewers decide."""

from collections.abc import Callable
from functools import partial

from desk.closures.errors import NoLongerEligible
from desk.closures.lookup import Lookup, found_by_number
from desk.closures.model import Act, Application
from desk.closures.notices import leave_notice
from desk.errors import Conflict
from desk.staff.model import name_key
from desk.work import Work

Decision = Callable[[Application, Act], None]


class Review(Lookup):
    """The reviewers' verbs. ``by`` is a proven staff name; ``version`` the one that was looked at."""

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
            NoLongerEligible: obstacles came up; the application is rejected.
        """
        with self._transactions.write() as work:
            application = _for_decision(work, number, version)
            application.require_second_person(by)
            found = self._obstacles(work, application)
            act = self._staff_act(work, by)
            if found:
                application.refuse(found, act)
                self._released(work, application, found)
            else:
                application.close(act)
                work.ledger.close(application.customer, application.id)
                leave_notice(work, application)
        if found:
            raise NoLongerEligible(found)
        return application

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
