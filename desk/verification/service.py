"""Verification: links for the chat, and everything that the verification page can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from desk.accounts.model import Account
from desk.accounts.ports import IdentityOnFile
from desk.clock import Clock
from desk.closures.model import Application, Stage
from desk.errors import ConfigurationError
from desk.notices.news import News, leave_news
from desk.verification.codes import Codes
from desk.verification.errors import MalformedTry, NothingToVerify, UnknownChallenge
from desk.verification.faces import Faces
from desk.verification.methods import require_usable, standing, views
from desk.verification.model import (
    LINK_LIFETIME,
    Attempt,
    Challenge,
    ChallengeLink,
    ChallengeView,
    CodeSent,
    Method,
    Status,
)
from desk.verification.passwords import Passwords
from desk.verification.policy import VerificationPolicy
from desk.verification.ports import Closures, FaceVerifier, SmsSender, SmsText, Try
from desk.verification.sealing import Seals, masked_phone, token_digest
from desk.verification.settling import Settling, status_of
from desk.work import Transactions, Work

LONGEST_PASSWORD = 64
NEW_PLACE = "new_place"


class VerificationService:
    """Proves who a customer is.

    Args:
        policy: which methods are offered, and how many must pass.
        seals: the keys, from the system's secret.
        passwords: compares payment passwords.
        closures: told in the same transaction when a verification ends.
        account_label: a customer's account as it may be shown, empty when it cannot be told.
        sms_text: makes the text message with a code.
        sms: the provider of text messages; without one, codes are not offered.
        face: the provider of face checks; without one, faces are not offered.
        identities: whose face a customer's has to be.
        page: makes the address of the verification page from its path.

    Raises:
        ConfigurationError: without the missing providers, somebody could never pass.
    """

    def __init__(
        self,
        transactions: Transactions,
        *,
        clock: Clock,
        policy: VerificationPolicy,
        seals: Seals,
        passwords: Passwords,
        closures: Closures,
        account_label: Callable[[str], str],
        sms_text: SmsText,
        sms: SmsSender | None,
        face: FaceVerifier | None = None,
        identities: IdentityOnFile,
        page: Callable[[str], str] = str,
    ) -> None:
        self._transactions, self._clock, self._policy = transactions, clock, policy
        self._seals, self._passwords, self._account_label = seals, passwords, account_label
        missing = {Method.SMS if sms is None else None, Method.FACE if face is None else None}
        self._offered = tuple(method for method in policy.offered if method not in missing)
        self._require_passable()
        self._settling = Settling(
            transactions, clock=clock, seals=seals, closures=closures, offered=self._offered
        )
        self._codes = Codes(self._settling, seals, sms_text, sms)
        self._faces = Faces(self._settling, seals, face, identities, page)
        self.deliver_sms = self._codes.deliver
        """The handler of `sms` notices."""
        self.poll_face = self._faces.poll
        """The handler of `face` notices."""

    def link(self, customer: str) -> ChallengeLink:
        """Where the customer proves who they are: the live link, else a new one.

        Raises:
            NothingToVerify: no application of this customer waits for a verification.
            LedgerUnavailable: a new link is needed, and the books cannot be asked whose phone it goes with.
        """
        with self._transactions.read() as work:
            application = _verifying(work, customer)
            live = work.challenges.open_for(application.id)
        if live is None or live.status_at(self._clock()) is not Status.OPEN:
            live = self._new_challenge(customer)
        return ChallengeLink(self._seals.token(live.id), live.expires_at, self._offered)

    def view(self, token: str) -> ChallengeView:
        """What the page may show. Nothing changes.

        Raises:
            UnknownChallenge: no link like this was ever given out.
        """
        at = self._clock()
        with self._transactions.read() as work:
            challenge = work.challenges.by_token(token_digest(token))
            if challenge is None:
                raise UnknownChallenge
            view = self._view(work, challenge, at)
        return replace(view, account=self._account_label(challenge.customer))

    def send_code(self, token: str) -> CodeSent:
        """Send a code to the phone on file; it takes the place of the one before.

        Raises:
            UnknownChallenge, ChallengeNotOpen, MethodUnavailable: nothing can be sent through this link.
            TooManyRequests: a minute has not passed, or the hour's or the day's codes are used up.
        """
        return self._codes.send(token)

    def resend(self, customer: str) -> CodeSent:
        """Send a code again, asked for in the chat.

        Raises:
            NothingToVerify: no application waits for a verification.
            MethodUnavailable, TooManyRequests: as for `send_code`.
        """
        return self._codes.send(self.link(customer).token)

    def check_code(self, token: str, code: str) -> Attempt:
        """Try a code.

        Raises:
            MalformedTry: not six digits; it is not counted.
            UnknownChallenge, ChallengeNotOpen, MethodUnavailable, NoLiveCode, TooManyRequests: not tried.
        """
        return self._codes.check(token, code)

    def check_password(self, token: str, password: str) -> Attempt:
        """Try the payment password.

        The try is counted and committed before the password is hashed, so that parallel guesses get no more
        evaluations than the limit allows.

        Raises:
            MalformedTry: nothing that can be a password; it is not counted.
            UnknownChallenge, ChallengeNotOpen, MethodUnavailable, MethodLocked, TooManyRequests: not tried.
        """
        if not 1 <= len(password) <= LONGEST_PASSWORD or not _is_text(password):
            raise MalformedTry
        attempt, password_hash = self._reserve_password(token)
        is_right = self._passwords.matches(password_hash, password)
        with self._settling.case(token) as case:
            if not is_right:
                return self._settling.wrong(case, attempt)
            if self._passwords.is_outdated(password_hash):
                case.work.customers.set_password_hash(attempt.customer, self._passwords.hash(password))
            return self._settling.right(case, attempt)

    @property
    def device_script(self) -> str:
        """The script that describes a device to the provider of face checks; empty when none is wanted."""
        return self._faces.device_script

    def start_face(self, token: str, consent: bool, device: str = "") -> str:
        """Begin a face check; where the customer goes for it.

        Args:
            consent: the customer's separate consent to having the face compared.
            device: what the provider's script said about the device.

        Raises:
            ConsentRequired: there is none.
            DeviceNeeded: the provider wants to know the device, and nothing was said; nothing counts yet.
            UnknownChallenge, ChallengeNotOpen, MethodUnavailable, MethodLocked, TooManyRequests: not begun.
        """
        return self._faces.start(token, consent=consent, device=device)

    def check_face(self, token: str) -> Attempt:
        """Ask the provider how the face check ended; `pending` while it has not.

        Raises:
            UnknownChallenge, ChallengeNotOpen: nothing to ask.
            MethodUnavailable: no face check was begun.
        """
        return self._faces.check(token)

    def verified_from(self, token: str, place: str) -> None:
        """Somebody passed through this link at a place; the customer is told when it is a new one.

        Args:
            place: the network that the call came from, as text.
        """
        with self._transactions.write() as work:
            challenge = work.challenges.by_token(token_digest(token))
            if challenge is None or challenge.status is not Status.PASSED:
                return
            where = self._seals.place_digest(place)
            if work.challenges.add_place(challenge.customer, where, self._clock()):
                told = {"customer": challenge.customer, "conversation_id": challenge.conversation_id}
                work.outbox.add(NEW_PLACE, f"{NEW_PLACE}/{challenge.id}", told)
                leave_news(work, News.NEW_PLACE, key=f"{NEW_PLACE}/{challenge.id}", **told)

    def face_hint(self, reference: str) -> None:
        """Somebody says that the check of this name has ended: the provider itself is asked soon."""
        self._faces.hint(reference)

    def _require_passable(self) -> None:
        most = max(count for _, count in self._policy.required)
        if most > len([method for method in self._offered if method is not Method.FACE]):
            raise ConfigurationError(
                "policy.yml: verification.required asks for more methods than can be offered without a "
                "provider of text messages: set one up, or ask for fewer."
            )

    def _reserve_password(self, token: str) -> tuple[Try, str]:
        with self._settling.open_case(token) as case:
            now = case.standing()
            require_usable(Method.PASSWORD, self._offered, now)
            attempt = self._settling.reserve(case, Method.PASSWORD)
        return attempt, now.record.password_hash if now.record else ""

    def _new_challenge(self, customer: str) -> Challenge:
        with self._transactions.write(about=customer) as work:
            # Held, so that two tabs that ask at once get the same link.
            work.challenges.guard(customer)
            application = _verifying(work, customer)
            at = self._clock()
            known = work.challenges.open_for(application.id)
            if known is not None and known.status_at(at) is Status.OPEN:
                return known
            if known is not None:
                work.challenges.save(replace(known, status=Status.EXPIRED))
            return self._added(work, application, at)

    def _added(self, work: Work, application: Application, at: datetime) -> Challenge:
        account = work.ledger.account_of(application.customer)
        if account:
            _keep_contact(work, account)
        challenge = Challenge(
            id=uuid4().hex,
            customer=application.customer,
            application_id=application.id,
            conversation_id=application.conversation_id,
            required=self._policy.required_for(account.credit_limit if account else 0),
            created_at=at,
            expires_at=at + LINK_LIFETIME,
        )
        work.challenges.add(challenge, token_digest(self._seals.token(challenge.id)))
        return challenge

    def _view(self, work: Work, challenge: Challenge, at: datetime) -> ChallengeView:
        guard = work.challenges.look_at_guard(challenge.customer)
        now = standing(work, challenge, guard, at, self._seals)
        offered = views(self._offered, now)
        status = status_of(work, challenge, at)
        if status is Status.OPEN and not any(method.available for method in offered):
            status = Status.LOCKED
        application = work.closures.get(challenge.application_id)
        return ChallengeView(
            purpose=challenge.purpose,
            account="",
            methods=offered,
            expires_at=challenge.expires_at,
            status=status,
            stage=str(application.stage if application else Stage.NONE),
            code_sent_to=masked_phone(now.record.phone) if now.record and now.code else None,
        )


def _verifying(work: Work, customer: str) -> Application:
    application = work.closures.open_of(customer)
    if application is None or application.stage is not Stage.VERIFYING:
        raise NothingToVerify
    return application


def _keep_contact(work: Work, account: Account) -> None:
    """Codes go to the phone that the books have now, not to the one that they had."""
    record = work.customers.get(account.customer)
    if record is None or (record.name, record.phone) != (account.holder_name, account.phone):
        work.customers.set_contact(account.customer, account.holder_name, account.phone)


def _is_text(password: str) -> bool:
    # JSON can carry halves of surrogate pairs, which are no text.
    return not any("\ud800" <= character <= "\udfff" for character in password)
