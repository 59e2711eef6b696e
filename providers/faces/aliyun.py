"""Face checks through Alibaba Cloud (金融级实人认证, `InitFaceVerify` and `DescribeFaceVerify`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from desk.accounts.model import Identity
from desk.verification.ports import FaceRequest, FaceResult, FaceStart
from providers.calls import CONNECT_SECONDS, quieten, within
from providers.endpoints import Endpoint
from providers.faces.answers import begun, unavailable
from providers.sms.aliyun import aliyun_config

if TYPE_CHECKING:
    from alibabacloud_cloudauth20190307.client import Client

NAME = "aliyun"
_OK = "200"
_NOT_FINISHED = ("403", "424")
_OVER = ("406",)  # no check of this name
_RESULTS = {"T": FaceResult.PASSED, "F": FaceResult.REFUSED}


@dataclass(frozen=True)
class AliyunFaces:
    """A `FaceVerifier` whose page opens in browsers.

    Args:
        scene_id: the scene (认证场景) from the console.
        device_script: what pages load to describe the device (`getMetaInfo`).
        callback_url: where the provider hints that a check has ended; empty: we ask until it has.
        callback_token: what it shows there.
        seconds: how long one call may take after the connection stands.
    """

    access_key_id: str
    access_key_secret: str = field(repr=False)
    scene_id: int
    device_script: str
    callback_url: str
    callback_token: str = field(repr=False)
    endpoint: Endpoint
    seconds: float

    def load(self) -> None:
        """Import the SDK and make the client, which takes a second."""
        _ = self._client

    def start(self, request: FaceRequest) -> FaceStart:
        """See the port."""
        from alibabacloud_cloudauth20190307.models import InitFaceVerifyRequest

        callback = {"callback_url": self.callback_url, "callback_token": self.callback_token}
        asked = InitFaceVerifyRequest(
            scene_id=self.scene_id,
            outer_order_no=request.check,
            product_code="ID_PRO",
            cert_type="IDENTITY_CARD",
            cert_name=request.identity.name,
            cert_no=request.identity.id_number.upper(),
            return_url=request.back,
            meta_info=request.device,
            certify_url_type="H5" if "Mobile" in request.device else "WEB",
            certify_url_style="S",
            model="MULTI_ACTION",
            **(callback if self.callback_url else {}),
        )
        answer = self._call(partial(self._client.init_face_verify, asked))
        if answer.code != _OK or answer.result_object is None:
            raise unavailable(NAME, answer.code, answer.request_id)
        found = answer.result_object
        return begun(NAME, found.certify_url, found.certify_id, self.endpoint)

    def result(self, reference: str, check: str, identity: Identity) -> FaceResult:  # noqa: ARG002 - the port's
        """See the port. The name was given for this check and this person only, and is in our own books."""
        from alibabacloud_cloudauth20190307.models import DescribeFaceVerifyRequest

        asked = DescribeFaceVerifyRequest(scene_id=self.scene_id, certify_id=reference)
        answer = self._call(partial(self._client.describe_face_verify, asked))
        if answer.code in _NOT_FINISHED:
            return FaceResult.PENDING
        if answer.code in _OVER:
            return FaceResult.REFUSED
        if answer.code != _OK:
            raise unavailable(NAME, answer.code, answer.request_id)
        # Only this field decides; what else is in the answer is not even looked at.
        passed = answer.result_object.passed if answer.result_object is not None else None
        return _RESULTS.get(str(passed), FaceResult.PENDING)

    def _call(self, call: Callable[[], Any]) -> Any:
        from darabonba.exceptions import ResponseException

        try:
            return within(CONNECT_SECONDS + self.seconds, call).body
        except ResponseException as refusal:
            # From None: the SDK's own error holds the request, and so name and ID number.
            raise unavailable(NAME, refusal.code, getattr(refusal, "request_id", "")) from None
        except Exception as error:  # noqa: BLE001 - whatever the SDK raises, it is no answer
            raise unavailable(NAME, type(error).__name__) from None

    @cached_property
    def _client(self) -> Client:
        from alibabacloud_cloudauth20190307.client import Client

        quieten()
        return Client(aliyun_config(self.access_key_id, self.access_key_secret, self.endpoint, self.seconds))
