"""Tencent Cloud's 人脸核身 慧眼."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.fakes.clouds.tc3 import TencentService

RULE = "7"
LIFETIME = 7200


@dataclass
class Detection:
    """One check: what it was begun with, and what its result says once it is there."""

    given: dict[str, Any]
    begun_at: float
    text: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeTencentFaces(TencentService):
    """Begins checks, and gives results once somebody has shown a face.

    Args:
        url: answered in place of a page's address.
        error: an error code for every call of one action, by its name.
    """

    name: str = "faceid"
    version: str = "2018-03-01"
    page: str = "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1"
    errors: dict[str, str] = field(default_factory=dict)
    checks: dict[str, Detection] = field(default_factory=dict)

    def show(self, token: str, **changed: Any) -> None:
        """Somebody has shown a face; the right one, unless something is changed."""
        given = self.checks[token].given
        right = {"ErrCode": 0, "ErrMsg": "成功", "LiveStatus": 0, "Comparestatus": 0, "Sim": "98.20"}
        person = {"Name": given["Name"], "IdCard": given["IdCard"], "Extra": given["Extra"]}
        self.checks[token].text = {**right, **person, **changed}

    def act(self, action: str, given: dict[str, Any]) -> dict[str, Any]:
        if action in self.errors:
            return {"Error": {"Code": self.errors[action], "Message": f"{given}"}}
        if given.get("RuleId") != RULE:
            return _error("InvalidParameterValue.RuleIdNotExist")
        return {"DetectAuth": self._begin, "GetDetectInfoEnhanced": self._result}[action](given)

    def _begin(self, given: dict[str, Any]) -> dict[str, Any]:
        if not given["IdCard"][-1].isupper() and not given["IdCard"].isdecimal():
            return _error("FailedOperation.IdFormatError")
        if not given["Name"] or len(given["Extra"]) > 1024 or len(given["RedirectUrl"]) > 1024:
            return _error("InvalidParameter")
        token = str(uuid4()).upper()
        self.checks[token] = Detection(given, self.clock())
        return {"Url": self.page and f"{self.page}&state={token}", "BizToken": token}

    def _result(self, given: dict[str, Any]) -> dict[str, Any]:
        assert given["InfoType"] == "1", "nothing but text is asked for"
        known = self.checks.get(given["BizToken"])
        if known is None:
            return _error("InvalidParameterValue.BizTokenIllegal")
        if self.clock() - known.begun_at > LIFETIME:
            return _error("InvalidParameterValue.BizTokenExpired")
        return {"Text": known.text or {"ErrCode": None, "ErrMsg": None, "Extra": known.given["Extra"]}}


def _error(code: str) -> dict[str, Any]:
    return {"Error": {"Code": code, "Message": code}}
