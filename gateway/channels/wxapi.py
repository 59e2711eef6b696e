"""Calls to the HTTP interfaces of WeChat and WeCom: one way to ask, one way to fail."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from gateway.channels.port import TransportError
from gateway.channels.wxtoken import AccessToken

_SECONDS = 6.0
# JSON can write control characters by an escape only, and messages have no use for them.
_CONTROL = re.compile(r"(?<!\\)((?:\\\\)*)\\u00[01][0-9a-f]")
_TOKEN_REFUSED = frozenset({40001, 40014, 41001, 42001})


@dataclass(frozen=True)
class Failure:
    """What an error code means to us: the fields of `TransportError`."""

    fact: str
    permanent: bool = False
    retry_after: float | None = None
    gone: bool = False
    closed: bool = False
    tell_staff: bool = False


_UNKNOWN = Failure("unknown error", tell_staff=True)
_TOKEN = Failure("the secret or the access token is refused", retry_after=60, tell_staff=True)


class Refused(TransportError):
    """The platform answered, with an error code."""

    def __init__(self, platform: str, code: int, failure: Failure) -> None:
        super().__init__(
            f"{platform} {code}: {failure.fact}",
            permanent=failure.permanent,
            retry_after=failure.retry_after,
            gone=failure.gone,
            closed=failure.closed,
            tell_staff=failure.tell_staff,
        )
        self.code = code


class Interface:
    """One platform's address, and what its error codes mean."""

    def __init__(
        self, platform: str, http: httpx.AsyncClient, base: str, failures: Mapping[int, Failure]
    ) -> None:
        self._platform, self._http, self._base = platform, http, base.rstrip("/")
        self._failures = failures

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Ask with a query.

        Raises:
            Refused: the answer has an error code.
            TransportError: there is no answer.
        """
        return await self._call("GET", path, query, None)

    async def post(self, path: str, body: Mapping[str, Any], **query: str) -> dict[str, Any]:
        """Ask with a JSON body; characters as they are, for \\u escapes are refused.

        Raises:
            Refused: the answer has an error code.
            TransportError: there is no answer.
        """
        return await self._call("POST", path, query, _written(body))

    async def _call(
        self, method: str, path: str, query: Mapping[str, str], content: bytes | None
    ) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"} if content is not None else {}
        try:
            answer = await self._http.request(
                method, self._base + path, params=query, content=content, headers=headers, timeout=_SECONDS
            )
        except httpx.HTTPError as error:
            # Without its cause: the address in it carries the token.
            reason = type(error).__name__
            raise TransportError(f"{self._platform} is not reached ({reason})") from None
        return self._checked(answer)

    def _checked(self, answer: httpx.Response) -> dict[str, Any]:
        try:
            found: dict[str, Any] = answer.json()
            code = int(found.get("errcode") or 0)
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise TransportError(f"{self._platform} answers {answer.status_code} without sense") from None
        if code:
            raise Refused(self._platform, code, self._failures.get(code, _UNKNOWN))
        if not answer.is_success:
            raise TransportError(f"{self._platform} answers {answer.status_code}")
        return found


def _written(body: Mapping[str, Any]) -> bytes:
    text = json.dumps(body, ensure_ascii=False)
    return _CONTROL.sub(r"\1", text).encode(errors="replace")


class Api:
    """Calls in an app's name: each carries the access token, and is repeated once with a new one."""

    def __init__(self, interface: Interface, token: AccessToken) -> None:
        self._interface, self._token = interface, token

    async def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask with a JSON body.

        Raises:
            TransportError: refused, or no answer.
        """
        token = await self._token.current()
        try:
            return await self._interface.post(path, body, access_token=token)
        except Refused as refused:
            token = await self._other_token(refused, token)
        return await self._interface.post(path, body, access_token=token)

    async def get(self, path: str, **query: str) -> dict[str, Any]:
        """Ask with a query.

        Raises:
            TransportError: refused, or no answer.
        """
        token = await self._token.current()
        try:
            return await self._interface.get(path, access_token=token, **query)
        except Refused as refused:
            token = await self._other_token(refused, token)
        return await self._interface.get(path, access_token=token, **query)

    async def _other_token(self, refused: Refused, token: str) -> str:
        if refused.code not in _TOKEN_REFUSED:
            raise refused
        return await self._token.after(token)


TOKEN_FAILURES = dict.fromkeys(_TOKEN_REFUSED, _TOKEN)
