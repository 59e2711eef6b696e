"""What an operator sets about face checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.errors import ConfigurationError
from desk.settings import PREFIX, Settings
from desk.verification.faces import callback_token
from providers.endpoints import Endpoint
from providers.faces.aliyun import AliyunFaces
from providers.faces.tencent import TencentFaces

_NEEDED: Mapping[str, tuple[str, ...]] = {
    "aliyun": ("access_key_id", "access_key_secret", "scene_id"),
    "tencent": ("secret_id", "secret_key", "rule_id"),
}


class FaceSettings(BaseSettings):
    """Who checks faces, and with what; read with `desk.settings.read_settings`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    face_provider: Literal["", "aliyun", "tencent"] = ""
    face_timeout: float = Field(default=8.0, gt=0, le=20)

    face_aliyun_access_key_id: str = ""
    face_aliyun_access_key_secret: SecretStr = SecretStr("")
    face_aliyun_scene_id: int = 0
    face_aliyun_script: str = "https://o.alicdn.com/yd-cloudauth/cloudauth-cdn/jsvm_all.js"
    face_aliyun_endpoint: str = "https://cloudauth.aliyuncs.com"

    face_tencent_secret_id: str = ""
    face_tencent_secret_key: SecretStr = SecretStr("")
    face_tencent_rule_id: str = ""
    face_tencent_region: str = "ap-guangzhou"
    face_tencent_endpoint: str = "https://faceid.tencentcloudapi.com"

    @field_validator("face_aliyun_endpoint", "face_tencent_endpoint")
    @classmethod
    def _address(cls, value: str) -> str:
        Endpoint.read(value)
        return value

    @field_validator("face_aliyun_script")
    @classmethod
    def _script(cls, value: str) -> str:
        # Its host goes into the page's policy, so it is read as strictly as an endpoint.
        scheme, _, place = value.partition("://")
        Endpoint.read(f"{scheme}://{place.partition('/')[0]}")
        return value


def face_verifier(faces: FaceSettings, settings: Settings) -> TencentFaces | AliyunFaces | None:
    """The provider that the settings describe; none when none is named.

    Raises:
        ConfigurationError: it is named without what it needs; one sentence names every setting.
    """
    if not faces.face_provider:
        return None
    names = [f"face_{faces.face_provider}_{name}" for name in _NEEDED[faces.face_provider]]
    missing = [PREFIX + name.upper() for name in names if not _is_set(getattr(faces, name))]
    if missing:
        raise ConfigurationError(f"XIAOHU_FACE_PROVIDER needs these to be set as well: {', '.join(missing)}.")
    return _tencent(faces) if faces.face_provider == "tencent" else _aliyun(faces, settings)


def face_endpoint(faces: FaceSettings) -> Endpoint | None:
    """Where the chosen provider is."""
    name = faces.face_provider
    return Endpoint.read(getattr(faces, f"face_{name}_endpoint")) if name else None


def _is_set(value: str | int | SecretStr) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


def _tencent(faces: FaceSettings) -> TencentFaces:
    return TencentFaces(
        faces.face_tencent_secret_id,
        faces.face_tencent_secret_key.get_secret_value(),
        faces.face_tencent_rule_id,
        faces.face_tencent_region,
        Endpoint.read(faces.face_tencent_endpoint),
        faces.face_timeout,
    )


def _aliyun(faces: FaceSettings, settings: Settings) -> AliyunFaces:
    public = settings.public_url.rstrip("/")
    return AliyunFaces(
        faces.face_aliyun_access_key_id,
        faces.face_aliyun_access_key_secret.get_secret_value(),
        faces.face_aliyun_scene_id,
        faces.face_aliyun_script,
        # Only an address that they can reach; without, we ask by ourselves.
        f"{public}/verify/face/callback" if public.startswith("https://") else "",
        callback_token(settings.secret_key),
        Endpoint.read(faces.face_aliyun_endpoint),
        faces.face_timeout,
    )
