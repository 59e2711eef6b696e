"""What an operator sets: read once, frozen, and refused with a clear sentence when something is missing."""

import os
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from desk.errors import ConfigurationError

PREFIX = "XIAOHU_"
Secret = Annotated[SecretStr, Field(min_length=32)]
AnySettings = TypeVar("AnySettings", bound=BaseSettings)


class Settings(BaseSettings):
    """The settings that every process of the business shares; read them with ``read_settings``."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    demo: bool = False
    database_url: str = "sqlite:///var/xiaohu.db"
    data_dir: Path = Path("var")
    knowledge_dir: Path = Path("knowledge")
    public_url: str = "http://127.0.0.1:8000"
    sites_file: Path | None = None
    bot_url: str = "http://127.0.0.1:5005"
    actions_url: str = "http://127.0.0.1:5055/webhook"
    secret_key: Secret
    audit_key: Secret
    password_pepper: Secret
    bot_secret: Secret
    actions_secret: Secret
    audit_anchor: Path = Field(default_factory=lambda data: data["data_dir"] / "audit.anchor")


def env_file() -> Path | None:
    """The file named by XIAOHU_ENV_FILE, else ``var/xiaohu.env`` here when it is there.

    Raises:
        ConfigurationError: the named file does not exist.
    """
    named = os.environ.get(f"{PREFIX}ENV_FILE")
    if named:
        if not Path(named).is_file():
            raise ConfigurationError(f"{PREFIX}ENV_FILE names {named}, which does not exist.")
        return Path(named)
    usual = Path("var") / "xiaohu.env"
    return usual if usual.is_file() else None


def read_settings(kind: type[AnySettings], **given: Any) -> AnySettings:
    """Read one settings class from ``given``, the environment and the env file, in this order.

    Raises:
        ConfigurationError: something is missing or unusable; one sentence for each, by its variable's name.
    """
    try:
        return kind(_env_file=env_file(), **given)
    except ValidationError as error:
        # Without its cause: pydantic's own text would show the value, and the value may be a secret.
        prefix = _prefix(kind)
        raise ConfigurationError(
            " ".join(_sentence(prefix, dict(found)) for found in error.errors())
        ) from None


def any_given(kind: type[BaseSettings]) -> bool:
    """Whether at least one variable of this settings class is in the environment or the env file."""
    sources = EnvSettingsSource(kind), DotEnvSettingsSource(kind, env_file=env_file())
    given = {name.upper() for source in sources for name in source.env_vars}
    return any((_prefix(kind) + field).upper() in given for field in kind.model_fields)


def _prefix(kind: type[BaseSettings]) -> str:
    return kind.model_config.get("env_prefix", PREFIX)


def _sentence(prefix: str, found: dict[str, Any]) -> str:
    if not found["loc"]:
        return f"{found['msg'].removeprefix('Value error, ')}."  # about several settings at once; names them
    name = prefix + "_".join(str(part) for part in found["loc"]).upper()
    if found["type"] == "missing":
        return f"{name} is not set: put it into the environment or the env file (keys: 32 characters up)."
    if found["type"].endswith("too_short"):
        return f"{name} is too short: it needs {found['ctx']['min_length']} characters or more."
    return f"{name} cannot be used: {found['msg']}."
