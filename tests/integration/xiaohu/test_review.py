"""Applications reviewed from the terminal."""

from __future__ import annotations

import pytest

from desk.bootstrap import Desk
from desk.closures.model import Application, Stage
from desk.settings import Settings
from tests.integration.xiaohu.conftest import Xiaohu
from tests.journey import arrive, confirm, number_of, submit

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def application(desk: Desk) -> Application:
    """One that waits for its review."""
    return submit(desk, arrive(desk))


@pytest.fixture
def number(application: Application) -> str:
    return number_of(application)


def stage(desk: Desk, number: str) -> Stage:
    return desk.closures.by_number(number).stage


def test_the_list_shows_what_waits_for_somebody(desk: Desk, application: Application, xiaohu: Xiaohu) -> None:
    unfinished = arrive(desk)
    confirm(desk, unfinished)
    listed = xiaohu("review", "list")
    (row,) = listed.out.splitlines()[1:]
    assert listed.code == 0
    assert row.split()[:3] == [application.number, "待审核", application.customer]
    assert str(application.due_date) in row


def test_the_list_can_be_of_one_stage(number: str, xiaohu: Xiaohu) -> None:
    assert number in xiaohu("review", "list", "--stage", "submitted").out
    assert number not in xiaohu("review", "list", "--stage", "approved").out
    assert xiaohu("review", "list", "--stage", "nowhere").code == 2


def test_show_tells_all_that_a_decision_needs(desk: Desk, application: Application, xiaohu: Xiaohu) -> None:
    assert desk.demo is not None
    desk.demo.borrow(application.customer)
    shown = xiaohu("review", "show", number_of(application))
    facts = [
        number_of(application),
        "待审核",
        application.customer,
        "尾号",
        "未结清：500.00 元",
        "未还借款 500.00 元",
    ]
    assert shown.code == 0
    assert all(fact in shown.out for fact in facts)
    assert [line.split()[-1] for line in shown.out.splitlines()[-4:]] == [
        "待同意",
        "待验证",
        "待确认",
        "待审核",
    ]


def test_a_number_may_be_typed_loosely(number: str, xiaohu: Xiaohu) -> None:
    assert number in xiaohu("review", "show", f" {number[3:11]}-{number[11:]} ").out


def test_two_people_close_an_account(desk: Desk, application: Application, xiaohu: Xiaohu) -> None:
    number = number_of(application)
    approved = xiaohu("review", "approve", number, "--as", "甲")
    assert (approved.code, stage(desk, number)) == (0, Stage.APPROVED)
    assert number in approved.out
    executed = xiaohu("review", "execute", number, "--as", "乙")
    assert (executed.code, stage(desk, number)) == (0, Stage.CLOSED)
    assert [obstacle.kind for obstacle in desk.accounts.obstacles(application.customer)] == ["closed"]


def test_one_person_alone_does_not(desk: Desk, number: str, xiaohu: Xiaohu) -> None:
    xiaohu("review", "approve", number, "--as", "甲")
    refused = xiaohu("review", "execute", number, "--as", " 甲 ")
    assert (refused.code, refused.out, stage(desk, number)) == (1, "", Stage.APPROVED)
    assert "另一位同事" in refused.err


def test_a_rejection_keeps_its_reason_as_written(desk: Desk, number: str, xiaohu: Xiaohu) -> None:
    reason = "资料不全 [bold]请补充[/x] {原件}"
    assert xiaohu("review", "reject", number, "--as", "甲", "--reason", reason).code == 0
    rejected = desk.closures.by_number(number)
    assert (rejected.stage, rejected.reason) == (Stage.REJECTED, reason)


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_a_rejection_needs_a_reason(desk: Desk, number: str, xiaohu: Xiaohu, reason: str) -> None:
    refused = xiaohu("review", "reject", number, "--as", "甲", "--reason", reason)
    assert (refused.code, stage(desk, number)) == (1, Stage.SUBMITTED)
    assert "--reason" in refused.err


def test_an_account_that_took_a_loan_meanwhile_is_not_closed(
    desk: Desk, application: Application, xiaohu: Xiaohu
) -> None:
    assert desk.demo is not None
    number = number_of(application)
    desk.demo.borrow(application.customer)
    assert xiaohu("review", "approve", number, "--as", "甲").code == 0
    refused = xiaohu("review", "execute", number, "--as", "乙")
    assert (refused.code, stage(desk, number)) == (1, Stage.REJECTED)
    assert "未还借款 500.00 元" in refused.err


def test_a_step_out_of_turn_says_where_the_application_is(number: str, xiaohu: Xiaohu) -> None:
    refused = xiaohu("review", "execute", number, "--as", "乙")
    assert refused.code == 1
    assert "待审核" in refused.err


@pytest.mark.parametrize("typed", ["BYJ2026112300000000", "1", "", "BYJ[/red]"])
@pytest.mark.parametrize("verb", [("show",), ("approve", "--as", "甲"), ("execute", "--as", "甲")])
def test_a_number_of_nobodys_is_refused(verb: tuple[str, ...], typed: str, xiaohu: Xiaohu) -> None:
    refused = xiaohu("review", verb[0], *verb[1:], typed)
    assert (refused.code, refused.out) == (1, "")
    assert f"没有编号为 {typed} 的申请" in refused.err


@pytest.mark.parametrize("name", ["", "  ", "\u200b"])
def test_nobody_decides_without_a_name(desk: Desk, number: str, xiaohu: Xiaohu, name: str) -> None:
    refused = xiaohu("review", "approve", number, "--as", name)
    assert (refused.code, stage(desk, number)) == (1, Stage.SUBMITTED)
    assert "员工名" in refused.err


def test_a_decision_without_anybody_is_no_command(number: str, xiaohu: Xiaohu) -> None:
    assert xiaohu("review", "approve", number).code == 2


def test_what_is_not_the_demos_is_not_touched(
    environment: pytest.MonkeyPatch, xiaohu: Xiaohu, demo: Settings
) -> None:
    environment.setenv("XIAOHU_DEMO", "0")
    refused = xiaohu("review", "list")
    assert (refused.code, refused.out) == (1, "")
    assert "XIAOHU_DEMO=1" in refused.err
