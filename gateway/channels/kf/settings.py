"""What an operator sets about WeChat customer service."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import SettingsConfigDict

from desk.settings import PREFIX
from gateway.channels.wxcorp import CorpSettings
from gateway.channels.wxsettings import Names


class KfSettings(CorpSettings):
    """``XIAOHU_KF_<FIELD>``; described in docs/channels/kf.md.

    `accounts` are the open_kfids that are answered. `hand_off` says where somebody goes whom a person of
    ours takes over: nowhere (`here`), into WeCom's queue (`queue`), or to `servicer` (`person`).
    """

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}KF_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    accounts: Names = Field(min_length=1)
    hand_off: Literal["here", "queue", "person"] = "here"
    servicer: str | None = None

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if (self.hand_off == "person") != bool(self.servicer):
            raise ValueError(f"{PREFIX}KF_SERVICER stands beside {PREFIX}KF_HAND_OFF=person, and only there")
        return self
