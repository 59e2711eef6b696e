"""One-time codes by text message."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from desk.errors import ConfigurationError
from desk.notices.sql import outbox
from desk.persistence.engine import open_engine
from desk.verification.errors import (
    DomainError,
    MalformedTry,
    MethodUnavailable,
    NoLiveCode,
    NothingToVerify,
    SmsNotSent,
    TooManyRequests,
)
from desk.verification.model import Attempt, CodeSent, Status
from desk.verification.policy import VerificationPolicy
from desk.verification.tables import codes
from tests.integration.verification.steps import Scene, build, other_than


def test_a_code_goes_to_the_phone_on_file(scene: Scene) -> None:
    sent = scene.service.send_code(scene.token)
    phone = scene.customer.phone

    assert sent.phone == f"{phone[:3]}****{phone[-4:]}"
    assert sent.expires_at == scene.clock.now + timedelta(minutes=5)
    assert sent.again_at == scene.clock.now + timedelta(seconds=60)
    assert scene.deliver() == 1
    [sms] = scene.phone.received
    assert (sms.phone, sms.text) == (phone, f"验证码 {sms.code}，5 分钟内有效")
    assert scene.service.view(scene.token).code_sent_to == sent.phone


def test_the_right_code_passes(scene: Scene) -> None:
    token = scene.token

    assert scene.service.check_code(token, scene.send_code(token)).status is Status.PASSED
    assert scene.stage() == "confirming"


@pytest.mark.parametrize("shown", ["{} ", " {}\n", "wide"])
def test_it_reads_the_code_as_people_type_it(scene: Scene, shown: str) -> None:
    token = scene.token
    code = scene.send_code(token)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code)

    typed = wide if shown == "wide" else shown.format(code)
    assert scene.service.check_code(token, typed).status is Status.PASSED


def test_a_code_is_used_once(scene: Scene) -> None:
    scene.service = build(scene.desk, scene.clock, policy=_both(), sms=scene.phone)
    token = scene.token
    code = scene.send_code(token)

    assert scene.service.check_code(token, code).status is Status.OPEN
    with pytest.raises(MethodUnavailable) as refusal:
        scene.service.check_code(token, code)
    assert refusal.value.reason == "passed"


def test_five_wrong_tries_void_the_code(scene: Scene) -> None:
    token = scene.token
    code = scene.send_code(token)
    wrong = other_than(code)

    assert [scene.service.check_code(token, wrong) for _ in range(5)] == [
        Attempt(Status.OPEN, left) for left in (4, 3, 2, 1, 0)
    ]
    with pytest.raises(NoLiveCode):
        scene.service.check_code(token, code)


def test_a_code_lives_five_minutes(scene: Scene) -> None:
    token = scene.token
    code = scene.send_code(token)
    scene.clock.advance(minutes=5)

    with pytest.raises(NoLiveCode):
        scene.service.check_code(token, code)


def test_a_new_code_takes_the_place_of_the_old_one(scene: Scene) -> None:
    token = scene.token
    old = scene.send_code(token)
    new = scene.send_code(token)
    while new == old:
        new = scene.send_code(token)

    assert scene.service.check_code(token, old) == Attempt(Status.OPEN, 4)
    assert scene.service.check_code(token, new).status is Status.PASSED


def test_a_code_is_good_for_its_own_link_only(scene: Scene) -> None:
    code = scene.send_code(scene.token)
    scene.desk.closures.stop(scene.customer.customer)
    scene.restart()

    with pytest.raises(NoLiveCode):
        scene.service.check_code(scene.token, code)


def test_without_a_code_there_is_nothing_to_try(scene: Scene) -> None:
    with pytest.raises(NoLiveCode):
        scene.service.check_code(scene.token, "123456")


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "12 34", "一二三四五六", "\ud800"])
def test_what_is_no_code_is_not_counted(scene: Scene, typed: str) -> None:
    token = scene.token
    code = scene.send_code(token)
    with pytest.raises(MalformedTry):
        scene.service.check_code(token, typed)

    assert scene.service.check_code(token, other_than(code)).attempts_left == 4


def test_another_code_needs_a_minute(scene: Scene) -> None:
    scene.service.send_code(scene.token)
    scene.clock.advance(seconds=18)

    with pytest.raises(TooManyRequests) as refusal:
        scene.service.send_code(scene.token)
    assert refusal.value.retry_after == 42
    scene.clock.advance(seconds=42)
    scene.service.send_code(scene.token)


def test_five_codes_an_hour_across_links(scene: Scene) -> None:
    for _ in range(5):
        scene.service.send_code(scene.token)
        scene.clock.advance(minutes=3)

    with pytest.raises(TooManyRequests) as refusal:
        scene.service.send_code(scene.token)
    assert refusal.value.retry_after == 45 * 60
    sms = scene.service.view(scene.token).methods[1]
    assert sms.available
    scene.clock.advance(minutes=5)
    sms = scene.service.view(scene.token).methods[1]
    assert (sms.available, sms.reason, sms.until) == (
        False,
        "too_many",
        scene.clock.now + timedelta(minutes=40),
    )


def test_ten_codes_a_day(scene: Scene) -> None:
    for _ in range(10):
        scene.service.send_code(scene.token)
        scene.clock.advance(minutes=30)

    with pytest.raises(TooManyRequests) as refusal:
        scene.service.send_code(scene.token)
    assert refusal.value.retry_after == (24 * 60 - 300) * 60


def test_many_requests_at_once_send_one_code(scene: Scene) -> None:
    token, together = scene.token, Barrier(8)

    def ask(_: int) -> Any:
        together.wait()
        try:
            return scene.service.send_code(token)
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(ask, range(8)))

    assert sum(isinstance(outcome, CodeSent) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, TooManyRequests) for outcome in outcomes) == 7


def test_twenty_parallel_guesses_get_five_evaluations(scene: Scene) -> None:
    token, together = scene.token, Barrier(20)
    code = scene.send_code(token)
    guesses = [f"{(int(code) + n) % 10**6:06}" for n in range(1, 21)]

    def attempt(guess: str) -> Any:
        together.wait()
        try:
            return scene.service.check_code(token, guess)
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(attempt, guesses))

    assert sum(isinstance(outcome, Attempt) for outcome in outcomes) == 5
    assert sum(isinstance(outcome, NoLiveCode) for outcome in outcomes) == 15


def test_the_chat_can_have_a_code_sent_again(scene: Scene) -> None:
    sent = scene.service.resend(scene.customer.customer)
    scene.deliver()

    assert sent.expires_at == scene.clock.now + timedelta(minutes=5)
    assert scene.service.check_code(scene.token, scene.phone.code).status is Status.PASSED
    with pytest.raises(NothingToVerify):
        scene.service.resend(scene.customer.customer)


def test_no_code_can_be_read_in_the_database(scene: Scene, database_url: str) -> None:
    code = scene.send_code(scene.token)
    engine = open_engine(database_url)
    with engine.connect() as connection:
        kept = str([connection.execute(select(table)).all() for table in (outbox, codes)])
    engine.dispose()

    assert code not in kept
    assert scene.customer.phone not in kept


def test_no_code_is_logged_when_the_provider_fails(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.phone.refusal = SmsNotSent("provider: 验证码 123456 refused")
    scene.service.send_code(scene.token)

    assert scene.deliver() == 0
    assert "SmsNotSent" in caplog.text
    assert "123456" not in caplog.text


def test_a_provider_that_recovers_gets_the_same_message(scene: Scene) -> None:
    scene.phone.refusal = SmsNotSent("busy")
    scene.service.send_code(scene.token)
    scene.deliver()
    scene.phone.refusal = None
    scene.clock.advance(seconds=1)

    assert scene.deliver() == 1
    assert scene.service.check_code(scene.token, scene.phone.code).status is Status.PASSED


def test_a_message_that_is_refused_for_good_is_given_up(scene: Scene) -> None:
    scene.phone.refusal = SmsNotSent("no such number", permanent=True)
    scene.service.send_code(scene.token)
    scene.deliver()

    assert scene.desk.notices.backlog().dead == 1


def test_a_code_that_is_over_is_not_sent_late(scene: Scene) -> None:
    scene.service.send_code(scene.token)
    scene.clock.advance(minutes=6)

    assert scene.deliver() == 1
    assert scene.phone.received == []


def test_without_a_provider_codes_are_not_offered(scene: Scene) -> None:
    service = build(scene.desk, scene.clock)
    link = service.link(scene.customer.customer)

    assert "sms" not in link.methods
    with pytest.raises(MethodUnavailable) as refusal:
        service.send_code(link.token)
    assert refusal.value.reason == "not_offered"


def test_a_policy_that_nobody_can_meet_without_a_provider_stops_the_start(scene: Scene) -> None:
    with pytest.raises(ConfigurationError, match="text messages"):
        build(scene.desk, scene.clock, policy=_both())


def test_the_handset_of_the_demo_receives_the_code(scene: Scene) -> None:
    desk, customer = scene.desk, scene.customer
    assert desk.demo is not None
    token = desk.verification.link(customer.customer).token
    desk.verification.send_code(token)
    desk.notices.deliver({"sms": desk.verification.deliver_sms})

    [text] = desk.demo.texts(customer.phone)
    code = next(word for word in text.text.replace("，", " ").split() if word.isdecimal() and len(word) == 6)
    assert desk.verification.check_code(token, code).status is Status.PASSED


def _both() -> VerificationPolicy:
    return VerificationPolicy(required=((None, 2),))
