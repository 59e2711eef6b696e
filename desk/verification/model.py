"""What a verification is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

LINK_LIFETIME = timedelta(minutes=10)
CODE_LIFETIME = timedelta(minutes=5)
PROOF_LIFETIME = timedelta(minutes=10)
PURPOSE = "close_account"


class Method(StrEnum):
    """How a customer can prove who they are."""

    PASSWORD = "password"  # noqa: S105 - a method's name
    SMS = "sms"
    FACE = "face"


class Trouble(StrEnum):
    """Why a code may not have arrived."""

    UNSURE = "unsure"  # nobody knows whether the provider took it
    LIMITED = "limited"  # the provider sends no more to this phone for now
    NUMBER = "number"  # the phone takes no text messages
    PROVIDER = "provider"  # no provider can send


class Status(StrEnum):
    """Where a challenge stands; `locked` is never stored, it means open with no method left for now."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    EXPIRED = "expired"
    LOCKED = "locked"


@dataclass(frozen=True)
class Challenge:
    """One request to prove an identity, for one application, behind one link."""

    id: str
    customer: str
    application_id: str
    conversation_id: str
    required: int
    created_at: datetime
    expires_at: datetime
    passed_methods: tuple[Method, ...] = ()
    status: Status = Status.OPEN
    purpose: str = PURPOSE

    def status_at(self, at: datetime) -> Status:
        """The stored status, or `expired` once the link's time is over."""
        over = self.status is Status.OPEN and at >= self.expires_at
        return Status.EXPIRED if over else self.status

    def with_passed(self, method: Method) -> Challenge:
        """The challenge after one method succeeded: passed when that was the last one required."""
        methods = tuple(dict.fromkeys((*self.passed_methods, method)))
        status = Status.PASSED if len(methods) >= self.required else Status.OPEN
        return replace(self, passed_methods=methods, status=status)


@dataclass(frozen=True)
class Verification:
    """The proof that a customer passed: good for one application, used once.

    Closing functions ask for it as an argument, so that none can be called without one.
    """

    id: str
    customer: str
    application_id: str
    methods: tuple[Method, ...]
    passed_at: datetime

    @property
    def expires_at(self) -> datetime:
        """Until when the last word may be given on the strength of this proof."""
        return self.passed_at + PROOF_LIFETIME


@dataclass(frozen=True)
class OneTimeCode:
    """The one live code of a customer; only a keyed digest of it is kept.

    ``trouble`` is why it may not have arrived, once that is known.
    """

    customer: str
    challenge_id: str
    digest: str
    expires_at: datetime
    wrong: int = 0
    trouble: Trouble | None = None


@dataclass(frozen=True)
class FaceSession:
    """A face check under way at a provider, begun after the customer's separate consent.

    ``reference`` is the provider's name for it, ``try_id`` ours.
    """

    challenge_id: str
    reference: str
    try_id: str
    consented_at: datetime


@dataclass(frozen=True)
class ChallengeLink:
    """What the chat shows: where to verify, until when, and how."""

    token: str = field(repr=False)
    expires_at: datetime
    methods: tuple[Method, ...]

    @property
    def path(self) -> str:
        """The page, below the public address."""
        return f"/verify/{self.token}"


@dataclass(frozen=True)
class MethodView:
    """A method as the page offers it.

    `reason` says why it cannot be used, `until` for how long; `note` what to know about it though it can.
    """

    method: Method
    available: bool
    reason: str | None = None
    until: datetime | None = None
    note: str | None = None


@dataclass(frozen=True)
class ChallengeView:
    """Everything the verification page may show."""

    purpose: str
    account: str
    methods: tuple[MethodView, ...]
    expires_at: datetime
    status: Status
    stage: str
    code_sent_to: str | None = None


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way: to which masked phone, good until when, and when to ask for another."""

    phone: str
    expires_at: datetime
    again_at: datetime


@dataclass(frozen=True)
class Attempt:
    """The outcome of an evaluated try; ``pending`` while the provider of a face check has none yet."""

    status: Status
    attempts_left: int
    pending: bool = False
