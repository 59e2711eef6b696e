"""An application inside WeCom 企业微信, for the members of a company."""

from gateway.channels.wecom.channel import connect

__all__ = ["connect"]
