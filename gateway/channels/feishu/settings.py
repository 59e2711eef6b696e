"""What an operator copies from the app's pages in the developers' console."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import PREFIX
from gateway.channels.base_address import base_address

Key = Annotated[SecretStr, Field(min_length=8)]
Base = Annotated[str, AfterValidator(base_address)]


class FeishuSettings(BaseSettings):
    """Read with ``desk.settings.read_settings``: ``XIAOHU_FEISHU_<FIELD>``; see docs/channels/feishu.md.

    The encryption key is required: without it only the verification token, which every event carries in
    clear, would tell the platform's events from anybody's.
    """

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}FEISHU_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    app_id: Annotated[str, Field(min_length=4)]
    app_secret: Key
    encrypt_key: Key
    verification_token: Key
    api_base: Base = "https://open.feishu.cn"
    accounts_base: Base = "https://accounts.feishu.cn"
