"""What an operator sets about an application of WeCom."""

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from desk.settings import PREFIX
from gateway.channels.wxcorp import CorpSettings
from gateway.channels.wxsettings import Address, Texts


class WeComSettings(CorpSettings):
    """``XIAOHU_WECOM_<FIELD>``; described in docs/channels/wecom.md."""

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}WECOM_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    agent_id: int = Field(gt=0)
    menu: Texts = Field(default_factory=dict)
    oauth_base: Address = "https://open.weixin.qq.com"
