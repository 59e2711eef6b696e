"""No method left for now."""

from desk.verification.model import Attempt, Method, Status
from desk.verification.policy import VerificationPolicy
from tests.integration.verification.steps import Scene, build, other_than


def test_the_only_method_locked_locks_the_challenge(scene: Scene) -> None:
    scene.service = build(scene.desk, scene.clock, policy=VerificationPolicy(methods=(Method.PASSWORD,)))
    token = scene.token
    tries = [scene.service.check_password(token, scene.wrong_password) for _ in range(5)]

    assert tries[-1] == Attempt(Status.LOCKED, 0)
    assert scene.service.view(token).status is Status.LOCKED
    assert scene.stage() == "verifying"


def test_codes_used_up_and_password_locked_lock_the_challenge(scene: Scene) -> None:
    for _ in range(9):
        scene.send_code(scene.token)
        scene.clock.advance(minutes=30)
    token = scene.token
    scene.send_code(token)
    for _ in range(4):
        scene.service.check_code(token, other_than(scene.phone.code))
    for _ in range(5):
        last = scene.service.check_password(token, scene.wrong_password)
    # The last code can still be typed, so the customer is not locked out yet.
    assert last == Attempt(Status.OPEN, 0)
    scene.clock.advance(minutes=5)

    assert scene.service.view(token).status is Status.LOCKED
    assert [method.reason for method in scene.service.view(token).methods] == ["locked", "too_many"]


def test_it_opens_again_when_a_method_does(scene: Scene) -> None:
    scene.service = build(scene.desk, scene.clock, policy=VerificationPolicy(methods=(Method.PASSWORD,)))
    for _ in range(5):
        scene.service.check_password(scene.token, scene.wrong_password)
    scene.clock.advance(hours=3)

    assert scene.service.view(scene.token).status is Status.OPEN
