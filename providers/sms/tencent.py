"""Text messages through Tencent Cloud (短信, `SendSms`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from desk.verification.errors import NoTemplate, SmsNotSent, SmsUnsure
from desk.verification.model import CODE_LIFETIME, Trouble
from desk.verification.ports import Sms, SmsKind
from providers.calls import CONNECT_SECONDS, quieten, within
from providers.endpoints import Endpoint
from providers.sms.numbers import code_parameter, mainland
from providers.sms.refusals import Refusal, broken_off, refuse

if TYPE_CHECKING:
    from tencentcloud.sms.v20210111.sms_client import SmsClient

NAME = "tencent"
MINUTES = str(int(CODE_LIFETIME.total_seconds()) // 60)
_MEANINGS = (
    Refusal("LimitExceeded.PhoneNumberThirtySecondLimit", Trouble.LIMITED, permanent=False),
    Refusal("LimitExceeded.PhoneNumber", Trouble.LIMITED),
    Refusal("LimitExceeded.DeliveryFrequencyLimit", Trouble.LIMITED),
    Refusal("InvalidParameterValue.IncorrectPhoneNumber", Trouble.NUMBER),
    Refusal("FailedOperation.PhoneNumber", Trouble.NUMBER),  # on their list of people who want no texts
    Refusal("UnsupportedOperation", Trouble.NUMBER),
    Refusal("RequestLimitExceeded", Trouble.PROVIDER, permanent=False),
    Refusal("InternalError.RequestTimeException", Trouble.PROVIDER),  # our clock is wrong
    # Keys, permissions, signature, template, arrears, the account's own limits: nothing was sent.
    *(
        Refusal(family, Trouble.PROVIDER)
        for family in (
            "AuthFailure",
            "UnauthorizedOperation",
            "FailedOperation",
            "InvalidParameter",
            "MissingParameter",
            "LimitExceeded",
            "InvalidAction",
            "NoSuchVersion",
        )
    ),
)
_NO_ANSWER = ("ClientNetworkError", "ServerNetworkError")


@dataclass(frozen=True)
class TencentSms:
    """A `SmsSender`. Make one with everything from the console of 短信.

    Args:
        sign_name: the registered signature.
        code_template: the registered template for codes.
        code_parameters: what its variables are, in their order: `code`, `minutes`.
        notice_template: the registered template for notices, without variables; none: notices are refused.
        seconds: how long one call may take after the connection stands.
    """

    secret_id: str
    secret_key: str = field(repr=False)
    app_id: str
    sign_name: str
    code_template: str
    code_parameters: tuple[str, ...]
    notice_template: str
    region: str
    endpoint: Endpoint
    seconds: float

    def load(self) -> None:
        """Import the SDK and make the client."""
        _ = self._client

    def send(self, sms: Sms) -> None:
        """See the port."""
        from tencentcloud.common.exception import TencentCloudSDKException

        client, request = self._client, self._request(sms)
        try:
            answer = within(CONNECT_SECONDS + self.seconds, partial(client.SendSms, request))
        except TencentCloudSDKException as refusal:
            # From None here and below: the SDK's own error may quote the request, and so phone and code.
            raise _refused(refusal) from None
        except Exception as error:  # noqa: BLE001 - whatever the SDK raises, it is no acceptance
            raise broken_off(NAME, error) from None
        # A request that was taken may still hold a number that was not.
        for status in answer.SendStatusSet or [None]:
            if status is None or status.Code != "Ok":
                raise refuse(NAME, str(status and status.Code), _MEANINGS, answer.RequestId)

    def _request(self, sms: Sms) -> Any:
        from tencentcloud.sms.v20210111.models import SendSmsRequest

        request = SendSmsRequest()
        request.PhoneNumberSet = [f"+86{mainland(sms.phone)}"]
        request.SmsSdkAppId = self.app_id
        request.SignName = self.sign_name
        request.TemplateId, request.TemplateParamSet = self._template(sms)
        request.SessionContext = sms.key
        return request

    def _template(self, sms: Sms) -> tuple[str, list[str]]:
        if sms.kind is SmsKind.CODE:
            values = {"code": code_parameter(sms.code), "minutes": MINUTES}
            return self.code_template, [values[name] for name in self.code_parameters]
        if not self.notice_template:
            raise NoTemplate
        return self.notice_template, []

    @cached_property
    def _client(self) -> SmsClient:
        from tencentcloud.sms.v20210111.sms_client import SmsClient

        quieten()
        credential, profile = tencent_access(self.secret_id, self.secret_key, self.endpoint, self.seconds)
        return SmsClient(credential, self.region, profile)


def tencent_access(key_id: str, secret: str, endpoint: Endpoint, seconds: float) -> tuple[Any, Any]:
    """What every client of Tencent Cloud is made with; it retries nothing by itself."""
    from tencentcloud.common.credential import Credential
    from tencentcloud.common.profile.client_profile import ClientProfile
    from tencentcloud.common.profile.http_profile import HttpProfile

    http = HttpProfile(
        protocol=endpoint.protocol, endpoint=endpoint.host, reqTimeout=(CONNECT_SECONDS, seconds)
    )
    return Credential(key_id, secret), ClientProfile(httpProfile=http)


def _refused(refusal: Any) -> SmsNotSent | SmsUnsure:
    code = str(refusal.code)
    # The SDK gives what went wrong inside it the name of a Python class, without a dot.
    if code in _NO_ANSWER or refusal.requestId is None:
        return broken_off(NAME, refusal)
    return refuse(NAME, code, _MEANINGS, refusal.requestId)
