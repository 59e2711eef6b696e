import pytest

from desk.accounts.model import ObstacleKind
from desk.bootstrap import Desk
from desk.closures.errors import (
    FourEyes,
    MoveNotAllowed,
    NoLongerEligible,
    NoOpenApplication,
    ReasonMissing,
    UnknownApplication,
)
from desk.closures.model import Cause, Stage
from desk.errors import Conflict
from desk.staff.errors import BadName
from tests.conftest import SettableClock
from tests.journey import REVIEWER, SECOND, approve, arrive, notices, number_of, start, submit


def test_two_people_close_the_account(desk: Desk) -> None:
    customer = arrive(desk)
    number = number_of(submit(desk, customer))
    assert desk.closures.approve(number, REVIEWER).stage is Stage.APPROVED
    closed = desk.closures.execute(number, SECOND)
    assert closed.stage is Stage.CLOSED
    assert (closed.approved_by, closed.decided_by) == (REVIEWER, SECOND)
    (obstacle,) = desk.accounts.obstacles(customer)
    assert obstacle.kind is ObstacleKind.CLOSED
    assert [notice["stage"] for notice in notices(desk)] == ["approved", "closed"]


@pytest.mark.parametrize("name", [REVIEWER, f" {REVIEWER}", f"{REVIEWER}\u200b"])
def test_one_person_cannot_do_both(desk: Desk, name: str) -> None:
    number = number_of(approve(desk, arrive(desk)))
    with pytest.raises(FourEyes):
        desk.closures.execute(number, name)
    assert desk.closures.by_number(number).stage is Stage.APPROVED


def test_latin_names_are_compared_without_case_and_width(desk: Desk) -> None:
    number = number_of(submit(desk, arrive(desk)))
    desk.closures.approve(number, "Li Wei")
    with pytest.raises(FourEyes):
        desk.closures.execute(number, "ｌｉ  ＷＥＩ")


def test_a_rejection_tells_the_reason_as_written_and_frees_the_account(desk: Desk) -> None:
    customer = arrive(desk)
    application = submit(desk, customer)
    rejected = desk.closures.reject(number_of(application), REVIEWER, "请先到柜台更新证件。")
    assert (rejected.stage, rejected.reason) == (Stage.REJECTED, "请先到柜台更新证件。")
    assert desk.accounts.obstacles(customer) == ()
    (notice,) = notices(desk)
    assert (notice["stage"], notice["number"], notice["cause"]) == (
        "rejected",
        application.number,
        "reviewer",
    )
    assert start(desk, customer).id != application.id


def test_a_rejection_without_a_reason_is_refused(desk: Desk) -> None:
    number = number_of(submit(desk, arrive(desk)))
    with pytest.raises(ReasonMissing):
        desk.closures.reject(number, REVIEWER, "  ")
    assert desk.closures.by_number(number).stage is Stage.SUBMITTED


def test_a_loan_taken_after_approval_rejects_it_at_execution(desk: Desk) -> None:
    customer = arrive(desk)
    number = number_of(approve(desk, customer))
    assert desk.demo is not None
    desk.demo.borrow(customer)
    with pytest.raises(NoLongerEligible) as refused:
        desk.closures.execute(number, SECOND)
    assert [obstacle.kind.value for obstacle in refused.value.obstacles] == ["unpaid_loan"]
    rejected = desk.closures.by_number(number)
    assert (rejected.stage, rejected.cause) == (Stage.REJECTED, Cause.NOT_ELIGIBLE)
    assert [obstacle.kind.value for obstacle in desk.accounts.obstacles(customer)] == ["unpaid_loan"]
    assert notices(desk)[-1]["obstacles"] == [
        {"kind": "unpaid_loan", "amount": 50_000, "due_date": "2026-12-23", "count": 1}
    ]


def test_approval_does_not_ask_about_eligibility(desk: Desk) -> None:
    customer = arrive(desk)
    number = number_of(submit(desk, customer))
    assert desk.demo is not None
    desk.demo.borrow(customer)
    assert desk.closures.approve(number, REVIEWER).stage is Stage.APPROVED


def test_nothing_is_executed_before_approval_or_twice(desk: Desk) -> None:
    number = number_of(submit(desk, arrive(desk)))
    with pytest.raises(MoveNotAllowed):
        desk.closures.execute(number, SECOND)
    desk.closures.approve(number, REVIEWER)
    desk.closures.execute(number, SECOND)
    with pytest.raises(MoveNotAllowed):
        desk.closures.execute(number, SECOND)


def test_a_decision_on_an_older_version_is_refused(desk: Desk) -> None:
    seen = submit(desk, arrive(desk))
    desk.closures.approve(number_of(seen), REVIEWER, version=seen.version)
    with pytest.raises(Conflict):
        desk.closures.execute(number_of(seen), SECOND, version=seen.version)


@pytest.mark.parametrize("number", ["BYJ2026112312345678", "nonsense", ""])
def test_an_unknown_number_is_refused(desk: Desk, number: str) -> None:
    with pytest.raises(UnknownApplication):
        desk.closures.approve(number, REVIEWER)


def test_nobody_cannot_decide(desk: Desk) -> None:
    number = number_of(submit(desk, arrive(desk)))
    with pytest.raises(BadName):
        desk.closures.approve(number, " \u200b")


@pytest.mark.parametrize("reach", [submit, approve])
def test_the_customer_can_withdraw_until_it_is_closed(desk: Desk, reach) -> None:  # type: ignore[no-untyped-def]
    customer = arrive(desk)
    reach(desk, customer)
    assert desk.closures.withdraw(customer).stage is Stage.WITHDRAWN
    assert desk.accounts.obstacles(customer) == ()
    assert notices(desk)[-1]["stage"] == "withdrawn"
    assert desk.closures.stage(customer) is Stage.NONE


def test_only_what_is_filed_can_be_withdrawn_and_only_what_is_not_can_be_stopped(desk: Desk) -> None:
    customer = arrive(desk)
    with pytest.raises(NoOpenApplication):
        desk.closures.withdraw(customer)
    start(desk, customer)
    with pytest.raises(MoveNotAllowed):
        desk.closures.withdraw(customer)
    submit(desk, customer)
    with pytest.raises(MoveNotAllowed):
        desk.closures.stop(customer)


def test_the_soonest_due_is_listed_first(desk: Desk, clock: SettableClock) -> None:
    first = submit(desk, arrive(desk))
    clock.advance(days=2)
    second = approve(desk, arrive(desk))
    start(desk, arrive(desk))
    assert [each.number for each in desk.closures.for_review()] == [first.number, second.number]
    assert [each.number for each in desk.closures.for_review(Stage.APPROVED)] == [second.number]
    assert desk.closures.for_review(Stage.CLOSED) == []
