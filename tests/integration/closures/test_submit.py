from datetime import date, timedelta

import pytest

from desk.bootstrap import Desk
from desk.closures.errors import (
    MoveNotAllowed,
    NoOpenApplication,
    NotEligible,
    ProofExpired,
    ProofNotFitting,
    UnknownApplication,
)
from desk.closures.model import Cause, Stage
from desk.closures.numbers import read_number
from tests.conftest import SettableClock
from tests.journey import accept, arrive, confirm, notices, number_of, start, submit, verify


def test_it_gets_a_number_a_due_date_and_a_freeze(desk: Desk) -> None:
    customer = arrive(desk)
    application = submit(desk, customer)
    assert application.stage is Stage.SUBMITTED
    assert read_number(number_of(application)).startswith("BYJ20261123")
    assert application.due_date == date(2026, 11, 30)
    (obstacle,) = desk.accounts.obstacles(customer)
    assert obstacle.kind.value == "already_closing"
    assert desk.accounts.obstacles(customer, application_id=application.id) == ()


def test_submitting_again_gives_the_same_number(desk: Desk) -> None:
    customer = arrive(desk)
    first = submit(desk, customer)
    again = desk.closures.submit(customer)
    assert (again.id, again.number, again.version) == (first.id, first.number, first.version)


def test_a_due_date_next_year_is_counted_too(desk: Desk, clock: SettableClock) -> None:
    clock.now = clock.now.replace(month=12, day=30)
    assert submit(desk, arrive(desk)).due_date == date(2027, 1, 6)


@pytest.mark.parametrize("begin", [start, accept])
def test_it_cannot_be_submitted_before_the_last_word(desk: Desk, begin) -> None:  # type: ignore[no-untyped-def]
    customer = arrive(desk)
    begin(desk, customer)
    with pytest.raises(MoveNotAllowed):
        desk.closures.submit(customer)
    with pytest.raises(NoOpenApplication):
        desk.closures.submit("shop/nobody")


def test_a_loan_taken_after_verification_abandons_it(desk: Desk) -> None:
    customer = arrive(desk)
    application = confirm(desk, customer)
    assert desk.demo is not None
    desk.demo.borrow(customer)
    with pytest.raises(NotEligible) as refused:
        desk.closures.submit(customer)
    assert [obstacle.kind.value for obstacle in refused.value.obstacles] == ["unpaid_loan"]
    newest = desk.closures.newest(customer)
    assert newest is not None
    assert (newest.id, newest.stage, newest.cause) == (application.id, Stage.ABANDONED, Cause.NOT_ELIGIBLE)
    assert desk.closures.stage(customer) is Stage.NONE


def test_a_proof_older_than_ten_minutes_sends_back_to_verifying(desk: Desk, clock: SettableClock) -> None:
    customer = arrive(desk)
    application = confirm(desk, customer)
    step = desk.replies.step(application, None)
    assert step is not None
    assert (step.card or {})["expires_at"] == (clock() + timedelta(minutes=10)).isoformat()
    clock.advance(minutes=10)
    with pytest.raises(ProofExpired):
        desk.closures.submit(customer)
    back = desk.closures.current(customer)
    assert back is not None
    assert back.stage is Stage.VERIFYING
    assert back.proven_at is None
    verify(desk, back)
    assert desk.closures.submit(customer).stage is Stage.SUBMITTED


def test_a_proof_is_used_once(desk: Desk) -> None:
    customer = arrive(desk)
    confirm(desk, customer)
    with desk.transactions.write() as work:
        application = work.closures.open_of(customer)
        assert application is not None
        proof = work.challenges.proof_for(application.id)
        assert proof is not None
        work.challenges.use_proof(proof.id, proof.passed_at)
    with pytest.raises(ProofNotFitting):
        desk.closures.submit(customer)
    assert desk.closures.stage(customer) is Stage.CONFIRMING


def test_a_verification_that_comes_after_stopping_is_refused(desk: Desk) -> None:
    customer = arrive(desk)
    application = accept(desk, customer)
    desk.closures.stop(customer)
    with pytest.raises(MoveNotAllowed):
        verify(desk, application)


def test_submitting_leaves_no_notice_because_the_chat_answers(desk: Desk) -> None:
    submit(desk, arrive(desk))
    assert notices(desk) == []


def test_the_whole_story_is_in_the_trail(desk: Desk) -> None:
    application = submit(desk, arrive(desk))
    kinds = [event.kind for event in desk.audit.of(application.id) if event.kind.startswith("closure.")]
    assert kinds == ["closure.started", "closure.accepted", "closure.verified", "closure.submitted"]
    assert desk.audit.verify().sound


def test_a_number_is_looked_up_as_typed_and_for_its_owner_only(desk: Desk) -> None:
    customer = arrive(desk)
    application = submit(desk, customer)
    typed = number_of(application).lower().replace("byj", "byj ")
    assert desk.closures.by_number(typed, customer).id == application.id
    assert desk.closures.by_number(typed).id == application.id
    with pytest.raises(UnknownApplication) as foreign:
        desk.closures.by_number(typed, arrive(desk))
    assert not foreign.value.mistyped
    with pytest.raises(UnknownApplication) as slip:
        desk.closures.by_number(typed[:-1] + str((int(typed[-1]) + 1) % 10), customer)
    assert slip.value.mistyped
