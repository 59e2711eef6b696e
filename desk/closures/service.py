"""What customers and their verification do with closure applications."""

from uuid import uuid4

from desk.clock import shanghai_date
from desk.closures import numbers, working_days
from desk.closures.errors import (
    AlreadyOpen,
    ClosingUnderWay,
    MoveNotAllowed,
    NoOpenApplication,
    NotEligible,
    ProofExpired,
    ProofNotFitting,
    VerificationBarred,
)
from desk.closures.model import FILED, Act, Application, Stage
from desk.closures.notices import leave_notice, tell_submitted
from desk.closures.review import Review
from desk.errors import DomainError
from desk.verification.model import Verification
from desk.work import Work


class ClosureService(Review):
    """Every verb is one transaction, its audit event and its notice included.

    A verb that moves the application *and* refuses commits the move first, then raises.
    """

    def start(self, customer: str, conversation_id: str) -> Application:
        """Begin a closure, or go on with the open one.

        Raises:
            NotEligible: with every obstacle; also when they came up while an application was in hand.
            VerificationBarred: verification failed for good lately.
            LedgerUnavailable: the books cannot be asked; nothing was changed.
        """
        self.current(customer)
        try:
            with self._transactions.write(about=customer) as work:
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
            LedgerUnavailable: the books cannot be asked; nothing was changed.
        """
        with self._transactions.write(about=customer) as work:
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
            ClosingUnderWay: the account is being closed this moment.
        """
        with self._transactions.write() as work:
            application = _open(work, customer)
            if work.ledger.is_closing(customer, application.id):
                raise ClosingUnderWay
            application.withdraw(self._act(work, customer))
            self._released(work, application)
            return application

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
        tell_submitted(work, application, act.at)


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
