"""What verification needs from outside: a place to keep things, a provider of text messages, one of faces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from desk.accounts.model import Identity
from desk.verification.limits import Guard
from desk.verification.model import Challenge, FaceSession, Method, OneTimeCode, Verification

if TYPE_CHECKING:
    from desk.work import Work


class Outcome(StrEnum):
    """What became of a try; `pending` while it is evaluated, `void` when the provider failed."""

    PENDING = "pending"
    WRONG = "wrong"
    RIGHT = "right"
    VOID = "void"


@dataclass(frozen=True)
class Try:
    """One try to prove an identity."""

    id: str
    customer: str
    challenge_id: str
    method: Method
    at: datetime
    outcome: Outcome


class Challenges(Protocol):
    """Everything about verification that is kept, within one transaction."""

    def guard(self, customer: str) -> Guard:
        """The customer's guard, held until the transaction ends: nobody else counts in the meantime."""

    def look_at_guard(self, customer: str) -> Guard:
        """The customer's guard, for looking only."""

    def save_guard(self, guard: Guard) -> None:
        """Keep what was counted."""

    def add(self, challenge: Challenge, token_digest: str) -> None:
        """Keep a new challenge under the digest of its link's token; the token itself is kept nowhere."""

    def save(self, challenge: Challenge) -> None:
        """Keep the methods passed and the status."""

    def get(self, challenge_id: str) -> Challenge | None:
        """A challenge by its id."""

    def by_token(self, token_digest: str) -> Challenge | None:
        """The challenge behind a link."""

    def open_for(self, application_id: str) -> Challenge | None:
        """The application's challenge that is stored as open, its time over or not; there is at most one."""

    def code_of(self, customer: str) -> OneTimeCode | None:
        """The customer's only code."""

    def put_code(self, code: OneTimeCode) -> None:
        """Keep a code; it takes the place of the one before."""

    def drop_code(self, customer: str) -> None:
        """The code is used or void."""

    def hold_phone(self, phone_digest: str) -> None:
        """Until the transaction ends nobody else has a code sent to this phone, for whatever customer."""

    def count_sending(self, customer: str, phone_digest: str, at: datetime) -> None:
        """A code is going out."""

    def sent_since(self, customer: str, phone_digest: str, since: datetime) -> Sequence[datetime]:
        """When codes went out to this customer or this phone."""

    def add_try(self, attempt: Try) -> None:
        """Count a try, before it is evaluated."""

    def settle_try(self, try_id: str, outcome: Outcome) -> None:
        """Say how a try ended."""

    def tries_since(self, customer: str, since: datetime) -> Sequence[Try]:
        """The customer's tries after `since`, oldest first."""

    def put_face(self, session: FaceSession) -> None:
        """Keep the face check under way; a challenge has at most one."""

    def face_of(self, challenge_id: str) -> FaceSession | None:
        """The challenge's face check under way."""

    def drop_face(self, challenge_id: str) -> None:
        """The face check is over."""

    def check_by_reference(self, reference: str) -> str | None:
        """Our name for the face check under way that a provider calls by this name."""

    def add_place(self, customer: str, digest: str, at: datetime) -> bool:
        """Keep from where a customer verified; True when they have verified before, but never from there."""

    def add_proof(self, proof: Verification) -> None:
        """Keep the proof that a customer passed."""

    def proof_for(self, application_id: str) -> Verification | None:
        """The application's newest proof that has not been used."""

    def use_proof(self, proof_id: str, at: datetime) -> bool:
        """Use a proof up; False when that has happened before."""

    def barred_until(self, customer: str) -> datetime | None:
        """Before when the customer may not start a new application; None or past when they may."""


class SmsKind(StrEnum):
    """Which registered template a message is: a code, or a notice that says only that there is news."""

    CODE = "code"
    NOTICE = "notice"


@dataclass(frozen=True)
class Sms:
    """One text message.

    Args:
        text: what the customer reads.
        code: for providers that fill their own registered template; empty in a notice.
        key: the same for every attempt to send this message.
    """

    phone: str
    text: str = field(repr=False)
    code: str = field(repr=False)
    key: str
    kind: SmsKind = SmsKind.CODE


class SmsSender(Protocol):
    """A provider of text messages."""

    def send(self, sms: Sms) -> None:
        """Hand one message over; return once the provider has accepted it.

        The provider is given `sms.key`, so that staff can find the message there. It must end within 30 s.

        Raises:
            SmsNotSent: the provider surely sent nothing; with `permanent` it is not tried again.
            SmsUnsure: there was no answer, or none that says; it is never tried again.
        """


class FaceResult(StrEnum):
    """How far a provider is with a face."""

    PENDING = "pending"
    PASSED = "passed"
    REFUSED = "refused"


@dataclass(frozen=True)
class FaceRequest:
    """One face check, as a provider has to know it.

    Args:
        check: our own name for this check, 32 letters and digits, used once.
        identity: whose face it has to be, as on file.
        back: where the provider sends the customer afterwards.
        device: what the provider's script said about the device, where the provider wants it.
    """

    check: str
    customer: str
    identity: Identity
    back: str = field(repr=False)
    device: str = field(default="", repr=False)


@dataclass(frozen=True)
class FaceStart:
    """Where the customer shows the face, and the provider's own name for the check."""

    url: str
    reference: str = field(repr=False)


class FaceVerifier(Protocol):
    """A provider that compares a live face with a register of persons."""

    @property
    def device_script(self) -> str:
        """The address of the script that describes the device to the provider; empty when it wants none."""

    def start(self, request: FaceRequest) -> FaceStart:
        """Begin a check. The customer's coming back from `url` proves nothing; only `result` does.

        It must end within 30 s.

        Raises:
            FaceUnavailable: no check could be begun; nothing counts against the customer.
        """

    def result(self, reference: str, check: str, identity: Identity) -> FaceResult:
        """Ask the provider itself; an answer about another check or another person is a refusal.

        Raises:
            FaceUnavailable: there was no usable answer; worth asking again.
        """


class Closures(Protocol):
    """What the closure application does when a verification ends, in the same transaction."""

    def verified(self, work: Work, application_id: str, proof: Verification) -> None:
        """The customer has passed: the last word comes next."""

    def verification_failed(self, work: Work, application_id: str) -> None:
        """Too many wrong tries in all: the application is abandoned."""


SmsText = Callable[[str, int], str]
"""Makes the message from the code and the minutes it lives."""
