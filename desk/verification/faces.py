"""Faces: offered, never required, and only after a consent of their own."""

from __future__ import annotations

from desk.verification.errors import ChallengeNotOpen, ConsentRequired, MethodLocked, MethodUnavailable
from desk.verification.methods import require_usable
from desk.verification.model import Attempt, FaceSession, Method, Status
from desk.verification.ports import FaceResult, FaceVerifier, Outcome, Try
from desk.verification.settling import Case, Settling
from desk.work import Transactions


class Faces:
    """The face side of verification. The provider is called outside every transaction."""

    def __init__(self, settling: Settling, transactions: Transactions, provider: FaceVerifier | None) -> None:
        self._settling, self._transactions, self._provider = settling, transactions, provider

    def start(self, token: str, *, consent: bool) -> str:
        """See `VerificationService.start_face`."""
        provider = self._configured()
        if consent is not True:
            raise ConsentRequired
        with self._settling.open_case(token) as case:
            attempt, name = self._reserve(case)
        begun = provider.start(attempt.challenge_id, attempt.customer, name)
        with self._settling.open_case(token) as case:
            session = FaceSession(attempt.challenge_id, begun.reference, attempt.id, attempt.at)
            case.work.challenges.put_face(session)
        return begun.url

    def check(self, token: str) -> Attempt:
        """See `VerificationService.check_face`."""
        provider = self._configured()
        with self._settling.open_case(token) as case:
            session = self._begun(case)
            left = case.standing().left(Method.FACE)
        result = provider.result(session.reference, session.challenge_id)
        if result is FaceResult.PENDING:
            return Attempt(Status.OPEN, left)
        with self._settling.case(token) as case:
            return self._settle(case, session, result)

    def _reserve(self, case: Case) -> tuple[Try, str]:
        now = case.standing()
        require_usable(Method.FACE, self._settling.offered, now)
        if not now.faces_left:
            raise MethodLocked(Method.FACE, now.faces_again_at)
        attempt = self._settling.reserve(case, Method.FACE)
        facts = {"challenge": case.challenge.id}
        case.work.audit.append(
            case.challenge.application_id, attempt.customer, "verification.face_consent", facts, at=case.at
        )
        return attempt, now.record.name if now.record else ""

    def _settle(self, case: Case, session: FaceSession, result: FaceResult) -> Attempt:
        known = case.work.challenges.face_of(session.challenge_id)
        if known != session:
            # Another tab has settled this check already.
            if case.status is not Status.OPEN:
                raise ChallengeNotOpen(case.status)
            raise MethodUnavailable(Method.FACE, "not_started")
        case.work.challenges.drop_face(session.challenge_id)
        attempt = Try(
            session.try_id,
            case.challenge.customer,
            case.challenge.id,
            Method.FACE,
            case.at,
            Outcome.PENDING,
        )
        settle = self._settling.right if result is FaceResult.PASSED else self._settling.wrong
        return settle(case, attempt)

    def _begun(self, case: Case) -> FaceSession:
        session = case.work.challenges.face_of(case.challenge.id)
        if session is None:
            raise MethodUnavailable(Method.FACE, "not_started")
        return session

    def _configured(self) -> FaceVerifier:
        if self._provider is None:
            raise MethodUnavailable(Method.FACE, "not_offered")
        return self._provider
