import json
from datetime import timedelta

import pytest

from desk.closures.errors import FourEyes, MoveNotAllowed, ProofExpired, ProofNotFitting, ReasonMissing
from desk.closures.model import Application, Cause, Moment, Stage
from tests.unit.closures.applications import AT, LOAN, NUMBER, ListedTrail, at_stage, by, proof, submit


def test_each_move_is_noted_with_its_moment() -> None:
    application = at_stage(Stage.VERIFYING)
    application.stop(by(at=AT + timedelta(hours=1)))
    assert application.timeline == (
        Moment(Stage.CONSENTING, AT),
        Moment(Stage.VERIFYING, AT),
        Moment(Stage.ABANDONED, AT + timedelta(hours=1)),
    )
    assert application.moved_at == application.ended_at == AT + timedelta(hours=1)


def test_the_trail_is_told_who_did_what_on_which_facts() -> None:
    application, trail = at_stage(Stage.CONSENTING), ListedTrail()
    application.accept("2026-1", by("demo/1", trail=trail))
    (event,) = trail.events
    assert (event.chain, event.actor, event.kind, event.at) == ("a1", "demo/1", "closure.accepted", AT)
    assert json.loads(event.data) == {"from": "consenting", "to": "verifying", "consent_version": "2026-1"}


def test_the_accepted_version_of_the_consequences_is_kept() -> None:
    application = at_stage(Stage.VERIFYING)
    assert (application.consent_version, application.consented_at) == ("2026-1", AT)


def test_submission_gives_number_and_due_date() -> None:
    application = at_stage(Stage.SUBMITTED)
    assert application.number == NUMBER
    assert application.due_date is not None
    assert application.submitted_at == AT


def test_a_proof_of_another_application_does_not_verify() -> None:
    with pytest.raises(ProofNotFitting):
        at_stage(Stage.VERIFYING).verified(proof("a2"), by())


@pytest.mark.parametrize("other", [proof("a2"), proof(proof_id="p2")])
def test_it_is_not_submitted_on_any_other_proof_than_its_own(other) -> None:  # type: ignore[no-untyped-def]
    application = at_stage(Stage.CONFIRMING)
    with pytest.raises(ProofNotFitting):
        submit(application, with_=other)
    assert application.stage is Stage.CONFIRMING


def test_a_proof_is_good_for_just_under_ten_minutes() -> None:
    almost = at_stage(Stage.CONFIRMING)
    submit(almost, at=AT + timedelta(minutes=10) - timedelta(microseconds=1))
    assert almost.stage is Stage.SUBMITTED
    late = at_stage(Stage.CONFIRMING)
    with pytest.raises(ProofExpired):
        submit(late, at=AT + timedelta(minutes=10))
    assert late.number is None


def test_proving_again_forgets_the_old_proof() -> None:
    application = at_stage(Stage.CONFIRMING)
    application.prove_again(by())
    assert (application.proof_id, application.proven_at) == (None, None)
    application.verified(proof(proof_id="p2"), by())
    with pytest.raises(ProofNotFitting):
        submit(application, with_=proof(proof_id="p1"))
    submit(application, with_=proof(proof_id="p2"))


@pytest.mark.parametrize("reason", ["", "  ", "\n", "\u200b\u200e", "。。", "no text \udcff"])
def test_a_rejection_needs_a_reason(reason: str) -> None:
    application = at_stage(Stage.SUBMITTED)
    with pytest.raises(ReasonMissing):
        application.reject(reason, by("李审核"))
    assert application.stage is Stage.SUBMITTED


def test_a_rejection_keeps_the_reason_as_written() -> None:
    application = at_stage(Stage.SUBMITTED)
    application.reject("  <b>资料</b> 不符!\n", by("李审核"))
    assert application.reason == "  <b>资料</b> 不符!\n"
    assert (application.cause, application.decided_by) == (Cause.REVIEWER, "李审核")


@pytest.mark.parametrize("name", ["李审核", " 李审核 ", "李审核\u200b"])
def test_the_approver_may_not_execute(name: str) -> None:
    application = at_stage(Stage.APPROVED)
    with pytest.raises(FourEyes):
        application.close(by(name))
    assert application.stage is Stage.APPROVED


def test_an_approved_application_is_not_rejected_by_opinion() -> None:
    with pytest.raises(MoveNotAllowed):
        at_stage(Stage.APPROVED).reject("改主意了", by("王复核"))


@pytest.mark.parametrize(
    ("stage", "end", "cause"),
    [
        (Stage.CONSENTING, lambda a: a.stop(by()), Cause.STOPPED),
        (Stage.CONSENTING, lambda a: a.expire(by()), Cause.EXPIRED),
        (Stage.VERIFYING, lambda a: a.verification_failed(by()), Cause.VERIFICATION_FAILED),
        (Stage.CONFIRMING, lambda a: a.refuse(LOAN, by()), Cause.NOT_ELIGIBLE),
        (Stage.APPROVED, lambda a: a.refuse(LOAN, by("王复核")), Cause.NOT_ELIGIBLE),
        (Stage.SUBMITTED, lambda a: a.withdraw(by()), Cause.CUSTOMER),
        (Stage.APPROVED, lambda a: a.close(by("王复核")), None),
    ],
)
def test_an_ended_application_says_why(stage: Stage, end, cause: Cause | None) -> None:  # type: ignore[no-untyped-def]
    application = at_stage(stage)
    end(application)
    assert application.cause is cause
    assert application.ended_at == AT
    assert not application.is_open


def test_only_an_application_in_hand_can_be_idle() -> None:
    assert at_stage(Stage.CONFIRMING).idle_since(AT)
    assert not at_stage(Stage.CONFIRMING).idle_since(AT - timedelta(seconds=1))
    assert not at_stage(Stage.SUBMITTED).idle_since(AT)
    assert not Application("a1", "demo/1", "c1").idle_since(AT)
