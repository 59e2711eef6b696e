"""WeChat Official Account 微信公众号."""

from gateway.channels.wechat.channel import connect

__all__ = ["connect"]
