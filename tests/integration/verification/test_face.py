"""A face: one more choice, behind a consent of its own."""

from datetime import timedelta

import pytest

from desk.bootstrap import Desk
from desk.verification.errors import ChallengeNotOpen, ConsentRequired, MethodLocked, MethodUnavailable
from desk.verification.model import Attempt, Method, Status
from desk.verification.policy import VerificationPolicy
from desk.verification.sandbox import SandboxFaces
from tests.conftest import SettableClock
from tests.integration.verification.steps import Phone, Scene, build

OFFERED = VerificationPolicy(offer_face=True)


@pytest.fixture
def faces() -> SandboxFaces:
    return SandboxFaces("/demo/face")


@pytest.fixture
def scene(scene: Scene, desk: Desk, clock: SettableClock, phone: Phone, faces: SandboxFaces) -> Scene:
    scene.service = build(desk, clock, policy=OFFERED, sms=phone, face=faces)
    return scene


def show_face(scene: Scene, faces: SandboxFaces, *, passed: bool) -> Attempt:
    token = scene.token
    url = scene.service.start_face(token, consent=True)
    faces.decide(url.rsplit("/", 1)[1], passed=passed)
    return scene.service.check_face(token)


def test_it_is_offered_last(scene: Scene) -> None:
    assert scene.service.link(scene.customer.customer).methods == (Method.PASSWORD, Method.SMS, Method.FACE)


@pytest.mark.parametrize("consent", [False, None, 1, "yes"])
def test_without_a_consent_nothing_begins(scene: Scene, consent: bool) -> None:
    with pytest.raises(ConsentRequired):
        scene.service.start_face(scene.token, consent)


def test_a_consent_is_on_record(scene: Scene) -> None:
    scene.service.start_face(scene.token, consent=True)
    application = scene.desk.closures.current(scene.customer.customer)
    assert application is not None

    with scene.desk.transactions.read() as work:
        events = work.audit.of(application.id)
    assert (events[-1].kind, events[-1].actor) == ("verification.face_consent", scene.customer.customer)


def test_the_right_face_passes(scene: Scene, faces: SandboxFaces) -> None:
    assert show_face(scene, faces, passed=True).status is Status.PASSED
    assert scene.stage() == "confirming"


def test_coming_back_from_the_provider_proves_nothing(scene: Scene) -> None:
    token = scene.token
    scene.service.start_face(token, consent=True)

    assert scene.service.check_face(token).status is Status.OPEN
    assert scene.stage() == "verifying"


def test_a_wrong_face_counts(scene: Scene, faces: SandboxFaces) -> None:
    assert show_face(scene, faces, passed=False) == Attempt(Status.OPEN, 2)
    # Whoever asks again, in another tab or late, hears the same.
    assert scene.service.check_face(scene.token) == Attempt(Status.OPEN, 2)


def test_a_right_face_stays_right(scene: Scene, faces: SandboxFaces) -> None:
    token = scene.token
    faces.decide(scene.service.start_face(token, consent=True).rsplit("/", 1)[1], passed=True)

    assert [scene.service.check_face(token).status for _ in range(2)] == [Status.PASSED] * 2


def test_without_a_check_there_is_no_result(scene: Scene) -> None:
    token = scene.token
    with pytest.raises(MethodUnavailable) as refusal:
        scene.service.check_face(token)
    assert refusal.value.reason == "not_started"
    scene.service.check_password(token, scene.customer.payment_password)
    with pytest.raises(ChallengeNotOpen):
        scene.service.check_face(token)


def test_three_faces_a_link(scene: Scene, faces: SandboxFaces) -> None:
    for _ in range(3):
        show_face(scene, faces, passed=False)

    with pytest.raises(MethodLocked):
        scene.service.start_face(scene.token, consent=True)
    face = scene.service.view(scene.token).methods[2]
    assert (face.available, face.reason) == (False, "locked")


def test_five_faces_a_day(scene: Scene, faces: SandboxFaces) -> None:
    for _ in range(5):
        show_face(scene, faces, passed=False)
        scene.clock.advance(minutes=4)
    scene.clock.advance(minutes=10)

    with pytest.raises(MethodLocked):
        scene.service.start_face(scene.token, consent=True)
    scene.clock.now += timedelta(days=1)
    scene.service.start_face(scene.token, consent=True)


def test_a_check_that_was_left_is_no_wrong_try(scene: Scene) -> None:
    scene.service.start_face(scene.token, consent=True)

    # Nine of ten would be left if it were one; the password shows its own five.
    wrong = [scene.service.check_password(scene.token, scene.wrong_password) for _ in range(5)]
    assert [attempt.attempts_left for attempt in wrong] == [4, 3, 2, 1, 0]


def test_without_a_provider_it_is_not_offered(scene: Scene, desk: Desk, clock: SettableClock) -> None:
    service = build(desk, clock, policy=OFFERED)
    token = service.link(scene.customer.customer).token

    assert Method.FACE not in service.link(scene.customer.customer).methods
    with pytest.raises(MethodUnavailable):
        service.start_face(token, consent=True)


def test_without_the_policy_it_is_not_offered(
    scene: Scene, desk: Desk, clock: SettableClock, faces: SandboxFaces
) -> None:
    service = build(desk, clock, face=faces)

    with pytest.raises(MethodUnavailable) as refusal:
        service.start_face(scene.token, consent=True)
    assert refusal.value.reason == "not_offered"
