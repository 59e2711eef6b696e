"""Feishu's open platform, and the phones of the people who use it."""

from tests.fakes.feishu.platform import FakeFeishu, Received, running_feishu
from tests.fakes.feishu.sealing import AppKeys

__all__ = ["AppKeys", "FakeFeishu", "Received", "running_feishu"]
