"""What a right or a wrong try changes, in one transaction: challenge, counts, application, outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import uuid4

from desk.clock import Clock
from desk.closures.model import Stage
from desk.verification import methods
from desk.verification.errors import ChallengeNotOpen, TooManyRequests, UnknownChallenge
from desk.verification.limits import Guard
from desk.verification.methods import Standing, standing
from desk.verification.model import Attempt, Challenge, Method, Status, Verification
from desk.verification.ports import Closures, Outcome, Try
from desk.verification.sealing import Seals, token_digest
from desk.work import Transactions, Work

PASSED_NOTICE = "verification_passed"


@dataclass
class Case:
    """One challenge with its customer's guard held: nothing about it changes elsewhere until the end."""

    work: Work
    challenge: Challenge
    guard: Guard
    status: Status
    at: datetime
    seals: Seals

    def standing(self) -> Standing:
        """What counts now."""
        return standing(self.work, self.challenge, self.guard, self.at, self.seals)


class Settling:
    """Opens challenges for a try and settles what came of it."""

    def __init__(
        self,
        transactions: Transactions,
        *,
        clock: Clock,
        seals: Seals,
        closures: Closures,
        offered: tuple[Method, ...],
    ) -> None:
        self._transactions = transactions
        self._clock = clock
        self._seals = seals
        self._closures = closures
        self.offered = offered

    @contextmanager
    def case(self, token: str) -> Iterator[Case]:
        """The challenge behind a link, in a writing transaction.

        Raises:
            UnknownChallenge: no link like this was ever given out.
        """
        with self._transactions.write() as work:
            found = work.challenges.by_token(token_digest(token))
            if found is None:
                raise UnknownChallenge
            guard = work.challenges.guard(found.customer)
            # Read again: only now can nobody else be changing it.
            challenge = work.challenges.get(found.id) or found
            at = self._clock()
            yield Case(work, challenge, guard, status_of(work, challenge, at), at, self._seals)

    @contextmanager
    def open_case(self, token: str) -> Iterator[Case]:
        """The same, for a link that is not over; one whose tries were all wrong ends here.

        Raises:
            UnknownChallenge: no link like this was ever given out.
            ChallengeNotOpen: it is over.
        """
        with self.case(token) as case:
            # A process that died while it evaluated the last try could not end the challenge itself.
            if case.status is Status.OPEN and case.standing().is_spent:
                self.fail(case)
            ended = case.status is not Status.OPEN
            if not ended:
                yield case
        if ended:
            raise ChallengeNotOpen(case.status)

    def note(self, notice_id: int, reason: str) -> None:
        """Say how far the delivery of a notice is, so that whoever finds it after a crash knows."""
        with self._transactions.write() as work:
            work.outbox.note(notice_id, reason)

    @contextmanager
    def held(self, customer: str) -> Iterator[Work]:
        """A writing transaction in which nothing else changes about this customer's verification."""
        with self._transactions.write() as work:
            work.challenges.guard(customer)
            yield work

    def hasten(self, reference: str, key: Callable[[str], str]) -> None:
        """The notice of the face check that a provider calls by this name is due now."""
        with self._transactions.write() as work:
            check = work.challenges.check_by_reference(reference)
            if check is not None:
                work.outbox.hasten(key(check), self._clock())

    def is_live(self, customer: str, digest: str) -> bool:
        """Whether the code with this digest can still be used."""
        with self._transactions.read() as work:
            code = work.challenges.code_of(customer)
        return code is not None and code.digest == digest and self._clock() < code.expires_at

    def reserve(self, case: Case, method: Method) -> Try:
        """Count a try before it is evaluated.

        Raises:
            TooManyRequests: every try that is left is being evaluated.
            MethodLocked: the password has none left.
        """
        now = case.standing()
        if not now.left_in_all:
            raise TooManyRequests(1)
        if method is Method.PASSWORD:
            case.guard.reserve_password(case.at)
            case.work.challenges.save_guard(case.guard)
        attempt = Try(
            uuid4().hex, case.challenge.customer, case.challenge.id, method, case.at, Outcome.PENDING
        )
        case.work.challenges.add_try(attempt)
        return attempt

    def right(self, case: Case, attempt: Try) -> Attempt:
        """The try was right: one method is done, and with the last one the whole challenge."""
        case.work.challenges.settle_try(attempt.id, Outcome.RIGHT)
        if attempt.method is Method.PASSWORD:
            case.guard.password_was_right()
        if case.status is Status.OPEN:
            case.challenge = case.challenge.with_passed(attempt.method)
            case.status = case.challenge.status
            case.work.challenges.save(case.challenge)
            if case.status is Status.PASSED:
                self._passed(case)
        case.work.challenges.save_guard(case.guard)
        return self._attempt(case, attempt.method)

    def wrong(self, case: Case, attempt: Try) -> Attempt:
        """The try was wrong: after the tenth in all, the challenge has failed."""
        case.work.challenges.settle_try(attempt.id, Outcome.WRONG)
        if case.status is Status.OPEN and case.standing().is_spent:
            self.fail(case)
        return self._attempt(case, attempt.method)

    def fail(self, case: Case) -> None:
        """Too many wrong tries: the application is abandoned, and a new one refused for a day."""
        case.challenge = replace(case.challenge, status=Status.FAILED)
        case.status = Status.FAILED
        case.guard.bar(case.at)
        case.work.challenges.save(case.challenge)
        case.work.challenges.save_guard(case.guard)
        case.work.challenges.drop_code(case.challenge.customer)
        self._closures.verification_failed(case.work, case.challenge.application_id)

    def _passed(self, case: Case) -> None:
        challenge = case.challenge
        proof = Verification(
            id=uuid4().hex,
            customer=challenge.customer,
            application_id=challenge.application_id,
            methods=challenge.passed_methods,
            passed_at=case.at,
        )
        case.guard.passed(case.at)
        case.work.challenges.add_proof(proof)
        self._closures.verified(case.work, challenge.application_id, proof)
        told = {
            "customer": challenge.customer,
            "conversation_id": challenge.conversation_id,
            "application_id": challenge.application_id,
            "expires_at": proof.expires_at.isoformat(),
        }
        case.work.outbox.add(PASSED_NOTICE, f"{PASSED_NOTICE}/{challenge.id}", told)

    def _attempt(self, case: Case, method: Method) -> Attempt:
        if case.status is not Status.OPEN:
            return Attempt(case.status, 0)
        now = case.standing()
        usable = any(view.available for view in methods.views(self.offered, now))
        return Attempt(Status.OPEN if usable else Status.LOCKED, now.left(method))


def status_of(work: Work, challenge: Challenge, at: datetime) -> Status:
    """How the challenge stands; it is over, too, when its application no longer waits for it."""
    status = challenge.status_at(at)
    if status is Status.OPEN:
        application = work.closures.get(challenge.application_id)
        if application is None or application.stage is not Stage.VERIFYING:
            return Status.EXPIRED
    return status
