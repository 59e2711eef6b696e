"""Faces: offered, never required, and only after a consent of their own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from pydantic import SecretStr

from desk.accounts.model import Customer, Identity
from desk.accounts.ports import IdentityOnFile
from desk.keys import derive
from desk.notices.errors import NotYet
from desk.notices.model import Notice
from desk.verification.errors import (
    ChallengeNotOpen,
    ConsentRequired,
    DeviceNeeded,
    FaceUnavailable,
    MethodLocked,
    MethodUnavailable,
)
from desk.verification.methods import require_usable
from desk.verification.model import Attempt, FaceSession, Method, Status
from desk.verification.ports import FaceRequest, FaceResult, FaceStart, FaceVerifier, Outcome, Try
from desk.verification.sealing import Seals
from desk.verification.settling import Case, Settling

log = logging.getLogger(__name__)

FACE_NOTICE = "face"
LONGEST_DEVICE = 8_192
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(seconds=3), timedelta(seconds=10)


class Faces:
    """The face side of verification. The provider is called outside every transaction.

    How a check ended is learnt by asking the provider: when the customer comes back, and, in case they never
    do, from a notice that is due again and again until the link is over.
    """

    def __init__(
        self,
        settling: Settling,
        seals: Seals,
        provider: FaceVerifier | None,
        identities: IdentityOnFile,
        page: Callable[[str], str],
    ) -> None:
        self._settling, self._seals, self._provider = settling, seals, provider
        self._identities, self._page = identities, page

    @property
    def device_script(self) -> str:
        """See `VerificationService.device_script`."""
        return self._provider.device_script if self._provider is not None else ""

    def start(self, token: str, *, consent: bool, device: str = "") -> str:
        """See `VerificationService.start_face`."""
        provider = self._configured()
        if consent is not True:
            raise ConsentRequired
        device = device[:LONGEST_DEVICE]
        if provider.device_script and not device:
            raise DeviceNeeded(provider.device_script)
        identity = self._known(self._person(token))
        with self._settling.open_case(token) as case:
            attempt = self._reserve(case)
        back = self._page(f"/verify/{token}?face")
        begun = self._begin(token, attempt, FaceRequest(attempt.id, attempt.customer, identity, back, device))
        with self._settling.open_case(token) as case:
            session = FaceSession(attempt.challenge_id, begun.reference, attempt.id, attempt.at)
            case.work.challenges.put_face(session)
            payload = {"challenge_id": attempt.challenge_id, "check": attempt.id}
            case.work.outbox.add(FACE_NOTICE, _key(attempt.id), payload)
        return begun.url

    def check(self, token: str) -> Attempt:
        """See `VerificationService.check_face`."""
        self._configured()
        try:
            with self._settling.open_case(token) as case:
                session = case.work.challenges.face_of(case.challenge.id)
                if session is None:
                    return _settled_before(case)
                left, person = case.standing().left(Method.FACE), case.standing().record
        except ChallengeNotOpen as ended:
            with self._settling.case(token) as case:
                if Method.FACE in case.challenge.passed_methods and ended.status == Status.PASSED:
                    return Attempt(Status.PASSED, 0)
            raise
        result = self._ask(session, self._known(person))
        if result is FaceResult.PENDING:
            return Attempt(Status.OPEN, left, pending=True)
        with self._settling.case(token) as case:
            return self._settle(case, session, result)

    def poll(self, notice: Notice) -> None:
        """Ask how a check ended, for a customer who may not come back.

        Raises:
            NotYet: the provider does not know yet, and the link is not over.
        """
        token = self._seals.token(notice.payload["challenge_id"])
        try:
            with self._settling.open_case(token) as case:
                session, at = case.work.challenges.face_of(case.challenge.id), case.at
            ours = session is not None and session.try_id == notice.payload["check"]
            if ours and self.check(token).pending:
                raise NotYet(_next_poll(notice.attempts, at))
        except (ChallengeNotOpen, MethodUnavailable):
            # The link is over, or there is nobody on file any more.
            return

    def hint(self, reference: str) -> None:
        """See `VerificationService.face_hint`."""
        self._settling.hasten(reference, _key)

    def _begin(self, token: str, attempt: Try, request: FaceRequest) -> FaceStart:
        try:
            return self._configured().start(request)
        except FaceUnavailable:
            with self._settling.case(token) as case:
                case.work.challenges.settle_try(attempt.id, Outcome.VOID)
            raise MethodUnavailable(Method.FACE, "face_down") from None

    def _ask(self, session: FaceSession, identity: Identity) -> FaceResult:
        try:
            return self._configured().result(session.reference, session.try_id, identity)
        except FaceUnavailable:
            return FaceResult.PENDING

    def _person(self, token: str) -> Customer | None:
        with self._settling.open_case(token) as case:
            now = case.standing()
            require_usable(Method.FACE, self._settling.offered, now)
            return now.record

    def _known(self, person: Customer | None) -> Identity:
        identity = self._identities.identity(person) if person is not None else None
        if identity is None:
            raise MethodUnavailable(Method.FACE, "no_identity")
        return identity

    def _reserve(self, case: Case) -> Try:
        now = case.standing()
        require_usable(Method.FACE, self._settling.offered, now)
        if not now.faces_left:
            raise MethodLocked(Method.FACE, now.faces_again_at)
        attempt = self._settling.reserve(case, Method.FACE)
        facts = {"challenge": case.challenge.id}
        case.work.audit.append(
            case.challenge.application_id, attempt.customer, "verification.face_consent", facts, at=case.at
        )
        return attempt

    def _settle(self, case: Case, session: FaceSession, result: FaceResult) -> Attempt:
        known = case.work.challenges.face_of(session.challenge_id)
        if known != session:
            # Another tab, or the notice, has settled this check already.
            return _settled_before(case)
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

    def _configured(self) -> FaceVerifier:
        if self._provider is None:
            raise MethodUnavailable(Method.FACE, "not_offered")
        return self._provider


def _settled_before(case: Case) -> Attempt:
    """How this link's last face check ended, for somebody who asks after the result was known."""
    now = case.standing()
    here = [attempt for attempt in now.face_tries if attempt.challenge_id == case.challenge.id]
    if not here or here[-1].outcome is Outcome.PENDING:
        raise MethodUnavailable(Method.FACE, "not_started")
    return Attempt(case.status, now.left(Method.FACE) if case.status is Status.OPEN else 0)


def callback_token(secret: bytes | str | SecretStr) -> str:
    """What a provider shows with its hint that a check has ended."""
    return derive(secret, "verification/face callback").hex()


def _key(check: str) -> str:
    return f"{FACE_NOTICE}/{check}"


def _next_poll(attempts: int, at: datetime) -> datetime:
    return at + min(_FIRST_PAUSE * attempts, _LONGEST_PAUSE)
