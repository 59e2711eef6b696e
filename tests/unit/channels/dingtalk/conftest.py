"""One robot's settings, and what it is told."""

from __future__ import annotations

import pytest

from gateway.channels.dingtalk.settings import DingTalkSettings
from tests.fakes.dingtalk.robot import Person, RobotKeys

KEYS = RobotKeys()
MEMBER = Person.member("manager4220")
SESSION = "https://oapi.dingtalk.com/robot/sendBySession?session=eb18f0"


@pytest.fixture
def dingtalk_settings() -> DingTalkSettings:
    given = {
        name.removeprefix("XIAOHU_DINGTALK_").lower(): v for name, v in KEYS.environment("").items() if v
    }
    return DingTalkSettings.model_validate(given)
