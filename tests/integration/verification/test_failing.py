"""Too many wrong tries in all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from desk.closures.errors import VerificationBarred
from desk.verification.errors import ChallengeNotOpen, DomainError, TooManyRequests
from desk.verification.model import Attempt, Status
from tests.integration.verification.steps import Scene, other_than


def five_wrong_codes(scene: Scene) -> list[Attempt]:
    token = scene.token
    wrong = other_than(scene.send_code(token))
    return [scene.service.check_code(token, wrong) for _ in range(5)]


def five_wrong_passwords(scene: Scene) -> list[Attempt]:
    token = scene.token
    return [scene.service.check_password(token, scene.wrong_password) for _ in range(5)]


def test_ten_wrong_tries_with_whatever_method_fail_the_challenge(scene: Scene) -> None:
    token = scene.token
    first, second = five_wrong_passwords(scene), five_wrong_codes(scene)

    assert [attempt.status for attempt in first + second] == [Status.OPEN] * 9 + [Status.FAILED]
    assert second[-1].attempts_left == 0
    assert scene.service.view(token).status is Status.FAILED
    assert scene.stage() == "none"
    newest = scene.desk.closures.newest(scene.customer.customer)
    assert newest is not None
    assert newest.stage == "abandoned"
    with pytest.raises(ChallengeNotOpen) as refusal:
        scene.service.check_password(token, scene.customer.payment_password)
    assert refusal.value.status is Status.FAILED


def test_after_that_a_new_application_is_refused_for_a_day(scene: Scene) -> None:
    five_wrong_passwords(scene)
    five_wrong_codes(scene)

    with pytest.raises(VerificationBarred) as refusal:
        scene.restart()
    assert refusal.value.until == scene.clock.now + timedelta(hours=24)
    scene.clock.advance(hours=24)
    scene.restart()
    assert scene.service.check_password(scene.token, scene.customer.payment_password).status is Status.PASSED


def test_a_new_application_does_not_start_the_count_anew(scene: Scene) -> None:
    five_wrong_passwords(scene)
    scene.desk.closures.stop(scene.customer.customer)
    scene.restart()

    assert five_wrong_codes(scene)[-1].status is Status.FAILED


def test_a_pass_starts_the_count_anew(scene: Scene) -> None:
    five_wrong_passwords(scene)
    token = scene.token
    scene.service.check_code(token, scene.send_code(token))
    scene.desk.closures.stop(scene.customer.customer)
    scene.restart()

    assert five_wrong_passwords(scene)[-1] == Attempt(Status.OPEN, 0)


def test_tries_of_yesterday_do_not_count(scene: Scene) -> None:
    five_wrong_passwords(scene)
    scene.clock.advance(hours=24)

    assert five_wrong_codes(scene)[-1].status is Status.OPEN


def test_fewer_tries_are_left_when_the_total_runs_out(scene: Scene) -> None:
    five_wrong_codes(scene)
    token = scene.token
    wrong = other_than(scene.send_code(token))
    for _ in range(3):
        scene.service.check_code(token, wrong)

    assert scene.service.check_password(token, scene.wrong_password).attempts_left == 1


def test_guesses_from_all_sides_at_once_never_exceed_the_total(scene: Scene) -> None:
    token = scene.token
    code, together = scene.send_code(token), Barrier(20)

    def attempt(number: int) -> Attempt | DomainError:
        together.wait()
        try:
            if number % 2:
                return scene.service.check_code(token, other_than(code))
            return scene.service.check_password(token, scene.wrong_password)
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(20) as pool:
        outcomes = list(pool.map(attempt, range(20)))

    evaluated = [outcome for outcome in outcomes if isinstance(outcome, Attempt)]
    assert len(evaluated) == 10
    assert sum(attempt.status is Status.FAILED for attempt in evaluated) >= 1
    assert scene.stage() == "none"


def test_while_the_last_try_is_evaluated_others_wait(scene: Scene) -> None:
    five_wrong_codes(scene)
    token = scene.token
    wrong = other_than(scene.send_code(token))
    for _ in range(4):
        scene.service.check_code(token, wrong)
    scene.service._reserve_password(token)

    with pytest.raises(TooManyRequests) as refusal:
        scene.service.check_password(token, scene.customer.payment_password)
    assert refusal.value.retry_after == 1


def test_a_crash_on_the_last_try_ends_the_challenge_after_all(scene: Scene) -> None:
    five_wrong_codes(scene)
    token = scene.token
    wrong = other_than(scene.send_code(token))
    for _ in range(4):
        scene.service.check_code(token, wrong)
    scene.service._reserve_password(token)
    scene.clock.advance(seconds=61)

    with pytest.raises(ChallengeNotOpen) as refusal:
        scene.service.check_password(token, scene.customer.payment_password)
    assert refusal.value.status is Status.FAILED
    assert scene.stage() == "none"
