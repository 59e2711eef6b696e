"""A customer whose application waits for a verification."""

import pytest

from desk.bootstrap import Desk
from tests.conftest import SettableClock
from tests.integration.verification.steps import Phone, Scene, build


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
def scene(desk: Desk, clock: SettableClock, phone: Phone) -> Scene:
    assert desk.demo is not None
    scene = Scene(desk, clock, desk.demo.create("clear"), build(desk, clock, sms=phone), phone)
    scene.restart()
    return scene
