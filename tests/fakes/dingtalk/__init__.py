"""DingTalk's open platform, and the phones of the people who use it."""

from tests.fakes.dingtalk.platform import FakeDingTalk, Received, running_dingtalk
from tests.fakes.dingtalk.robot import RobotKeys

__all__ = ["FakeDingTalk", "Received", "RobotKeys", "running_dingtalk"]
