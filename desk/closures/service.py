"""What customers, reviewers and the clock do with closure applications."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from uuid import uuid4

from desk.accounts import eligibility
from desk.accounts.model import Obstacle
from desk.clock import Clock, shanghai_date
from desk.closures import numbers, working_days
from desk.closures.errors import (
    AlreadyOpen,
    MoveNotAllowed,
    NoLongerEligible,
    NoOpenApplication,
    NotEligible,
    ProofExpired,
    ProofNotFitting,
    UnknownApplication,
    VerificationBarred,
)
from desk.closures.model import FILED, Act, Application, Stage
from desk.closures.notices import leave_notice
from desk.closures.policy import ClosurePolicy
from desk.errors import Conflict, DomainError
from desk.verification.model import Verification
from desk.work import Transactions, Work

SYSTEM = "system"
Decision = Callable[[Application, Act], None]


class ClosureService:
    """Every verb is one transaction, its audit event and its notice included.

    A verb that moves the application *and* refuses commits the move first, then raises.
    """

    def __init__(self, transactions: Transactions, *, clock: Clock, policy: ClosurePolicy) -> None:
        self._transactions = transactions
        self._clock = clock
        self._policy = policy

    @property
    def policy(self) -> ClosurePolicy:
        """The periods in force."""
        return self._policy

    # Looking

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
            return _found(work, number, customer)

    def proof_expires_at(self, application: Application) -> datetime | None:
        """Until when the last word may be given on the present proof."""
        return application.proven_at + self._policy.proof_lifetime if application.proven_at else None

    # The customer's verbs

    def start(self, customer: str, conversation_id: str) -> Application:
        """Begin a closure, or go on with the open one.

        Raises:
            NotEligible: with every obstacle; also when they came up while an application was in hand.
            VerificationBarred: verification failed for good lately.
        """
        self.current(customer)
        try:
            with self._transactions.write() as work:
                return self._opened(work, customer, conversation_id)
        except AlreadyOpen:
            # Two tabs began at once; the other one was first.
            with self._transactions.read() as work:
                return _open(work, customer)

    def accept(self, customer: str, consent_version: str) -> Application:
        """The customer accepts the consequences in this version.

        Raises:
            NoOpenApplication, MoveNotAllowed: there is nothing to accept.
        """
        with self._transactions.write() as work:
            application = _open(work, customer)
            application.accept(consent_version, self._act(work, customer))
            return application

    def submit(self, customer: str) -> Application:
        """Give the last word; again gives the same application.

        Raises:
            NoOpenApplication, MoveNotAllowed: the customer is not at the last word.
            NotEligible: obstacles came up; the application is abandoned.
            ProofExpired: the proof grew too old; the application is back at verifying.
        """
        with self._transactions.write() as work:
            application = _open(work, customer)
            refusal = self._submit(work, application)
        if refusal is not None:
            raise refusal
        return application

    def stop(self, customer: str) -> Application:
        """End an application that is not filed yet.

        Raises:
            NoOpenApplication, MoveNotAllowed: there is nothing to stop.
        """
        with self._transactions.write() as work:
            application = _open(work, customer)
            application.stop(self._act(work, customer))
            return application

    def withdraw(self, customer: str) -> Application:
        """Take a filed application back; the account is free again.

        Raises:
            NoOpenApplication, MoveNotAllowed: nothing is filed.
        """
        with self._transactions.write() as work:
            application = _open(work, customer)
            application.withdraw(self._act(work, customer))
            self._released(work, application)
            return application

    # The reviewers' verbs; ``version`` is the one that the reviewer looked at

    def for_review(self, stage: Stage | None = None) -> Sequence[Application]:
        """The filed applications, the soonest due first; those that wait for somebody, or one stage's."""
        with self._transactions.read() as work:
            return work.closures.in_stages(FILED if stage is None else {stage})

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
            act = self._act(work, by)
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

    # What verification and the clock do

    def verified(self, work: Work, application_id: str, proof: Verification) -> None:
        """Within verification's own transaction: the customer has passed.

        Raises:
            MoveNotAllowed: the application does not wait for a verification any more.
        """
        application = _known(work, application_id)
        application.verified(proof, Act(application.customer, proof.passed_at, work.audit))

    def verification_failed(self, work: Work, application_id: str) -> None:
        """Within verification's own transaction: too many wrong tries in all.

        An application that has ended in the meantime stays as it is.
        """
        application = _known(work, application_id)
        if application.stage is Stage.VERIFYING:
            application.verification_failed(self._act(work, application.customer))
            leave_notice(work, application)

    def expire_stale(self, at: datetime | None = None) -> int:
        """End every application that its customer has left alone for too long; how many there were."""
        now = at or self._clock()
        with self._transactions.read() as work:
            idle = work.closures.idle_since(now - self._policy.idle)
        return sum(self._expire(application_id, now) for application_id in idle)

    def _opened(self, work: Work, customer: str, conversation_id: str) -> Application:
        application = work.closures.open_of(customer)
        if application is not None and application.stage in FILED:
            return application
        found = self._obstacles(work, application or Application("", customer, conversation_id))
        if found:
            raise NotEligible(found)
        return application or self._new(work, customer, conversation_id)

    def _new(self, work: Work, customer: str, conversation_id: str) -> Application:
        barred_until = work.challenges.barred_until(customer)
        if barred_until is not None and self._clock() < barred_until:
            raise VerificationBarred(barred_until)
        application = Application(uuid4().hex, customer, conversation_id)
        application.start(self._act(work, customer))
        work.closures.add(application)
        return application

    def _submit(self, work: Work, application: Application) -> DomainError | None:
        """Submit, or make the move that a refusal brings with it and hand the refusal back."""
        if application.stage in FILED:
            return None
        if application.stage is not Stage.CONFIRMING:
            raise MoveNotAllowed(application.stage, Stage.SUBMITTED)
        act = self._act(work, application.customer)
        if found := self._obstacles(work, application):
            application.refuse(found, act)
            return NotEligible(found)
        try:
            self._file(work, application, act)
        except ProofExpired as expired:
            application.prove_again(act)
            return expired
        return None

    def _file(self, work: Work, application: Application, act: Act) -> None:
        proof = work.challenges.proof_for(application.id)
        # Used up at once, whatever comes of it: a proof that is too old is worth nothing later either.
        if proof is None or not work.challenges.use_proof(proof.id, act.at):
            raise ProofNotFitting
        today = shanghai_date(act.at)
        due = working_days.after(today, self._policy.review_days)
        number = numbers.new_number(today)
        while work.closures.by_number(number) is not None:
            number = numbers.new_number(today)
        application.submit(proof=proof, number=number, due_date=due, policy=self._policy, act=act)
        work.ledger.freeze(application.customer, application.id)

    def _decided(
        self, work: Work, number: str, by: str, version: int | None, decide: Decision
    ) -> Application:
        application = _for_decision(work, number, version)
        decide(application, self._act(work, by))
        return application

    def _released(self, work: Work, application: Application, found: tuple[Obstacle, ...] = ()) -> None:
        work.ledger.release(application.customer, application.id)
        leave_notice(work, application, found)

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


def _reject(application: Application, act: Act, *, reason: str) -> None:
    application.reject(reason, act)


def _open(work: Work, customer: str) -> Application:
    application = work.closures.open_of(customer)
    if application is None:
        raise NoOpenApplication
    return application


def _known(work: Work, application_id: str) -> Application:
    application = work.closures.get(application_id)
    if application is None:
        raise NoOpenApplication
    return application


def _found(work: Work, text: str, customer: str | None) -> Application:
    number = numbers.read_number(text)
    application = work.closures.by_number(number)
    if application is None or (customer is not None and application.customer != customer):
        raise UnknownApplication(number)
    return application


def _for_decision(work: Work, number: str, version: int | None) -> Application:
    application = _found(work, number, None)
    if version is not None and application.version != version:
        raise Conflict
    return application
