"""Each messaging app has a page for operators, which names its settings and no others."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from pydantic_settings import BaseSettings

import gateway.channels
from desk.settings import PREFIX

PAGES = Path(__file__).parents[3] / "docs" / "channels"
CHANNELS = [module.name for module in iter_modules(gateway.channels.__path__) if module.ispkg]


def settings_of(channel: str) -> list[type[BaseSettings]]:
    module = import_module(f"gateway.channels.{channel}.settings")
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type)]
    return [kind for kind in kinds if issubclass(kind, BaseSettings) and kind.__module__ == module.__name__]


def page_of(channel: str) -> str:
    return (PAGES / f"{channel}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_page_names_every_setting_and_no_other(channel: str) -> None:
    (kind,) = settings_of(channel)
    names = {kind.model_config["env_prefix"] + field.upper() for field in kind.model_fields}
    told = set(re.findall(rf"{PREFIX}{channel.upper()}_[A-Z_]*[A-Z]", page_of(channel)))
    assert told == names


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_page_gives_the_real_defaults(channel: str) -> None:
    (kind,) = settings_of(channel)
    rows = re.findall(r"^\| `(XIAOHU_\w+)` \|([^|]*)\|", page_of(channel), re.MULTILINE)
    told = {name: default.strip().strip("`") for name, default in rows}
    for field, info in kind.model_fields.items():
        default = str(info.default) if isinstance(info.default, str | int) else ""
        assert told[kind.model_config["env_prefix"] + field.upper()] == default
