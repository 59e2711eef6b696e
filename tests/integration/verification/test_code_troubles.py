"""What the customer is told when a code may not have arrived."""

from __future__ import annotations

import pytest

from desk.notices.model import State
from desk.notices.news import SENDING
from desk.notices.sql import outbox
from desk.persistence.engine import open_engine
from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Method, MethodView, Status, Trouble
from tests.integration.verification.steps import Scene


def sms_view(scene: Scene) -> MethodView:
    views = scene.service.view(scene.token).methods
    return next(view for view in views if view.method is Method.SMS)


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [(Trouble.LIMITED, "too_many"), (Trouble.NUMBER, "bad_phone"), (Trouble.PROVIDER, "sms_down")],
)
def test_a_code_that_cannot_arrive_sends_the_customer_to_another_way(
    scene: Scene, trouble: Trouble, reason: str
) -> None:
    scene.phone.refusal = SmsNotSent("refused", permanent=True, trouble=trouble)
    sent = scene.service.send_code(scene.token)
    scene.deliver()

    view = sms_view(scene)
    assert (view.available, view.reason, view.until) == (False, reason, sent.expires_at)
    assert scene.service.view(scene.token).status is Status.OPEN


def test_the_other_way_passes_all_the_same(scene: Scene) -> None:
    scene.phone.refusal = SmsNotSent("refused", permanent=True, trouble=Trouble.PROVIDER)
    scene.service.send_code(scene.token)
    scene.deliver()

    passed = scene.service.check_password(scene.token, scene.customer.payment_password)
    assert passed.status is Status.PASSED


def test_a_code_in_doubt_may_be_on_its_way_and_still_passes(scene: Scene) -> None:
    token = scene.token
    scene.phone.refusal = SmsUnsure("no answer")
    scene.service.send_code(token)
    scene.deliver()

    view = sms_view(scene)
    assert (view.available, view.note) == (True, "unsure")
    scene.phone.refusal = None
    code = scene.send_code(token)
    assert sms_view(scene).note is None
    assert scene.service.check_code(token, code).status is Status.PASSED


def test_a_code_in_doubt_is_never_sent_twice(scene: Scene, database_url: str) -> None:
    scene.phone.refusal = SmsUnsure("no answer")
    scene.service.send_code(scene.token)
    scene.deliver()
    scene.phone.refusal = None
    scene.clock.advance(minutes=2)

    assert scene.deliver() == 0
    assert scene.phone.received == []
    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(outbox.select()).one().state is State.DEAD
    engine.dispose()


def test_a_code_whose_sender_died_is_not_sent_again(scene: Scene) -> None:
    scene.service.send_code(scene.token)
    [notice] = scene.desk.notices.due(scene.clock.now, kinds=["sms"])
    scene.desk.notices.note(notice, SENDING)

    assert scene.deliver() == 0
    assert scene.phone.received == []
    assert sms_view(scene).note == "unsure"


def test_a_code_that_was_surely_not_taken_is_sent_again(scene: Scene) -> None:
    scene.service.send_code(scene.token)
    scene.phone.refusal = SmsNotSent("busy")
    scene.deliver()
    scene.phone.refusal = None
    scene.clock.advance(seconds=1)

    assert scene.deliver() == 1
    assert len(scene.phone.received) == 1


def test_the_trouble_ends_with_the_code(scene: Scene) -> None:
    scene.phone.refusal = SmsNotSent("refused", permanent=True, trouble=Trouble.PROVIDER)
    scene.service.send_code(scene.token)
    scene.deliver()
    scene.clock.advance(minutes=5)

    assert sms_view(scene).available


def test_a_passing_trouble_is_not_told(scene: Scene) -> None:
    scene.phone.refusal = SmsNotSent("a minute has not passed", trouble=Trouble.LIMITED)
    scene.service.send_code(scene.token)
    scene.deliver()

    view = sms_view(scene)
    assert (view.available, view.note) == (True, None)


def test_the_trouble_of_an_old_code_does_not_touch_the_new_one(scene: Scene) -> None:
    scene.service.send_code(scene.token)
    scene.clock.advance(seconds=60)
    scene.service.send_code(scene.token)
    # Both wait; the older one is not sent any more, whatever the provider would say.
    scene.phone.refusal = SmsNotSent("refused", permanent=True, trouble=Trouble.NUMBER)
    old, new = scene.desk.notices.due(scene.clock.now, kinds=["sms"])
    scene.service.deliver_sms(old)
    scene.phone.refusal = None
    scene.service.deliver_sms(new)

    assert sms_view(scene).available
    assert len(scene.phone.received) == 1
