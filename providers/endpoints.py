"""Where a provider is reached."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Endpoint:
    """A provider's address, cut as the SDKs want it: `https` and a host with its port."""

    protocol: str
    host: str

    @classmethod
    def read(cls, url: str) -> Endpoint:
        """The endpoint at this address.

        Raises:
            ValueError: no plain https address; http is for a provider on this machine only, as tests have it.
        """
        parts = urlsplit(url)
        plain = parts.netloc and parts.path in {"", "/"} and not parts.query and "@" not in parts.netloc
        secure = parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or ""))
        if not (plain and secure):
            raise ValueError("an address such as https://sms.example is needed")
        return cls(parts.scheme, parts.netloc)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine, as a provider is that only plays one."""
        return _is_here(urlsplit(f"//{self.host}").hostname or "")


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
