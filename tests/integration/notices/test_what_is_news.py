"""What customers are told of outside of the chat, and what not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.bootstrap import Desk
from desk.notices.model import State
from tests.conftest import SettableClock
from tests.integration.verification.steps import Phone, Scene, build


@pytest.fixture
def scene(desk: Desk, clock: SettableClock) -> Scene:
    assert desk.demo is not None
    phone = Phone()
    scene = Scene(desk, clock, desk.demo.create("clear"), build(desk, clock, sms=phone), phone)
    scene.restart()
    return scene


def submitted(scene: Scene) -> str:
    scene.service.check_password(scene.token, scene.customer.payment_password)
    number = scene.desk.closures.submit(scene.customer.customer).number
    assert number is not None
    return number


def news(scene: Scene) -> list[str]:
    found = scene.desk.notices.listed(tuple(State), 100)
    return [str(notice.payload["news"]) for notice in reversed(found) if notice.kind == "news"]


def kinds(scene: Scene) -> list[str]:
    return [notice.kind for notice in scene.desk.notices.listed(tuple(State), 100)]


def test_filing_and_every_decision_are_news(scene: Scene) -> None:
    number = submitted(scene)
    scene.desk.closures.approve(number, "李审核")
    scene.desk.closures.execute(number, "王复核")
    assert news(scene) == ["submitted", "approved", "closed"]


def test_a_rejection_is_news_without_its_reason(scene: Scene) -> None:
    number = submitted(scene)
    scene.desk.closures.reject(number, "李审核", "证件照片看不清")
    told = [notice for notice in scene.desk.notices.listed(tuple(State)) if notice.kind == "news"]
    assert news(scene) == ["submitted", "rejected"]
    assert "证件" not in str(told)
    assert number not in str(told)


def test_what_customers_do_themselves_is_no_news(scene: Scene) -> None:
    submitted(scene)
    scene.desk.closures.withdraw(scene.customer.customer)
    assert news(scene) == ["submitted"]


def test_who_files_and_withdraws_again_and_again_is_told_once_an_hour(scene: Scene) -> None:
    for _ in range(3):
        submitted(scene)
        scene.desk.closures.withdraw(scene.customer.customer)
        scene.restart()
    assert news(scene) == ["submitted"]
    scene.clock.now += timedelta(hours=1)
    submitted(scene)
    assert news(scene) == ["submitted", "submitted"]


def test_a_review_that_is_due_is_reminded_of_once(scene: Scene) -> None:
    submitted(scene)
    application = scene.desk.closures.current(scene.customer.customer)
    assert application is not None
    assert application.due_date is not None
    assert scene.desk.closures.remind_due() == 0
    # Five working days from Monday is the next Monday; the working day before it is a Friday.
    scene.clock.now += timedelta(days=4)
    for _ in range(3):
        assert scene.desk.closures.remind_due() == 1

    assert news(scene) == ["submitted", "due_soon"]
    assert sorted(kinds(scene)).count("review_due") == 1
    assert kinds(scene).count("due_soon") == 1


def test_a_decided_application_is_not_reminded_of(scene: Scene) -> None:
    number = submitted(scene)
    scene.desk.closures.reject(number, "李审核", "理由")
    scene.clock.now += timedelta(days=10)
    assert scene.desk.closures.remind_due() == 0


def passed_from(scene: Scene, place: str) -> None:
    token = scene.token
    scene.service.check_password(token, scene.customer.payment_password)
    scene.service.verified_from(token, place)
    scene.desk.closures.stop(scene.customer.customer)
    scene.restart()


def test_a_new_place_is_news_the_first_and_a_known_one_are_not(scene: Scene) -> None:
    passed_from(scene, "203.0.0.0/16")
    passed_from(scene, "203.0.0.0/16")
    assert news(scene) == []
    passed_from(scene, "198.51.0.0/16")
    passed_from(scene, "198.51.0.0/16")
    passed_from(scene, "203.0.0.0/16")
    assert news(scene) == ["new_place"]
    assert kinds(scene).count("new_place") == 1


def test_a_place_without_a_pass_is_not_kept(scene: Scene) -> None:
    scene.service.verified_from(scene.token, "203.0.0.0/16")
    scene.service.verified_from("x" * 43, "203.0.0.0/16")
    passed_from(scene, "198.51.0.0/16")
    assert news(scene) == []
