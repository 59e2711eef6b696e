"""What an operator sets to connect a core system; read once, at the start."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.errors import ConfigurationError
from desk.settings import PREFIX

Secret = Annotated[SecretStr, Field(min_length=32)]


class LedgerSettings(BaseSettings):
    """Where the core system is, what proves who calls, and how patient we are.

    Read with ``desk.settings.read_settings``. Times are seconds; ``ledger_timeout`` is for one question as a
    whole, its second try included. ``ledger_failures`` in a row let the system rest ``ledger_pause``.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    ledger_url: str | None = None
    ledger_key_id: str = "xiaohu"
    ledger_secret: Secret | None = None
    ledger_ca_file: Path | None = None
    ledger_cert_file: Path | None = None
    ledger_cert_key_file: Path | None = None
    ledger_connect_timeout: float = Field(default=1.0, gt=0, le=3)
    # Below half of what a turn's action may take: a turn asks twice at most.
    ledger_timeout: float = Field(default=3.0, gt=0, le=3.5)
    ledger_failures: int = Field(default=5, ge=1)
    ledger_pause: float = Field(default=10.0, gt=0)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.ledger_url is None:
            return self
        if self.ledger_secret is None:
            raise ConfigurationError("XIAOHU_LEDGER_URL needs XIAOHU_LEDGER_SECRET, which signs every call.")
        if (self.ledger_cert_file is None) != (self.ledger_cert_key_file is None):
            raise ConfigurationError("XIAOHU_LEDGER_CERT_FILE and XIAOHU_LEDGER_CERT_KEY_FILE go together.")
        _require_safe(self.ledger_url)
        return self

    def tls(self) -> ssl.SSLContext:
        """How the core system is recognised, and how we are where it asks for a certificate.

        Raises:
            ConfigurationError: a file cannot be read.
        """
        try:
            context = ssl.create_default_context(cafile=self.ledger_ca_file)
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            if self.ledger_cert_file:
                context.load_cert_chain(self.ledger_cert_file, self.ledger_cert_key_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigurationError(f"A certificate of the core system cannot be used: {error}.") from error
        return context


def _require_safe(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(
            "XIAOHU_LEDGER_URL must be an address such as https://core.example.com/xiaohu."
        )
    if parts.query or parts.fragment or parts.username:
        raise ConfigurationError("XIAOHU_LEDGER_URL must be without name, query and fragment.")
    if parts.scheme == "http" and not _is_here(parts.hostname):
        raise ConfigurationError("XIAOHU_LEDGER_URL must begin with https://, except on this machine.")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
