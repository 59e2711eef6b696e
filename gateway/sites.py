"""The host sites whose signatures are believed, read from the operator's sites file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jwt
import tomllib

from desk.errors import ConfigurationError

ALGORITHMS = ("HS256", "RS256", "ES256", "EdDSA")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_FIELDS = {"kid", "site", "algorithm", "key", "key_file", "origins", "login_url"}
_RESERVED = {"visitor", "demo"}
_SHORTEST_SHARED_KEY = 32
_HERE = {"127.0.0.1", "localhost", "::1"}


class SitesFileError(ConfigurationError):
    """The sites file says something that cannot be relied on; the message names the entry."""


@dataclass(frozen=True)
class SigningKey:
    """One key a site signs with: its `kid` fixes the site and the one algorithm it may be used with."""

    kid: str
    site: str
    algorithm: str
    key: Any
    longest_lifetime: int = 15 * 60


@dataclass(frozen=True)
class Sites:
    """All keys by `kid`, and the origins of the pages that may embed and call the gateway.

    Args:
        logins: by site, the shop's page where a person from a messaging app logs in.
    """

    keys: Mapping[str, SigningKey]
    origins: tuple[str, ...] = ()
    logins: Mapping[str, str] = field(default_factory=dict)


def load_sites(path: Path | None) -> Sites:
    """Read the sites file.

    Args:
        path: a TOML file with one ``[[sites]]`` table a key, or None where no site is connected yet.

    Raises:
        SitesFileError: with a sentence that names the entry and what is wrong with it.
    """
    if path is None:
        return Sites({})
    entries = _entries(path)
    keys = [_signing_key(entry, path.parent) for entry in entries]
    by_kid = {key.kid: key for key in keys}
    if len(by_kid) < len(keys):
        raise SitesFileError(f"{path}: two entries have the same kid")
    origins = (_origin(origin) for entry in entries for origin in _list_of_text(entry.get("origins", [])))
    logins = {str(entry["site"]): _login_url(entry) for entry in entries if "login_url" in entry}
    return Sites(by_kid, tuple(dict.fromkeys(origins)), logins)


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        parsed = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SitesFileError(f"The sites file {path} cannot be read: {error}") from error
    # A key under a misspelt heading would be left out without a word, and its customers turned away.
    _refuse(set(parsed) - {"sites"}, f"{path}: sites are written as [[sites]] tables; unknown entry")
    entries = parsed.get("sites", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SitesFileError(f"{path}: sites are written as [[sites]] tables")
    return entries


def _signing_key(entry: dict[str, Any], folder: Path) -> SigningKey:
    kid, site, algorithm = (str(entry.get(name, "")) for name in ("kid", "site", "algorithm"))
    where = f"Site {site or '?'}, key {kid or '?'}"
    _refuse(set(entry) - _FIELDS, f"{where}: unknown field")
    _refuse(() if kid and kid not in _RESERVED else [kid or "missing"], f"{where}: kid cannot be")
    valid_site = _NAME.fullmatch(site) and site not in _RESERVED
    _refuse(() if valid_site else [site or "missing"], f"{where}: site cannot be")
    _refuse(() if algorithm in ALGORITHMS else [algorithm or "missing"], f"{where}: algorithm cannot be")
    return SigningKey(kid, site, algorithm, _prepared(entry, algorithm, folder, where))


def _refuse(found: Iterable[str], sentence: str) -> None:
    words = ", ".join(sorted(found))
    if words:
        raise SitesFileError(f"{sentence} {words}")


def _prepared(entry: dict[str, Any], algorithm: str, folder: Path, where: str) -> Any:
    text = _key_text(entry, folder, where)
    if algorithm == "HS256" and len(text.encode()) < _SHORTEST_SHARED_KEY:
        raise SitesFileError(f"{where}: a shared key has at least {_SHORTEST_SHARED_KEY} characters")
    try:
        key = jwt.PyJWS().get_algorithm_by_name(algorithm).prepare_key(text)
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        raise SitesFileError(f"{where}: the key does not fit {algorithm}: {error}") from error
    return key.public_key() if hasattr(key, "public_key") else key


def _key_text(entry: dict[str, Any], folder: Path, where: str) -> str:
    if ("key" in entry) == ("key_file" in entry):
        raise SitesFileError(f"{where}: give either key or key_file")
    if "key" in entry:
        return str(entry["key"])
    try:
        return (folder / str(entry["key_file"])).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SitesFileError(f"{where}: the key file cannot be read: {error}") from error


def _list_of_text(value: Any) -> list[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return value
    raise SitesFileError("origins is a list of addresses such as https://shop.example")


def _login_url(entry: Mapping[str, Any]) -> str:
    url = str(entry["login_url"])
    parts = urlsplit(url)
    # From there comes a token: over plain HTTP whoever listens would have it too.
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)
    if not is_safe or not parts.netloc or parts.fragment or re.search(r"[\s<>\"']", url):
        raise SitesFileError(f"{url!r} is no login_url; write it as https://shop.example/login")
    return url


def _origin(text: str) -> str:
    parts = urlsplit(text)
    plain = parts.scheme in {"http", "https"} and parts.netloc and parts.path in {"", "/"}
    if not plain or re.search(r"[\s;,'\"*@]", text):
        raise SitesFileError(f"{text!r} is no origin; write it as https://shop.example")
    return f"{parts.scheme}://{parts.netloc.lower()}"
