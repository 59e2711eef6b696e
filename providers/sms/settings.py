"""What an operator sets about text messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from desk.errors import ConfigurationError
from desk.settings import PREFIX
from providers.endpoints import Endpoint
from providers.sms.aliyun import AliyunSms
from providers.sms.failover import Failover, LoadedSender
from providers.sms.tencent import TencentSms

Provider = Literal["aliyun", "tencent"]
Parameter = Literal["code", "minutes"]
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "aliyun": ("access_key_id", "access_key_secret", "sign_name", "code_template"),
    "tencent": ("secret_id", "secret_key", "app_id", "sign_name", "code_template"),
}


class SmsSettings(BaseSettings):
    """Who sends text messages, in which order, and with what; read with `desk.settings.read_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    sms_providers: Annotated[tuple[Provider, ...], NoDecode] = ()
    sms_timeout: float = Field(default=8.0, gt=0, le=10)

    sms_aliyun_access_key_id: str = ""
    sms_aliyun_access_key_secret: SecretStr = SecretStr("")
    sms_aliyun_sign_name: str = ""
    sms_aliyun_code_template: str = ""
    sms_aliyun_notice_template: str = ""
    sms_aliyun_endpoint: str = "https://dysmsapi.aliyuncs.com"

    sms_tencent_secret_id: str = ""
    sms_tencent_secret_key: SecretStr = SecretStr("")
    sms_tencent_app_id: str = ""
    sms_tencent_sign_name: str = ""
    sms_tencent_code_template: str = ""
    sms_tencent_code_parameters: Annotated[tuple[Parameter, ...], NoDecode] = ("code", "minutes")
    sms_tencent_notice_template: str = ""
    sms_tencent_region: str = "ap-guangzhou"
    sms_tencent_endpoint: str = "https://sms.tencentcloudapi.com"

    @field_validator("sms_providers", "sms_tencent_code_parameters", mode="before")
    @classmethod
    def _names(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        return tuple(dict.fromkeys(part.strip() for part in value.split(",") if part.strip()))

    @field_validator("sms_aliyun_endpoint", "sms_tencent_endpoint")
    @classmethod
    def _address(cls, value: str) -> str:
        Endpoint.read(value)
        return value


def sms_sender(settings: SmsSettings) -> Failover | None:
    """The sender that the settings describe; none without a provider.

    Raises:
        ConfigurationError: a provider is named without what it needs; one sentence names every setting.
    """
    missing = [name for provider in settings.sms_providers for name in _missing(settings, provider)]
    if missing:
        raise ConfigurationError(f"XIAOHU_SMS_PROVIDERS needs these to be set as well: {', '.join(missing)}.")
    if "tencent" in settings.sms_providers and "code" not in settings.sms_tencent_code_parameters:
        raise ConfigurationError("XIAOHU_SMS_TENCENT_CODE_PARAMETERS must name code.")
    made = {"aliyun": _aliyun, "tencent": _tencent}
    senders = [made[provider](settings) for provider in settings.sms_providers]
    return Failover(senders) if senders else None


def sms_endpoints(settings: SmsSettings) -> tuple[Endpoint, ...]:
    """Where the chosen providers are."""
    return tuple(Endpoint.read(getattr(settings, f"sms_{name}_endpoint")) for name in settings.sms_providers)


def _missing(settings: SmsSettings, provider: str) -> list[str]:
    names = [f"sms_{provider}_{name}" for name in _NEEDED[provider]]
    return [PREFIX + name.upper() for name in names if not _text(getattr(settings, name))]


def _text(value: str | SecretStr) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else value


def _aliyun(settings: SmsSettings) -> LoadedSender:
    return AliyunSms(
        settings.sms_aliyun_access_key_id,
        settings.sms_aliyun_access_key_secret.get_secret_value(),
        settings.sms_aliyun_sign_name,
        settings.sms_aliyun_code_template,
        settings.sms_aliyun_notice_template,
        Endpoint.read(settings.sms_aliyun_endpoint),
        settings.sms_timeout,
    )


def _tencent(settings: SmsSettings) -> LoadedSender:
    return TencentSms(
        settings.sms_tencent_secret_id,
        settings.sms_tencent_secret_key.get_secret_value(),
        settings.sms_tencent_app_id,
        settings.sms_tencent_sign_name,
        settings.sms_tencent_code_template,
        settings.sms_tencent_code_parameters,
        settings.sms_tencent_notice_template,
        settings.sms_tencent_region,
        Endpoint.read(settings.sms_tencent_endpoint),
        settings.sms_timeout,
    )
