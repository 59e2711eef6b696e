"""What an operator sets about an Official Account."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import PREFIX
from gateway.channels.wxsettings import Address, AesKey, Texts

NOTICE_KINDS = {
    "default",
    "submitted",
    "approved",
    "rejected",
    "closed",
    "withdrawn",
    "due_soon",
    "new_place",
}
NOTICE_VALUES = {"title", "text", "time"}


class WeChatSettings(BaseSettings):
    """``XIAOHU_WECHAT_<FIELD>``; described in docs/channels/wechat.md.

    `token`, `aes_key` and `previous_aes_key` are those of the console's server configuration. With `aes_key`
    an unencrypted push is refused, whatever its signature says.
    """

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}WECHAT_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    app_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    app_secret: SecretStr = Field(min_length=1)
    token: SecretStr = Field(min_length=3)
    aes_key: AesKey | None = None
    previous_aes_key: AesKey | None = None
    original_id: str | None = None
    max_age: int = Field(default=300, gt=0)
    menu: Texts = Field(default_factory=dict)
    notice: Literal["none", "template", "subscribe"] = "none"
    notice_templates: Texts = Field(default_factory=dict)
    notice_fields: Texts = Field(default_factory=dict)
    oauth_scope: Literal["snsapi_base", "snsapi_userinfo"] = "snsapi_base"
    api_base: Address = "https://api.weixin.qq.com"
    oauth_base: Address = "https://open.weixin.qq.com"

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.previous_aes_key and not self.aes_key:
            raise ValueError(f"{PREFIX}WECHAT_PREVIOUS_AES_KEY stands beside {PREFIX}WECHAT_AES_KEY only")
        if self.notice != "none" and not (self.notice_templates and self.notice_fields):
            raise ValueError(
                f"{PREFIX}WECHAT_NOTICE needs {PREFIX}WECHAT_NOTICE_TEMPLATES and …_NOTICE_FIELDS"
            )
        _known("NOTICE_TEMPLATES", set(self.notice_templates), NOTICE_KINDS)
        _known("NOTICE_FIELDS", set(self.notice_fields.values()), NOTICE_VALUES)
        return self


def _known(name: str, given: set[str], known: set[str]) -> None:
    if given - known:
        unknown, may = ", ".join(sorted(given - known)), ", ".join(sorted(known))
        raise ValueError(f"{PREFIX}WECHAT_{name} knows {may}, and not {unknown}")
