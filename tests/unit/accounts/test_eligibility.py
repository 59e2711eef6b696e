from dataclasses import replace
from datetime import date

import pytest

from desk.accounts.eligibility import obstacles, outstanding
from desk.accounts.model import (
    Account,
    AccountStatus,
    Bill,
    Due,
    Freeze,
    FreezeKind,
    Loan,
    Movement,
    Obstacle,
    ObstacleKind,
    Period,
    Plan,
)

TODAY = date(2026, 11, 23)
CLEAR = Account("demo/1", "6012000000001234", "王芳", "19900001234", AccountStatus.ACTIVE, 500_000)
LOAN = Loan("l1", 120_000, date(2026, 12, 5))
PLAN = Plan("p1", (Period(4, 33_300, date(2026, 12, 1)), Period(5, 33_400, date(2027, 1, 1))))
LATE_BILL = Bill("b1", 86_000, 1_290, date(2026, 11, 17))
REPAYMENT = Movement("r1", 50_000, date(2026, 11, 24))
REFUND = Movement("f1", 19_900, date(2026, 11, 26))


def found(account: Account | None, application_id: str | None = None) -> tuple[Obstacle, ...]:
    return obstacles(account, on=TODAY, application_id=application_id)


def kinds(account: Account) -> list[str]:
    return [obstacle.kind.value for obstacle in found(account)]


def test_nothing_stands_against_closing_a_clear_account() -> None:
    assert found(CLEAR) == ()


def test_no_account_is_an_obstacle_of_its_own() -> None:
    assert found(None) == (Obstacle(ObstacleKind.NO_ACCOUNT),)


def test_a_closed_account_has_no_other_obstacle() -> None:
    closed = replace(CLEAR, status=AccountStatus.CLOSED, overpaid=5)
    assert found(closed) == (Obstacle(ObstacleKind.CLOSED),)


def test_loans_are_added_up_to_the_earliest_due_date() -> None:
    account = replace(CLEAR, loans=(LOAN, Loan("l2", 30_000, date(2026, 11, 30))))
    assert found(account) == (Obstacle(ObstacleKind.UNPAID_LOAN, 150_000, date(2026, 11, 30), 2),)


def test_every_unpaid_period_of_a_plan_counts_future_ones_included() -> None:
    assert found(replace(CLEAR, plans=(PLAN,))) == (
        Obstacle(ObstacleKind.INSTALMENTS, 66_700, date(2026, 12, 1), 2),
    )


def test_an_overdue_bill_is_told_with_its_penalty() -> None:
    assert found(replace(CLEAR, bills=(LATE_BILL,))) == (
        Obstacle(ObstacleKind.OVERDUE, 87_290, date(2026, 11, 17), 1),
    )


@pytest.mark.parametrize(
    ("due_date", "penalty", "kind"),
    [
        (TODAY, 0, ObstacleKind.UNPAID_LOAN),
        (date(2026, 11, 22), 0, ObstacleKind.OVERDUE),
        (date(2026, 12, 9), 100, ObstacleKind.OVERDUE),
    ],
)
def test_a_bill_is_overdue_after_its_day_or_with_a_penalty(
    due_date: date, penalty: int, kind: ObstacleKind
) -> None:
    (obstacle,) = found(replace(CLEAR, bills=(Bill("b", 1_000, penalty, due_date),)))
    assert obstacle.kind is kind


def test_money_under_way_is_told_until_the_last_of_it_arrives() -> None:
    account = replace(CLEAR, repayments_in_flight=(REPAYMENT, Movement("r2", 1, date(2026, 11, 30))))
    assert found(account) == (Obstacle(ObstacleKind.REPAYMENT_IN_FLIGHT, 50_001, date(2026, 11, 30), 2),)
    assert kinds(replace(CLEAR, refunds_in_flight=(REFUND,))) == ["refund_in_flight"]


def test_an_overpaid_balance_has_to_be_paid_out_first() -> None:
    assert found(replace(CLEAR, overpaid=2_580)) == (Obstacle(ObstacleKind.OVERPAID, 2_580),)


@pytest.mark.parametrize(
    ("kind", "obstacle"), [(FreezeKind.RISK, "frozen"), (FreezeKind.DISPUTE, "disputed")]
)
def test_a_freeze_by_somebody_else_is_an_obstacle(kind: FreezeKind, obstacle: str) -> None:
    assert kinds(replace(CLEAR, freezes=(Freeze(kind, "", "case-1"),))) == [obstacle]


def test_the_freeze_of_another_closure_means_already_closing() -> None:
    frozen = replace(CLEAR, freezes=(Freeze(FreezeKind.CLOSING, "", "application-1"),))
    assert found(frozen) == (Obstacle(ObstacleKind.ALREADY_CLOSING),)
    assert found(frozen, "application-2") == (Obstacle(ObstacleKind.ALREADY_CLOSING),)


def test_an_applications_own_freeze_is_no_obstacle_to_it() -> None:
    frozen = replace(CLEAR, freezes=(Freeze(FreezeKind.CLOSING, "", "application-1"),))
    assert found(frozen, "application-1") == ()


def test_every_obstacle_is_told_at_once_and_each_kind_once() -> None:
    freezes = (
        Freeze(FreezeKind.RISK, "", "a"),
        Freeze(FreezeKind.RISK, "", "b"),
        Freeze(FreezeKind.DISPUTE, "", "c"),
        Freeze(FreezeKind.CLOSING, "", "d"),
    )
    account = replace(
        CLEAR,
        loans=(LOAN,),
        plans=(PLAN,),
        bills=(LATE_BILL,),
        repayments_in_flight=(REPAYMENT,),
        refunds_in_flight=(REFUND,),
        overpaid=1,
        freezes=freezes,
    )
    expected = [kind.value for kind in ObstacleKind if kind not in ("no_account", "closed")]
    assert kinds(account) == expected
    assert next(o for o in found(account) if o.kind == "frozen").count == 2


def test_what_is_outstanding_is_told_item_by_item_earliest_first() -> None:
    debts = replace(CLEAR, loans=(LOAN,), plans=(PLAN,), bills=(LATE_BILL,))
    account = replace(debts, repayments_in_flight=(REPAYMENT,))
    owed = outstanding(account, on=TODAY)
    assert owed.total == 120_000 + 66_700 + 87_290
    assert [item.due_date for item in owed.items] == sorted(item.due_date for item in owed.items)
    assert owed.items[0] == Due(ObstacleKind.OVERDUE, 87_290, date(2026, 11, 17))
    assert owed.items[1] == Due(ObstacleKind.INSTALMENTS, 33_300, date(2026, 12, 1))


def test_a_clear_account_owes_nothing() -> None:
    assert outstanding(CLEAR, on=TODAY).total == 0


def test_only_the_last_four_digits_are_shown() -> None:
    assert CLEAR.label == "尾号1234"
