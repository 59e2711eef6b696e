"""Text messages through Alibaba Cloud (短信服务, `SendSms`)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from desk.verification.errors import NoTemplate, SmsNotSent
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsKind
from providers.calls import CONNECT_SECONDS, quieten, within
from providers.endpoints import Endpoint
from providers.sms.numbers import code_parameter, mainland
from providers.sms.refusals import Refusal, broken_off, refuse

if TYPE_CHECKING:
    from alibabacloud_dysmsapi20170525.client import Client

NAME = "aliyun"
_LIMIT = "isv.BUSINESS_LIMIT_CONTROL"
_MEANINGS = (
    Refusal(_LIMIT, Trouble.LIMITED),
    Refusal("isv.MOBILE_NUMBER_ILLEGAL", Trouble.NUMBER),
    Refusal("isv.DOMESTIC_NUMBER_NOT_SUPPORTED", Trouble.NUMBER),
    # What is wrong on the caller's side: arrears, signature, template, the account's own limits.
    Refusal("isv.", Trouble.PROVIDER),
    Refusal("isp.RAM_PERMISSION_DENY", Trouble.PROVIDER),
    Refusal("Throttling", Trouble.PROVIDER, permanent=False),
    # The same request has been there before, and may have been taken.
    Refusal("SignatureNonceUsed", None),
)
# Before any business: keys, signature, clock, permissions. Nothing was sent.
_TURNED_AWAY = (*_MEANINGS, Refusal("", Trouble.PROVIDER))
_MINUTE = ("Permits:1", "分钟级")


@dataclass(frozen=True)
class AliyunSms:
    """A `SmsSender`. Make one with everything from the console of 短信服务.

    Args:
        sign_name: the registered signature.
        code_template: the registered template for codes, with the one variable `code`.
        notice_template: the registered template for notices, without variables; none: notices are refused.
        seconds: how long one call may take after the connection stands.
    """

    access_key_id: str
    access_key_secret: str = field(repr=False)
    sign_name: str
    code_template: str
    notice_template: str
    endpoint: Endpoint
    seconds: float

    def load(self) -> None:
        """Import the SDK and make the client, which takes a second."""
        _ = self._client

    def send(self, sms: Sms) -> None:
        """See the port."""
        from alibabacloud_dysmsapi20170525.models import SendSmsRequest
        from darabonba.exceptions import ResponseException

        client = self._client
        request = SendSmsRequest(sign_name=self.sign_name, out_id=sms.key, **self._contents(sms))
        try:
            answer = within(CONNECT_SECONDS + self.seconds, partial(client.send_sms, request)).body
        except ResponseException as refusal:
            # From None here and below: the SDK's own error holds the request, and so phone and code.
            meanings = _TURNED_AWAY if (refusal.status_code or 500) < 500 else _MEANINGS
            code = str(refusal.code)
            raise refuse(NAME, code, meanings, getattr(refusal, "request_id", "")) from None
        except Exception as error:  # noqa: BLE001 - whatever the SDK raises, it is no acceptance
            raise broken_off(NAME, error) from None
        if answer.code != "OK":
            raise self._refused(str(answer.code), str(answer.message), answer.request_id)

    def _contents(self, sms: Sms) -> dict[str, str]:
        number = mainland(sms.phone)
        if sms.kind is SmsKind.CODE:
            parameters = json.dumps({"code": code_parameter(sms.code)})
            return {
                "phone_numbers": number,
                "template_code": self.code_template,
                "template_param": parameters,
            }
        if not self.notice_template:
            raise NoTemplate
        return {"phone_numbers": number, "template_code": self.notice_template}

    def _refused(self, code: str, message: str, request_id: object) -> Exception:
        refusal = refuse(NAME, code, _MEANINGS, request_id)
        if code == _LIMIT and any(word in message for word in _MINUTE) and "Permits:10" not in message:
            # Their minute may end a moment after ours; the next attempt is seconds away.
            return SmsNotSent("a minute has not passed", trouble=Trouble.LIMITED)
        return refusal

    @cached_property
    def _client(self) -> Client:
        from alibabacloud_dysmsapi20170525.client import Client

        quieten()
        return Client(aliyun_config(self.access_key_id, self.access_key_secret, self.endpoint, self.seconds))


def aliyun_config(key_id: str, secret: str, endpoint: Endpoint, seconds: float) -> Any:
    """What every client of Alibaba Cloud is made with; it retries nothing by itself."""
    from alibabacloud_tea_openapi.utils_models import Config

    return Config(
        access_key_id=key_id,
        access_key_secret=secret,
        protocol=endpoint.protocol,
        endpoint=endpoint.host,
        connect_timeout=int(CONNECT_SECONDS * 1000),
        read_timeout=int(seconds * 1000),
    )
