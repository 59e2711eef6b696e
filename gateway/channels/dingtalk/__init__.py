"""钉钉 (DingTalk): the robot of an organisation's own app, by HTTP or by Stream mode."""

from gateway.channels.dingtalk.channel import connect

__all__ = ["connect"]
