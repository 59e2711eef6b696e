"""How a face check ends: asked of the provider until it knows, whoever comes back and whatever fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import update

from desk.accounts.model import Identity
from desk.accounts.tables import customers
from desk.bootstrap import Desk
from desk.notices.errors import NotYet
from desk.persistence.engine import open_engine
from desk.verification.errors import DeviceNeeded, FaceUnavailable, MethodUnavailable
from desk.verification.model import Attempt, Status
from desk.verification.policy import VerificationPolicy
from desk.verification.ports import FaceRequest, FaceResult, FaceStart
from tests.conftest import SettableClock
from tests.integration.verification.steps import Phone, Scene, build


@dataclass
class Provider:
    """A fake provider of face checks: it is told how each one ends."""

    device_script: str = ""
    down: bool = False
    begun: list[FaceRequest] = field(default_factory=list)
    results: dict[str, FaceResult] = field(default_factory=dict)
    asked: int = 0

    def start(self, request: FaceRequest) -> FaceStart:
        if self.down:
            raise FaceUnavailable("down")
        self.begun.append(request)
        return FaceStart(f"https://faces.example/{len(self.begun)}", f"R{len(self.begun)}")

    def result(self, reference: str, check: str, identity: Identity) -> FaceResult:
        self.asked += 1
        if self.down:
            raise FaceUnavailable("down")
        request = self.begun[int(reference[1:]) - 1]
        assert (request.check, request.identity) == (check, identity)
        return self.results.get(reference, FaceResult.PENDING)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def scene(scene: Scene, desk: Desk, clock: SettableClock, phone: Phone, provider: Provider) -> Scene:
    scene.service = build(desk, clock, policy=VerificationPolicy(offer_face=True), sms=phone, face=provider)
    return scene


def poll(scene: Scene) -> int:
    """What the worker does when a notice of a face check is due."""
    return scene.desk.notices.deliver({"face": scene.service.poll_face})


def test_the_provider_is_told_who_it_must_be_and_where_to_come_back(scene: Scene, provider: Provider) -> None:
    token = scene.token
    scene.service.start_face(token, consent=True)

    [request] = provider.begun
    assert request.identity.name == scene.customer.name
    assert len(request.identity.id_number) == 18
    assert request.back == f"https://shop.example/verify/{token}?face"
    assert len(request.check) == 32
    assert request.check.isalnum()


def test_until_the_provider_knows_the_check_is_pending(scene: Scene) -> None:
    scene.service.start_face(scene.token, consent=True)
    assert scene.service.check_face(scene.token) == Attempt(Status.OPEN, 2, pending=True)


def test_who_does_not_come_back_passes_all_the_same(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True)
    assert poll(scene) == 0
    provider.results["R1"] = FaceResult.PASSED
    scene.clock.advance(seconds=3)

    assert poll(scene) == 1
    assert scene.stage() == "confirming"


def test_the_provider_is_asked_less_and_less_often_until_the_link_is_over(
    scene: Scene, provider: Provider
) -> None:
    scene.service.start_face(scene.token, consent=True)
    moments, began = [], scene.clock.now
    while scene.clock.now - began < timedelta(minutes=12):
        before = provider.asked
        poll(scene)
        if provider.asked > before:
            moments.append((scene.clock.now - began).total_seconds())
        scene.clock.advance(seconds=1)

    assert moments[:6] == [0, 3, 9, 18, 28, 38]
    assert 590 <= moments[-1] < 600
    assert scene.desk.notices.backlog().waiting == 0


def test_a_hint_asks_the_provider_now_and_decides_nothing(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True)
    poll(scene)
    scene.service.face_hint("R1")
    poll(scene)

    assert provider.asked == 2
    assert scene.stage() == "verifying"
    provider.results["R1"] = FaceResult.PASSED
    scene.service.face_hint("R1")
    assert poll(scene) == 1
    assert scene.stage() == "confirming"


def test_a_hint_about_nothing_does_nothing(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True)
    poll(scene)
    scene.service.face_hint("R2")
    scene.service.face_hint("")
    poll(scene)
    assert provider.asked == 1


def test_a_check_that_was_begun_anew_leaves_the_old_one_behind(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True)
    scene.service.start_face(scene.token, consent=True)
    provider.results["R1"] = FaceResult.PASSED

    assert poll(scene) == 1
    assert scene.stage() == "verifying"
    assert scene.service.check_face(scene.token).pending


def test_settled_on_the_page_the_notice_has_nothing_to_do(scene: Scene, provider: Provider) -> None:
    token = scene.token
    scene.service.start_face(token, consent=True)
    provider.results["R1"] = FaceResult.REFUSED

    assert scene.service.check_face(token) == Attempt(Status.OPEN, 2)
    assert poll(scene) == 1
    assert provider.asked == 1


def test_a_provider_that_is_down_costs_no_try(scene: Scene, provider: Provider) -> None:
    token = scene.token
    provider.down = True
    for _ in range(6):
        with pytest.raises(MethodUnavailable) as refusal:
            scene.service.start_face(token, consent=True)
        assert refusal.value.reason == "face_down"
        scene.clock.advance(seconds=61)
    provider.down = False
    for _ in range(3):
        scene.service.start_face(token, consent=True)


def test_a_provider_that_does_not_answer_is_asked_again(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True)
    provider.down = True
    assert scene.service.check_face(scene.token).pending
    poll(scene)
    provider.down, provider.results["R1"] = False, FaceResult.PASSED

    assert scene.service.check_face(scene.token).status is Status.PASSED


def test_without_an_identity_on_file_no_check_begins(
    scene: Scene, provider: Provider, database_url: str
) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        connection.execute(update(customers).values(id_sealed=""))
    engine.dispose()

    with pytest.raises(MethodUnavailable) as refusal:
        scene.service.start_face(scene.token, consent=True)
    assert refusal.value.reason == "no_identity"
    assert provider.begun == []


def test_a_device_that_must_be_known_is_asked_for_before_anything_counts(
    scene: Scene, provider: Provider
) -> None:
    provider.device_script = "https://o.example/device.js"
    token = scene.token
    for _ in range(5):
        with pytest.raises(DeviceNeeded) as wish:
            scene.service.start_face(token, consent=True)
        assert wish.value.script == provider.device_script
    scene.service.start_face(token, consent=True, device='{"ua": "x"}')

    assert [request.device for request in provider.begun] == ['{"ua": "x"}']


def test_what_is_said_about_a_device_is_cut(scene: Scene, provider: Provider) -> None:
    scene.service.start_face(scene.token, consent=True, device="x" * 100_000)
    assert len(provider.begun[0].device) == 8_192


def test_a_notice_that_comes_too_early_is_no_failure(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    scene.service.start_face(scene.token, consent=True)
    poll(scene)
    assert caplog.text == ""
    [notice] = scene.desk.notices.due(scene.clock.now + timedelta(hours=1), kinds=["face"])
    with pytest.raises(NotYet):
        scene.service.poll_face(notice)
