"""One signed call to the core system: sent, bounded in time and size, and its answer proved."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx

from providers.ledger import signing

LARGEST_ANSWER = 1024 * 1024
_BUSY = {httpx.codes.BAD_GATEWAY, httpx.codes.SERVICE_UNAVAILABLE, httpx.codes.GATEWAY_TIMEOUT}


class Fault(Exception):
    """A call without a usable answer.

    Args:
        reason: one word, for the log and the metrics.
        passing: whether asking again at once may help.
    """

    def __init__(self, reason: str, *, passing: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.passing = reason, passing


@dataclass(frozen=True)
class Call:
    """What is asked.

    Args:
        customer: `site` and `sub`, in the query of a GET and in the body of a POST.
        ref: the closure application on whose behalf something is changed.
    """

    verb: str
    customer: Mapping[str, str]
    ref: str | None = None

    @property
    def method(self) -> str:
        """GET asks, POST changes."""
        return "GET" if self.ref is None else "POST"

    @property
    def key(self) -> str:
        """The idempotency key: the same change has the same one for ever."""
        return "" if self.ref is None else f"{self.verb}-{self.ref}"

    def target(self, base: str) -> str:
        """Path and query below the system's address."""
        query = f"?{urlencode(self.customer)}" if self.ref is None and self.customer else ""
        return f"{base}/{self.verb}{query}"

    @property
    def body(self) -> bytes:
        """The JSON of a change."""
        if self.ref is None:
            return b""
        return json.dumps({**self.customer, "ref": self.ref}, ensure_ascii=False).encode()


class Exchange:
    """Sends calls over kept connections, from any thread.

    Args:
        url: the system's address; paths are added to it.
        client: with its certificates, and without ideas of its own about redirects and proxies.
    """

    def __init__(self, client: httpx.Client, url: str, key_id: str, secret: bytes) -> None:
        self._client, self._key_id, self._secret = client, key_id, secret
        parts = urlsplit(url)
        self._origin, self._base = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")

    def send(self, call: Call, *, seconds: float) -> tuple[int, bytes]:
        """Status (200 or 409) and body of a proved answer.

        Args:
            seconds: for everything, the last byte of the answer included.

        Raises:
            Fault: there is no such answer; a change may have happened all the same.
        """
        deadline = time.monotonic() + seconds
        request = self._signed(call)
        target, headers = request.target, self._headers(request)
        timeout = httpx.Timeout(seconds, connect=min(seconds, self._client.timeout.connect or seconds))
        try:
            with self._client.stream(
                call.method, self._origin + target, headers=headers, content=request.body, timeout=timeout
            ) as response:
                body = _read(response, deadline)
        except httpx.TimeoutException as error:
            raise Fault("timeout") from error
        except httpx.HTTPError as error:
            raise Fault("unreachable", passing=True) from error
        return self._proved(response, body, request.nonce)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _signed(self, call: Call) -> signing.Request:
        return signing.Request(
            method=call.method,
            target=call.target(self._base),
            timestamp=str(int(time.time())),
            nonce=secrets.token_hex(16),
            idempotency_key=call.key,
            body=call.body,
        )

    def _headers(self, request: signing.Request) -> dict[str, str]:
        headers = {
            signing.KEY: self._key_id,
            signing.TIMESTAMP: request.timestamp,
            signing.NONCE: request.nonce,
            signing.SIGNATURE: request.signature(self._secret),
            "Accept": "application/json",
        }
        if request.idempotency_key:
            headers |= {signing.IDEMPOTENCY_KEY: request.idempotency_key, "Content-Type": "application/json"}
        return headers

    def _proved(self, response: httpx.Response, body: bytes, nonce: str) -> tuple[int, bytes]:
        status = response.status_code
        # A proxy on the way answers 404 and 503 of its own; only the system itself may say 200 or 409.
        if status not in {httpx.codes.OK, httpx.codes.CONFLICT}:
            raise Fault(f"status_{status}", passing=status in _BUSY)
        given = response.headers.get(signing.SIGNATURE, "")
        expected = signing.answer_signature(self._secret, nonce=nonce, status=status, body=body)
        if not signing.fits(given, expected):
            raise Fault("unsigned")
        return status, body


def _read(response: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise Fault("too_large")
        if time.monotonic() > deadline:
            raise Fault("timeout")
    return bytes(body)
