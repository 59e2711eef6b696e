"""What customers hear while the company's core system cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desk.bootstrap import Desk, build_desk
from desk.closures.model import Stage
from desk.settings import Settings
from tests.conftest import SettableClock
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem, running_core
from tests.unit.actions.talk import Talk, said

AWAY = "现在查不到您的账户"


@pytest.fixture
def core() -> Iterator[CoreSystem]:
    with running_core() as running:
        yield running


@pytest.fixture
def desk(settings: Settings, clock: SettableClock, core: CoreSystem) -> Iterator[Desk]:
    built = build_desk(settings, clock=clock, core=client_for(core, ledger_failures=1000))
    yield built
    built.close()


@pytest.fixture
def customer(desk: Desk, core: CoreSystem) -> Talk:
    assert desk.demo
    made = desk.demo.create("clear")
    core.books.put(made.customer, holder_name=made.name, phone=made.phone)
    return Talk(desk, made.customer, password=made.payment_password)


@pytest.mark.parametrize(
    ("action", "intent"),
    [
        ("action_close_account", "close_account"),
        ("action_check_eligibility", "check_eligibility"),
        ("action_why_blocked", "ask_why_blocked"),
        ("action_outstanding", "ask_outstanding"),
    ],
)
def test_a_question_about_the_account_is_told_to_come_back(
    customer: Talk, core: CoreSystem, action: str, intent: str
) -> None:
    core.mode = Mode.DOWN
    assert AWAY in said(customer.hear(action, intent))
    core.mode = Mode.GOOD
    assert AWAY not in said(customer.hear(action, intent))


def test_the_last_word_can_be_given_again(customer: Talk, core: CoreSystem) -> None:
    customer.to(Stage.CONFIRMING)
    core.mode = Mode.DOWN
    replies = customer.press("action_submit", "affirm")
    assert AWAY in said(replies)
    assert (replies[-1].card or {})["kind"] == "confirmation"
    assert customer.stage() is Stage.CONFIRMING
    core.mode = Mode.GOOD
    customer.press("action_submit", "affirm")
    assert customer.stage() is Stage.SUBMITTED


def test_who_has_accepted_gets_the_link_when_it_is_back(customer: Talk, core: CoreSystem) -> None:
    customer.close()
    core.mode = Mode.DOWN
    assert AWAY in said(customer.press("action_accept", "affirm"))
    assert customer.stage() is Stage.VERIFYING
    core.mode = Mode.GOOD
    assert (customer.close().card or {})["kind"] == "verification"


def test_questions_that_need_no_account_are_answered_all_the_same(customer: Talk, core: CoreSystem) -> None:
    customer.to(Stage.VERIFYING)
    core.mode = Mode.DOWN
    customer.desk.accounts._labels.clear()
    heard = said(customer.hear("action_how_to_close", "ask_how_to_close"))
    assert "登录您的账号" in heard
    assert AWAY not in heard


def test_an_application_is_stopped_and_withdrawn_without_it(customer: Talk, core: CoreSystem) -> None:
    customer.to(Stage.SUBMITTED)
    core.mode = Mode.DOWN
    customer.hear("action_withdraw", "withdraw_closure", "撤回申请")
    customer.press("action_withdraw", "affirm")
    assert customer.stage() is Stage.NONE


def test_an_account_that_is_being_closed_cannot_be_withdrawn(customer: Talk, core: CoreSystem) -> None:
    application = customer.to(Stage.APPROVED)
    with customer.desk.transactions.write() as work:
        work.ledger.close(customer.owner, application.id, "乙")
    customer.hear("action_withdraw", "withdraw_closure", "撤回申请")
    assert "正在注销" in said(customer.press("action_withdraw", "affirm"))
    assert customer.stage() is Stage.APPROVED
