"""Face checks through Tencent Cloud (人脸核身 慧眼, `DetectAuth` and `GetDetectInfoEnhanced`)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from desk.accounts.model import Identity
from desk.verification.ports import FaceRequest, FaceResult, FaceStart
from providers.calls import CONNECT_SECONDS, quieten, within
from providers.endpoints import Endpoint
from providers.faces.answers import begun, unavailable
from providers.sms.tencent import tencent_access

if TYPE_CHECKING:
    from tencentcloud.faceid.v20180301.faceid_client import FaceidClient

NAME = "tencent"
_TEXT_ONLY = "1"  # neither photographs nor videos
_OVER = ("InvalidParameterValue.BizToken",)  # expired, or none of theirs
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class TencentFaces:
    """A `FaceVerifier` whose page opens in WeChat only.

    Args:
        rule_id: the business flow (RuleId) from the console, with name and ID number given by us.
        seconds: how long one call may take after the connection stands.
    """

    secret_id: str
    secret_key: str = field(repr=False)
    rule_id: str
    region: str
    endpoint: Endpoint
    seconds: float

    @property
    def device_script(self) -> str:
        """See the port: none is wanted."""
        return ""

    def load(self) -> None:
        """Import the SDK and make the client."""
        _ = self._client

    def start(self, request: FaceRequest) -> FaceStart:
        """See the port."""
        from tencentcloud.faceid.v20180301.models import DetectAuthRequest

        asked = DetectAuthRequest()
        asked.RuleId = self.rule_id
        asked.Name, asked.IdCard = request.identity.name, request.identity.id_number.upper()
        asked.RedirectUrl, asked.Extra = request.back, request.check
        answer = self._call(partial(self._client.DetectAuth, asked))
        return begun(NAME, answer.Url, answer.BizToken, self.endpoint)

    def result(self, reference: str, check: str, identity: Identity) -> FaceResult:
        """See the port."""
        from tencentcloud.faceid.v20180301.models import GetDetectInfoEnhancedRequest

        asked = GetDetectInfoEnhancedRequest()
        asked.RuleId, asked.BizToken, asked.InfoType = self.rule_id, reference, _TEXT_ONLY
        try:
            text = self._call(partial(self._client.GetDetectInfoEnhanced, asked), over=_OVER).Text
        except _Over:
            return FaceResult.REFUSED
        if text is None or text.ErrCode is None:
            return FaceResult.PENDING
        return _judged(text, check, identity)

    def _call(self, call: Callable[[], Any], *, over: tuple[str, ...] = ()) -> Any:
        from tencentcloud.common.exception import TencentCloudSDKException

        try:
            return within(CONNECT_SECONDS + self.seconds, call)
        except TencentCloudSDKException as refusal:
            # From None: the SDK's own error may quote the request, and so name and ID number.
            if over and str(refusal.code).startswith(over):
                raise _Over from None
            raise unavailable(NAME, refusal.code, refusal.requestId) from None
        except Exception as error:  # noqa: BLE001 - whatever the SDK raises, it is no answer
            raise unavailable(NAME, type(error).__name__) from None

    @cached_property
    def _client(self) -> FaceidClient:
        from tencentcloud.faceid.v20180301.faceid_client import FaceidClient

        quieten()
        credential, profile = tencent_access(self.secret_id, self.secret_key, self.endpoint, self.seconds)
        return FaceidClient(credential, self.region, profile)


class _Over(Exception):
    """The check does not exist any more."""


def _judged(text: Any, check: str, identity: Identity) -> FaceResult:
    if text.Extra != check:
        _log.error("face check: %s answered about another check", NAME)
        return FaceResult.REFUSED
    person = (text.Name, str(text.IdCard or "").upper())
    if person != (identity.name, identity.id_number.upper()):
        _log.error("face check: %s answered about another person", NAME)
        return FaceResult.REFUSED
    # Zero alone is a success: False or an empty text is none.
    passed = all(_is_zero(code) for code in (text.ErrCode, text.LiveStatus, text.Comparestatus))
    return FaceResult.PASSED if passed else FaceResult.REFUSED


def _is_zero(code: object) -> bool:
    return type(code) is int and code == 0
