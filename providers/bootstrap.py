"""Putting the providers together from their settings, for every process that builds a desk."""

from __future__ import annotations

from dataclasses import dataclass

from desk.accounts.ports import CoreSystem
from desk.bootstrap import Desk, build_desk
from desk.errors import ConfigurationError
from desk.settings import Settings, read_settings
from desk.verification.ports import FaceVerifier
from providers.faces.aliyun import AliyunFaces
from providers.faces.settings import FaceSettings, face_endpoint, face_verifier
from providers.faces.tencent import TencentFaces
from providers.ledger.client import Observer, core_system
from providers.sms.failover import Failover
from providers.sms.settings import SmsSettings, sms_endpoints, sms_sender


@dataclass(frozen=True)
class Providers:
    """What the desk is given from outside; None where the operator has set nothing up."""

    sms: Failover | None
    face: TencentFaces | AliyunFaces | None
    core: CoreSystem | None = None

    def load(self) -> None:
        """Import the SDKs now, as the process does that calls them; it takes a second or two."""
        for provider in (self.sms, self.face):
            if provider is not None:
                provider.load()

    def desk(self, settings: Settings, *, face: FaceVerifier | None = None) -> Desk:
        """The desk with these providers; see `desk.bootstrap.build_desk`.

        Args:
            face: who checks faces when no provider is set up.
        """
        return build_desk(settings, sms=self.sms, face=self.face or face, core=self.core)


def build_providers(settings: Settings, *, observer: Observer | None = None) -> Providers:
    """The providers that the environment or the env file describes. Nothing is imported or called yet.

    Args:
        observer: is told of every call to the core system.

    Raises:
        ConfigurationError: something is missing, or a demo would send what it invented to a real provider.
    """
    sms, face = read_settings(SmsSettings), read_settings(FaceSettings)
    if settings.demo:
        _refuse_real_ones(sms, face)
    return Providers(sms=sms_sender(sms), face=face_verifier(face, settings), core=core_system(observer))


def _refuse_real_ones(sms: SmsSettings, face: FaceSettings) -> None:
    checks = face_endpoint(face)
    if not all(endpoint.is_here for endpoint in sms_endpoints(sms)):
        raise ConfigurationError(
            "Demo customers' phones are invented and may belong to somebody: "
            "unset XIAOHU_SMS_PROVIDERS, or XIAOHU_DEMO."
        )
    if checks is not None and not checks.is_here:
        raise ConfigurationError(
            "Demo customers are in no register of persons: unset XIAOHU_FACE_PROVIDER, or XIAOHU_DEMO."
        )
