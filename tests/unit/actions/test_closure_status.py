"""How far is it?"""

import pytest

from desk.closures.model import Stage
from tests.conftest import SettableClock
from tests.unit.actions.conftest import Meet
from tests.unit.actions.talk import Talk, kinds, said


def ask(talk: Talk, number: str | None = None) -> dict[str, object]:
    entities = [{"entity": "application_number", "value": number}] if number else []
    first = talk.hear("action_closure_status", "ask_closure_status", "审核到哪了", entities=entities)[0]
    return dict(first.card or {})


@pytest.mark.parametrize(
    "stage", [Stage.CONSENTING, Stage.VERIFYING, Stage.CONFIRMING, Stage.SUBMITTED, Stage.APPROVED]
)
def test_it_shows_the_open_application(customer: Talk, stage: Stage) -> None:
    application = customer.to(stage)
    card = ask(customer)
    assert (card["kind"], card["stage"], card["number"]) == ("status", stage, application.number)


def test_the_number_is_null_before_submission(customer: Talk) -> None:
    customer.close()
    assert ask(customer)["number"] is None


def test_the_timeline_has_every_stage_with_its_moment(customer: Talk) -> None:
    application = customer.to(Stage.SUBMITTED)
    assert ask(customer)["timeline"] == [
        {"stage": moment.stage, "at": moment.at.isoformat()} for moment in application.timeline
    ]


def test_it_shows_how_the_newest_ended(customer: Talk, clock: SettableClock) -> None:
    customer.to(Stage.SUBMITTED)
    customer.desk.closures.withdraw(customer.owner)
    assert ask(customer)["stage"] == "withdrawn"
    clock.advance(minutes=1)
    customer.close()
    customer.hear("action_stop", "stop")
    assert ask(customer)["stage"] == "abandoned"


def test_a_rejection_is_quoted_as_written(customer: Talk) -> None:
    number = customer.to(Stage.SUBMITTED).number
    assert number
    reason = "绑定手机号与预留不符，请先更新 <b>"
    customer.desk.closures.reject(number, "审核员甲", reason)
    replies = customer.hear("action_closure_status", "ask_closure_status")
    assert reason in said(replies)


def test_in_the_middle_it_also_brings_back_the_step(customer: Talk) -> None:
    customer.to(Stage.VERIFYING)
    replies = customer.hear("action_closure_status", "ask_closure_status")
    assert kinds(replies) == ["status", "verification"]


def test_a_number_is_looked_up_for_its_owner(customer: Talk) -> None:
    number = customer.to(Stage.SUBMITTED).number
    customer.desk.closures.withdraw(customer.owner)
    customer.close()
    assert ask(customer, number)["number"] == number


def test_a_strangers_number_is_not_found(customer: Talk, meet: Meet) -> None:
    number = meet().to(Stage.SUBMITTED).number
    entities = [{"entity": "application_number", "value": number}]
    replies = customer.hear("action_closure_status", "ask_closure_status", entities=entities)
    assert "没有查到" in said(replies)
    assert kinds(replies) == [None]


def test_without_an_application_it_offers_the_closing(customer: Talk) -> None:
    (reply,) = customer.hear("action_closure_status", "ask_closure_status")
    assert "没有查到" in reply.text
    assert reply.question == "close_account"


def test_a_visitor_logs_in(visitor: Talk) -> None:
    assert ask(visitor) == {"kind": "login"}
