"""Alibaba Cloud's 短信服务."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from tests.fakes.clouds.acs3 import AliyunService
from tests.fakes.clouds.server import Call
from tests.fakes.sms.allowance import DAY, HOUR, MINUTE, Allowance

SIGN, CODE, NOTICE = "小户", "SMS_1001", "SMS_1002"
_LEVELS = {MINUTE: "触发分钟级流控Permits:1", HOUR: "触发小时级流控Permits:5", DAY: "触发天级流控Permits:10"}


@dataclass
class FakeAliyunSms(AliyunService):
    """Takes texts, and remembers them.

    Args:
        business_code: answered instead of OK, as the service does it: with HTTP 200.
    """

    version: str = "2017-05-25"
    business_code: str = ""
    allowance: Allowance = field(default_factory=Allowance)
    taken: list[dict[str, str]] = field(default_factory=list)

    def act(self, action: str, call: Call) -> object:
        assert action == "SendSms"
        code, message = self._refusal(call.fields)
        if code == "OK":
            self.taken.append(call.fields)
            self.allowance.count(call.fields["PhoneNumbers"], self.clock())
        return {"Code": code, "Message": message, "BizId": "9006^0", "RequestId": "REQ-1"}

    def _refusal(self, given: dict[str, str]) -> tuple[str, str]:
        if self.business_code:
            return self.business_code, self.business_code
        if not re.fullmatch(r"1[3-9]\d{9}", given.get("PhoneNumbers", "")):
            return "isv.MOBILE_NUMBER_ILLEGAL", "号码不合法"
        if given.get("SignName") != SIGN:
            return "isv.SMS_SIGNATURE_ILLEGAL", "短信签名不合法"
        if code := _template(given):
            return code, code
        if full := self.allowance.full(given["PhoneNumbers"], self.clock()):
            return "isv.BUSINESS_LIMIT_CONTROL", _LEVELS[full[0]]
        return "OK", "OK"


def _template(given: dict[str, str]) -> str:
    if given.get("TemplateCode") == NOTICE:
        return "" if "TemplateParam" not in given else "isv.TEMPLATE_PARAMS_ILLEGAL"
    if given.get("TemplateCode") != CODE:
        return "isv.SMS_TEMPLATE_ILLEGAL"
    try:
        parameters = json.loads(given.get("TemplateParam", ""))
    except ValueError:
        return "isv.INVALID_JSON_PARAM"
    if set(parameters) != {"code"}:
        return "isv.TEMPLATE_MISSING_PARAMETERS"
    return "" if re.fullmatch(r"[0-9A-Za-z]{4,6}", parameters["code"]) else "isv.PARAM_LENGTH_LIMIT"
