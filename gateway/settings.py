"""What an operator may set about the front door; read once, at the start."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from desk.notices.quiet import QuietHours
from desk.settings import PREFIX

Network = IPv4Network | IPv6Network


class GatewaySettings(BaseSettings):
    """Where the gateway listens, whom it believes, and how much it takes.

    Read with ``desk.settings.read_settings``: ``XIAOHU_<FIELD>`` in the environment or the env file.
    Rates are calls a second, bursts are calls, streams are open ones, times are seconds, addresses are
    networks separated by commas.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = ()
    metrics_addresses: Annotated[tuple[Network, ...], NoDecode] = ()

    bot_timeout: float = Field(default=10.0, gt=0)
    probe_timeout: float = Field(default=2.0, gt=0)
    body_timeout: float = Field(default=10.0, gt=0)
    body_limit: int = Field(default=64 * 1024, gt=0)

    customer_burst: int = Field(default=20, gt=0)
    customer_rate: float = Field(default=2.0, gt=0)
    address_burst: int = Field(default=600, gt=0)
    address_rate: float = Field(default=60.0, gt=0)
    reading_factor: int = Field(default=10, ge=1)
    customer_streams: int = Field(default=10, gt=0)
    address_streams: int = Field(default=300, gt=0)

    webhook_burst: int = Field(default=2000, gt=0)
    webhook_rate: float = Field(default=500.0, gt=0)
    channel_turns: int = Field(default=8, gt=0)

    stream_poll: float = Field(default=1.0, gt=0, le=1.0)
    stream_ping: int = Field(default=15, gt=0)
    quiet_hours: str = "22:00-08:00"
    news_delay: float = Field(default=60.0, ge=0)
    worker_interval: float = Field(default=0.5, gt=0)
    shutdown_grace: int = Field(default=10, gt=0)

    @field_validator("quiet_hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        QuietHours.read(value)
        return value

    @field_validator("trusted_proxies", "metrics_addresses", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
