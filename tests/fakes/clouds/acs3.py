"""Alibaba Cloud's V3 signature, worked out again from what came in."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

from tests.fakes.clouds.server import Call, Service

ALGORITHM = "ACS3-HMAC-SHA256"
TOLERANCE = 15 * 60
_AUTHORIZATION = re.compile(ALGORITHM + r" Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})")


def canonical_request(call: Call, signed: list[str]) -> str:
    """What is signed, from the call and the names of the signed headers."""
    pairs = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in call.query)
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = "".join(f"{name}:{call.headers.get(name, '').strip()}\n" for name in signed)
    hashed = hashlib.sha256(call.body).hexdigest()
    return "\n".join((call.method, call.path, query, headers, ";".join(signed), hashed))


def signature(secret: str, canonical: str) -> str:
    """The signature of a canonical request; the secret itself is the key."""
    string = f"{ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.digest(secret.encode(), string.encode(), hashlib.sha256).hex()


@dataclass
class AliyunService(Service):
    """An RPC service of Alibaba Cloud; a subclass says what its actions do."""

    key_id: str = "LTAI-test-key"
    secret: str = "a-secret-of-alibaba"
    version: str = ""
    nonces: set[str] = field(default_factory=set)

    def answer(self, call: Call) -> tuple[int, object]:
        if refusal := self._turned_away(call):
            status, code = refusal
            return status, {"Code": code, "Message": code, "RequestId": "REQ-1"}
        return 200, self.act(call.headers["x-acs-action"], call)

    def act(self, action: str, call: Call) -> object:
        raise NotImplementedError

    def _turned_away(self, call: Call) -> tuple[int, str] | None:
        headers = call.headers
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if self.refuse_all or found is None:
            return self.refuse_all or (400, "MissingAuthorization")
        key_id, names, given = found.groups()
        signed = names.split(";")
        if key_id != self.key_id:
            return 404, "InvalidAccessKeyId.NotFound"
        if not _covers(signed, headers) or signed != sorted(signed):
            return 400, "IncompleteSignature"
        if headers["x-acs-content-sha256"] != hashlib.sha256(call.body).hexdigest():
            return 400, "SignatureDoesNotMatch"
        if not hmac.compare_digest(signature(self.secret, canonical_request(call, signed)), given):
            return 400, "SignatureDoesNotMatch"
        return self._stale(headers)

    def _stale(self, headers: object) -> tuple[int, str] | None:
        assert isinstance(headers, dict)
        made = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        if abs(self.clock() - made.timestamp()) > TOLERANCE:
            return 400, "InvalidTimeStamp.Expired"
        if headers["x-acs-signature-nonce"] in self.nonces:
            return 400, "SignatureNonceUsed"
        self.nonces.add(headers["x-acs-signature-nonce"])
        return None if headers["x-acs-version"] == self.version else (404, "InvalidVersion")


def _covers(signed: list[str], headers: object) -> bool:
    assert isinstance(headers, dict)
    needed = {"host", *(name for name in headers if name.startswith("x-acs-"))}
    always = {"x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"}
    return needed | always <= set(signed)
