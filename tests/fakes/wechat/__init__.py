"""WeChat's Official Account platform, and the phones of people who use it."""

from tests.fakes.wechat.phones import Phone
from tests.fakes.wechat.platform import FakeWeChat, Template

__all__ = ["FakeWeChat", "Phone", "Template"]
