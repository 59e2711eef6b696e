"""WeChat customer service 微信客服: a company's people and bot, for anybody in WeChat."""

from gateway.channels.kf.channel import connect

__all__ = ["connect"]
