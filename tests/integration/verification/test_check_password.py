"""The payment password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from desk.verification.errors import ChallengeNotOpen, DomainError, MalformedTry, MethodLocked
from desk.verification.model import Attempt, Status
from tests.integration.verification.steps import Scene


def test_the_right_one_passes(scene: Scene) -> None:
    attempt = scene.service.check_password(scene.token, scene.customer.payment_password)

    assert attempt.status is Status.PASSED
    assert scene.stage() == "confirming"


def test_a_wrong_one_leaves_four_more(scene: Scene) -> None:
    token = scene.token

    assert scene.service.check_password(token, scene.wrong_password) == Attempt(Status.OPEN, 4)
    assert scene.stage() == "verifying"
    assert scene.service.check_password(token, scene.customer.payment_password).status is Status.PASSED


def test_five_wrong_ones_lock_it_for_three_hours(scene: Scene) -> None:
    token = scene.token
    left = [scene.service.check_password(token, scene.wrong_password).attempts_left for _ in range(5)]

    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(MethodLocked) as refusal:
        scene.service.check_password(token, scene.customer.payment_password)
    assert refusal.value.until == scene.clock.now + timedelta(hours=3)
    [password, sms] = scene.service.view(token).methods
    assert (password.available, password.reason, password.until) == (False, "locked", refusal.value.until)
    assert sms.available


def test_a_new_link_does_not_open_the_lock(scene: Scene) -> None:
    for _ in range(5):
        scene.service.check_password(scene.token, scene.wrong_password)
    scene.clock.advance(minutes=11)

    with pytest.raises(MethodLocked):
        scene.service.check_password(scene.token, scene.customer.payment_password)


def test_the_lock_opens_by_itself(scene: Scene) -> None:
    for _ in range(5):
        scene.service.check_password(scene.token, scene.wrong_password)
    scene.clock.advance(hours=3)

    assert scene.service.check_password(scene.token, scene.customer.payment_password).status is Status.PASSED


def test_twenty_parallel_guesses_get_five_evaluations(scene: Scene) -> None:
    outcomes = _at_once(scene, [f"{n:06}" for n in _guesses(scene, 20)])

    evaluated = [outcome for outcome in outcomes if isinstance(outcome, Attempt)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, MethodLocked)]
    assert (len(evaluated), len(refused)) == (5, 15)
    assert scene.stage() == "verifying"
    with pytest.raises(MethodLocked):
        scene.service.check_password(scene.token, scene.customer.payment_password)


def test_the_right_one_sent_many_times_passes_once(scene: Scene) -> None:
    outcomes = _at_once(scene, [scene.customer.payment_password] * 5)

    passed = [outcome for outcome in outcomes if isinstance(outcome, Attempt)]
    assert passed
    assert {outcome.status for outcome in passed} == {Status.PASSED}
    assert all(isinstance(outcome, Attempt | ChallengeNotOpen) for outcome in outcomes)
    assert _notices(scene) == ["verification_passed"]
    assert scene.stage() == "confirming"


def test_without_a_password_on_file_every_try_is_wrong(scene: Scene) -> None:
    with scene.desk.transactions.write() as work:
        work.customers.set_password_hash(scene.customer.customer, "")

    assert scene.service.check_password(scene.token, "123456") == Attempt(Status.OPEN, 4)
    assert scene.service.view(scene.token).methods[0].reason == "not_set"


@pytest.mark.parametrize("typed", ["", "x" * 65, "12\ud8003"])
def test_what_cannot_be_a_password_is_not_counted(scene: Scene, typed: str) -> None:
    token = scene.token
    with pytest.raises(MalformedTry):
        scene.service.check_password(token, typed)

    assert scene.service.check_password(token, scene.wrong_password).attempts_left == 4


def test_a_passed_link_takes_no_more_tries(scene: Scene) -> None:
    token = scene.token
    scene.service.check_password(token, scene.customer.payment_password)

    with pytest.raises(ChallengeNotOpen) as refusal:
        scene.service.check_password(token, scene.customer.payment_password)
    assert refusal.value.status is Status.PASSED


def test_a_crash_while_comparing_costs_a_try(scene: Scene) -> None:
    token = scene.token
    # The process dies between the two transactions: the try was counted, and is never settled.
    scene.service._reserve_password(token)

    assert scene.service.check_password(token, scene.wrong_password).attempts_left == 3


def test_a_hash_of_older_parameters_is_made_anew(scene: Scene) -> None:
    from argon2 import PasswordHasher

    from desk.keys import derive
    from desk.verification.passwords import Passwords

    passwords = Passwords(derive(scene.desk.settings.password_pepper, "payment passwords"))
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(passwords._peppered("482913"))
    with scene.desk.transactions.write() as work:
        work.customers.set_password_hash(scene.customer.customer, weak)

    assert scene.service.check_password(scene.token, "482913").status is Status.PASSED

    with scene.desk.transactions.read() as work:
        record = work.customers.get(scene.customer.customer)
    assert record is not None
    assert record.password_hash != weak
    assert passwords.matches(record.password_hash, "482913")


def test_another_customers_password_does_not_count_here(scene: Scene) -> None:
    assert scene.desk.demo is not None
    for _ in range(5):
        scene.service.check_password(scene.token, scene.wrong_password)
    other = scene.desk.demo.create("clear")
    scene.desk.closures.start(other.customer, "v2")
    scene.desk.closures.accept(other.customer, "1")

    token = scene.service.link(other.customer).token
    assert scene.service.view(token).methods[0].available
    assert scene.service.check_password(token, other.payment_password).status is Status.PASSED
    assert scene.stage() == "verifying"


def _guesses(scene: Scene, count: int) -> list[int]:
    right = int(scene.customer.payment_password)
    return [guess for guess in range(count + 1) if guess != right][:count]


def _at_once(scene: Scene, passwords: list[str]) -> list[Any]:
    token, together = scene.token, Barrier(len(passwords))

    def attempt(password: str) -> Attempt | DomainError:
        together.wait()
        try:
            return scene.service.check_password(token, password)
        except DomainError as refusal:
            return refusal

    with ThreadPoolExecutor(len(passwords)) as pool:
        return list(pool.map(attempt, passwords))


def _notices(scene: Scene) -> list[str]:
    return [notice.kind for notice in scene.desk.notices.due(scene.clock.now)]
