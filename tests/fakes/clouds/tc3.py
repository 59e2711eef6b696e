"""Tencent Cloud's TC3 signature, worked out again from what came in."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from tests.fakes.clouds.server import Call, Service

ALGORITHM = "TC3-HMAC-SHA256"
TOLERANCE = 5 * 60
_AUTHORIZATION = re.compile(
    ALGORITHM
    + r" Credential=([^/]+)/(\d{4}-\d\d-\d\d)/([a-z0-9]+)/tc3_request,"
    + r" SignedHeaders=([^,]+), Signature=([0-9a-f]{64})"
)


def canonical_request(call: Call, signed: list[str]) -> str:
    """What is signed, from the call and the names of the signed headers."""
    headers = "".join(f"{name}:{call.headers.get(name, '').strip()}\n" for name in signed)
    # The action is signed in lower case; the two headers that must be signed are so anyway.
    headers = headers.lower() if "x-tc-action" in signed else headers
    hashed = hashlib.sha256(call.body).hexdigest()
    return "\n".join((call.method, call.path, "", headers, ";".join(signed), hashed))


def signature(secret: str, date: str, service: str, timestamp: str, canonical: str) -> str:
    """The signature of a canonical request, with the key of one day and one service."""
    key = f"TC3{secret}".encode()
    for word in (date, service, "tc3_request"):
        key = hmac.digest(key, word.encode(), hashlib.sha256)
    hashed = hashlib.sha256(canonical.encode()).hexdigest()
    string = f"{ALGORITHM}\n{timestamp}\n{date}/{service}/tc3_request\n{hashed}"
    return hmac.digest(key, string.encode(), hashlib.sha256).hex()


@dataclass
class TencentService(Service):
    """A service of Tencent Cloud; a subclass says what its actions do."""

    key_id: str = "AKID-test-id"
    secret: str = "a-secret-of-tencent"
    name: str = ""
    version: str = ""

    def answer(self, call: Call) -> tuple[int, object]:
        if code := self._turned_away(call):
            return 200, refusal(code)
        return 200, {
            "Response": {"RequestId": "REQ-1", **self.act(call.headers["x-tc-action"], json.loads(call.body))}
        }

    def act(self, action: str, given: dict[str, object]) -> dict[str, object]:
        """What goes into `Response`."""
        raise NotImplementedError

    def _turned_away(self, call: Call) -> str | None:
        if self.refuse_all:
            return self.refuse_all[1]
        found = _AUTHORIZATION.fullmatch(call.headers.get("authorization", ""))
        if found is None:
            return "AuthFailure.InvalidAuthorization"
        key_id, date, service, names, given = found.groups()
        signed, stamp = names.split(";"), call.headers.get("x-tc-timestamp", "0")
        day = datetime.fromtimestamp(int(stamp), UTC).strftime("%Y-%m-%d")
        if key_id != self.key_id:
            return "AuthFailure.SecretIdNotFound"
        if abs(self.clock() - int(stamp)) > TOLERANCE or day != date:
            return "AuthFailure.SignatureExpire"
        right = signature(self.secret, date, service, stamp, canonical_request(call, signed))
        if not {"content-type", "host"} <= set(signed) or not hmac.compare_digest(right, given):
            return "AuthFailure.SignatureFailure"
        known = service == self.name and call.headers.get("x-tc-version") == self.version
        return None if known else "NoSuchVersion"


def refusal(code: str) -> dict[str, object]:
    return {"Response": {"Error": {"Code": code, "Message": code}, "RequestId": "REQ-1"}}
