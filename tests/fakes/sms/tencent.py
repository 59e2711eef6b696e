"""Tencent Cloud's 短信."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.clouds.tc3 import TencentService
from tests.fakes.sms.allowance import DAY, HOUR, MINUTE, Allowance

SIGN, APP, CODE, NOTICE = "小户", "1400006666", "2001", "2002"
_LEVELS = {
    MINUTE: "LimitExceeded.PhoneNumberThirtySecondLimit",
    HOUR: "LimitExceeded.PhoneNumberOneHourLimit",
    DAY: "LimitExceeded.PhoneNumberDailyLimit",
}


@dataclass
class FakeTencentSms(TencentService):
    """Takes texts, and remembers them.

    Args:
        number_code: answered for every number instead of Ok, under a call that has been taken.
    """

    name: str = "sms"
    version: str = "2021-01-11"
    number_code: str = ""
    no_status: bool = False
    allowance: Allowance = field(default_factory=Allowance)
    taken: list[dict[str, Any]] = field(default_factory=list)

    def act(self, action: str, given: dict[str, Any]) -> dict[str, Any]:
        assert action == "SendSms"
        statuses = [self._one(number, given) for number in given["PhoneNumberSet"]]
        return {"SendStatusSet": [] if self.no_status else statuses}

    def _one(self, number: str, given: dict[str, Any]) -> dict[str, Any]:
        code = self._refusal(number, given)
        if code == "Ok":
            self.taken.append(given)
            self.allowance.count(number, self.clock())
        return {
            "SerialNo": "5000:1045710669157053657849499619" if code == "Ok" else "",
            "PhoneNumber": number,
            "Fee": int(code == "Ok"),
            "SessionContext": given.get("SessionContext", ""),
            "Code": code,
            "Message": "send success" if code == "Ok" else code,
            "IsoCode": "CN",
        }

    def _refusal(self, number: str, given: dict[str, Any]) -> str:
        if self.number_code:
            return self.number_code
        if not re.fullmatch(r"\+861[3-9]\d{9}", number):
            return "InvalidParameterValue.IncorrectPhoneNumber"
        if given.get("SmsSdkAppId") != APP:
            return "InvalidParameterValue.SdkAppIdNotExist"
        if given.get("SignName") != SIGN:
            return "FailedOperation.SignatureIncorrectOrUnapproved"
        if len(given.get("SessionContext", "").encode()) > 512:
            return "InvalidParameterValue.ProhibitedUseUrlInTemplateParameter"
        return self._template(given) or self._limit(number)

    def _template(self, given: dict[str, Any]) -> str:
        values = given.get("TemplateParamSet") or []
        if given.get("TemplateId") == NOTICE:
            return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate" if values else ""
        if given.get("TemplateId") != CODE:
            return "FailedOperation.TemplateIncorrectOrUnapproved"
        if len(values) != 2:
            return "FailedOperation.TemplateParamSetNotMatchApprovedTemplate"
        digits = all(re.fullmatch(r"[0-9]{0,6}", value) for value in values)
        return "" if digits else "InvalidParameterValue.TemplateParameterFormatError"

    def _limit(self, number: str) -> str:
        full = self.allowance.full(number, self.clock())
        return _LEVELS[full[0]] if full else "Ok"
