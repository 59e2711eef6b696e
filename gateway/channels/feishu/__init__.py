"""飞书 (Feishu, Lark): a self-built app's bot, by event subscription over HTTPS."""

from gateway.channels.feishu.channel import connect

__all__ = ["connect"]
