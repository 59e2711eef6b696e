"""What an operator copies from the app's pages in the developers' console."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import PREFIX
from gateway.channels.base_address import base_address

Base = Annotated[str, AfterValidator(base_address)]


class DingTalkSettings(BaseSettings):
    """Read with ``desk.settings.read_settings``: ``XIAOHU_DINGTALK_<FIELD>``; see docs/channels/dingtalk.md.

    The signature of HTTP mode does not cover the body, so that the address itself should be hard to guess:
    `webhook_key` is the `key` in its query.
    """

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}DINGTALK_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    client_id: Annotated[str, Field(min_length=4)]
    client_secret: Annotated[SecretStr, Field(min_length=8)]
    robot_code: str | None = None
    mode: Literal["http", "stream"] = "http"
    webhook_key: Annotated[SecretStr, Field(min_length=24)] | None = None
    api_base: Base = "https://api.dingtalk.com"
    oapi_base: Base = "https://oapi.dingtalk.com"
    login_base: Base = "https://login.dingtalk.com"

    @property
    def robot(self) -> str:
        """The robot's code, which is the Client ID unless the console shows another."""
        return self.robot_code or self.client_id

    @property
    def secret(self) -> str:
        """The Client Secret."""
        return self.client_secret.get_secret_value()
