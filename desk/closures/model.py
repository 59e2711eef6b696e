"""The closure application and the one table of its stages and moves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from desk.accounts.model import Obstacle
from desk.audit.ports import AuditTrail
from desk.closures.errors import FourEyes, MoveNotAllowed, ProofExpired, ProofNotFitting, ReasonMissing
from desk.closures.policy import ClosurePolicy
from desk.staff.model import same_person
from desk.verification.model import Verification


class Stage(StrEnum):
    """Where an application stands; ``none`` is said of a customer who has none open."""

    NONE = "none"
    CONSENTING = "consenting"
    VERIFYING = "verifying"
    CONFIRMING = "confirming"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"


MOVES: Mapping[Stage, frozenset[Stage]] = {
    Stage.NONE: frozenset({Stage.CONSENTING}),
    Stage.CONSENTING: frozenset({Stage.VERIFYING, Stage.ABANDONED}),
    Stage.VERIFYING: frozenset({Stage.CONFIRMING, Stage.ABANDONED}),
    Stage.CONFIRMING: frozenset({Stage.SUBMITTED, Stage.VERIFYING, Stage.ABANDONED}),
    Stage.SUBMITTED: frozenset({Stage.APPROVED, Stage.REJECTED, Stage.WITHDRAWN}),
    Stage.APPROVED: frozenset({Stage.CLOSED, Stage.REJECTED, Stage.WITHDRAWN}),
    Stage.CLOSED: frozenset(),
    Stage.REJECTED: frozenset(),
    Stage.WITHDRAWN: frozenset(),
    Stage.ABANDONED: frozenset(),
}
OPEN = frozenset(stage for stage, ways in MOVES.items() if ways) - {Stage.NONE}
# Before submission the customer is at work on it; after it the account is frozen and the staff are.
IN_HAND = frozenset({Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING})
FILED = frozenset({Stage.SUBMITTED, Stage.APPROVED})


class Cause(StrEnum):
    """Why an application ended otherwise than closed."""

    STOPPED = "stopped"
    EXPIRED = "expired"
    VERIFICATION_FAILED = "verification_failed"
    NOT_ELIGIBLE = "not_eligible"
    REVIEWER = "reviewer"
    CUSTOMER = "customer"


@dataclass(frozen=True)
class Moment:
    """When an application came to a stage."""

    stage: Stage
    at: datetime


@dataclass(frozen=True)
class Act:
    """Who moves an application, when, and the trail that is told of it."""

    actor: str
    at: datetime
    trail: AuditTrail


@dataclass(eq=False)
class Application:
    """One customer's wish to close the account. Verbs move it; each writes its audit event."""

    id: str
    customer: str
    conversation_id: str
    stage: Stage = Stage.NONE
    version: int = 0
    timeline: tuple[Moment, ...] = ()
    moved_at: datetime | None = None
    number: str | None = None
    consent_version: str | None = None
    consented_at: datetime | None = None
    proof_id: str | None = None
    proven_at: datetime | None = None
    submitted_at: datetime | None = None
    due_date: date | None = None
    approved_by: str | None = None
    decided_by: str | None = None
    cause: Cause | None = None
    reason: str | None = None
    ended_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen to it."""
        return self.stage in OPEN

    def idle_since(self, at: datetime) -> bool:
        """Whether the customer has it in hand but has not moved it since ``at``."""
        return self.stage in IN_HAND and self.moved_at is not None and self.moved_at <= at

    def start(self, act: Act) -> None:
        """Lay the consequences before the customer."""
        self._move_to(Stage.CONSENTING, act, "started", {"conversation": self.conversation_id})

    def accept(self, consent_version: str, act: Act) -> None:
        """The customer accepts the consequences in the version that was shown."""
        if self.stage is not Stage.CONSENTING:
            # From the last word there is a way back to verifying too, but not by consenting once more.
            raise MoveNotAllowed(self.stage, Stage.VERIFYING)
        self._move_to(Stage.VERIFYING, act, "accepted", {"consent_version": consent_version})
        self.consent_version, self.consented_at = consent_version, act.at

    def verified(self, proof: Verification, act: Act) -> None:
        """The customer has proved who they are."""
        self._require_own(proof)
        self._move_to(
            Stage.CONFIRMING, act, "verified", {"proof": proof.id, "methods": [str(m) for m in proof.methods]}
        )
        self.proof_id, self.proven_at = proof.id, proof.passed_at

    def verification_failed(self, act: Act) -> None:
        """Too many wrong tries in all."""
        self._require_stage({Stage.VERIFYING}, Stage.ABANDONED)
        self._move_to(Stage.ABANDONED, act, "verification_failed", {}, cause=Cause.VERIFICATION_FAILED)

    def submit(
        self, *, proof: Verification, number: str, due_date: date, policy: ClosurePolicy, act: Act
    ) -> None:
        """File the application on a proof that is fresh and its own.

        Raises:
            MoveNotAllowed: the customer is not at the last word.
            ProofNotFitting: the proof is not the one that this application passed with.
            ProofExpired: the proof is too old.
        """
        self._require_way_to(Stage.SUBMITTED)
        self._require_own(proof)
        if proof.id != self.proof_id:
            raise ProofNotFitting
        if act.at >= proof.passed_at + policy.proof_lifetime:
            raise ProofExpired
        facts = {"number": number, "proof": proof.id, "due_date": due_date.isoformat()}
        self._move_to(Stage.SUBMITTED, act, "submitted", facts)
        self.number, self.due_date, self.submitted_at = number, due_date, act.at

    def prove_again(self, act: Act) -> None:
        """The proof grew too old before the last word; a new one is needed."""
        self._require_stage({Stage.CONFIRMING}, Stage.VERIFYING)
        self._move_to(Stage.VERIFYING, act, "proof_expired", {"proof": self.proof_id})
        self.proof_id = self.proven_at = None

    def stop(self, act: Act) -> None:
        """The customer does not want to go on."""
        self._move_to(Stage.ABANDONED, act, "stopped", {}, cause=Cause.STOPPED)

    def expire(self, act: Act) -> None:
        """Nothing has happened for too long."""
        self._require_stage(IN_HAND, Stage.ABANDONED)
        self._move_to(Stage.ABANDONED, act, "expired", {}, cause=Cause.EXPIRED)

    def refuse(self, obstacles: tuple[Obstacle, ...], act: Act) -> None:
        """Obstacles have come up: an application in hand is abandoned, an approved one rejected."""
        target = Stage.REJECTED if self.stage in FILED else Stage.ABANDONED
        self._require_stage({Stage.CONFIRMING, Stage.APPROVED}, target)
        facts = {"obstacles": [str(obstacle.kind) for obstacle in obstacles]}
        self._move_to(target, act, "not_eligible", facts, cause=Cause.NOT_ELIGIBLE)

    def withdraw(self, act: Act) -> None:
        """The customer takes a filed application back."""
        self._move_to(Stage.WITHDRAWN, act, "withdrawn", {}, cause=Cause.CUSTOMER)

    def approve(self, act: Act) -> None:
        """A reviewer accepts the application."""
        self._move_to(Stage.APPROVED, act, "approved", {})
        self.approved_by = act.actor

    def reject(self, reason: str, act: Act) -> None:
        """A reviewer turns a submitted application down, for a reason that the customer reads as written."""
        self._require_stage({Stage.SUBMITTED}, Stage.REJECTED)
        if not any(c.isalnum() for c in reason) or not _is_text(reason):
            raise ReasonMissing
        self._move_to(Stage.REJECTED, act, "rejected", {"reason": reason}, cause=Cause.REVIEWER)
        self.reason, self.decided_by = reason, act.actor

    def require_second_person(self, actor: str) -> None:
        """Only somebody else than the approver may execute.

        Raises:
            MoveNotAllowed: there is no approval to execute.
            FourEyes: the approver came again.
        """
        self._require_stage({Stage.APPROVED}, Stage.CLOSED)
        if self.approved_by is None or same_person(self.approved_by, actor):
            raise FourEyes

    def execution_asked(self, act: Act) -> None:
        """A second person has the core system close the account; the stage changes when it has answered."""
        self.require_second_person(act.actor)
        act.trail.append(self.id, act.actor, "closure.execution_asked", {"number": self.number}, at=act.at)

    def close(self, act: Act) -> None:
        """A second person executes the approved closure."""
        self.require_second_person(act.actor)
        self._move_to(Stage.CLOSED, act, "closed", {})
        self.decided_by = act.actor

    def _require_own(self, proof: Verification) -> None:
        if proof.application_id != self.id:
            raise ProofNotFitting

    def _require_stage(self, stages: Collection[Stage], wanted: Stage) -> None:
        """For verbs that are narrower than the table: it knows where a move leads, not what it means."""
        if self.stage not in stages:
            raise MoveNotAllowed(self.stage, wanted)

    def _require_way_to(self, stage: Stage) -> None:
        if stage not in MOVES[self.stage]:
            raise MoveNotAllowed(self.stage, stage)

    def _move_to(
        self, stage: Stage, act: Act, kind: str, facts: Mapping[str, Any], *, cause: Cause | None = None
    ) -> None:
        """The only place where the stage changes: check the table, note the moment, tell the trail."""
        self._require_way_to(stage)
        told = {"from": str(self.stage), "to": str(stage), **facts}
        act.trail.append(self.id, act.actor, f"closure.{kind}", told, at=act.at)
        self.stage, self.moved_at, self.version = stage, act.at, self.version + 1
        self.timeline = (*self.timeline, Moment(stage, act.at))
        if not self.is_open:
            self.ended_at, self.cause = act.at, cause


def _is_text(reason: str) -> bool:
    # Bytes that are no text reach us from a command line as halves of surrogate pairs.
    return not any("\ud800" <= character <= "\udfff" for character in reason)
