"""Where a platform's servers are, when an operator (or a test) sets it."""

from urllib.parse import urlsplit

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def base_address(value: str) -> str:
    """An address without a path, as a setting's validator; plain HTTP is for this machine only."""
    parts = urlsplit(value.rstrip("/"))
    if parts.path or parts.query or parts.fragment or parts.username or not parts.hostname:
        raise ValueError("it has to be like https://api.example.com")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("it has to begin with https://")
    return value.rstrip("/")
