"""Which messaging apps there are: a folder each, and nothing of an app that is not configured."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from desk.errors import ConfigurationError
from gateway.channels import registry
from gateway.channels.port import Channel, Connect, Surroundings

CHANNELS = Path(registry.__file__).parent
VENDORS = ("lark_oapi", "dingtalk_stream", "aiohttp", "websockets")


def surroundings(name: str) -> Surroundings:
    given: Any = SimpleNamespace(name=name)
    return given


def connecting(answer: Any) -> Connect:
    def connect(_given: Surroundings) -> Channel | None:
        if isinstance(answer, Exception):
            raise answer
        found: Channel | None = answer
        return found

    return connect


def test_every_folder_is_an_app() -> None:
    folders = {path.parent.name for path in CHANNELS.glob("*/__init__.py")}
    assert set(registry.discovered()) == folders


def test_only_configured_apps_are_there() -> None:
    app = SimpleNamespace(name="b")
    found = registry.connected({"a": connecting(None), "b": connecting(app)}, surroundings)
    assert dict(found) == {"b": app}


def test_settings_that_are_there_in_part_stop_the_start() -> None:
    wrong = connecting(ConfigurationError("XIAOHU_A_SECRET is not set"))
    with pytest.raises(ConfigurationError, match="XIAOHU_A_SECRET"):
        registry.connected({"a": wrong}, surroundings)


def test_an_app_that_is_not_configured_costs_no_vendors_library(tmp_path: Path) -> None:
    (tmp_path / "empty.env").touch()
    code = (
        "import sys\n"
        "from types import SimpleNamespace\n"
        "from gateway.channels.registry import connected, discovered\n"
        "assert connected(discovered(), lambda name: SimpleNamespace(name=name)) == {}\n"
        f"print(sorted(set({VENDORS!r}) & set(sys.modules)))\n"
    )
    clean = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHU_")}
    environment = {**clean, "XIAOHU_ENV_FILE": str(tmp_path / "empty.env")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
