"""Starting the bot: a sentence for everything that keeps it from starting."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.conftest import SECRET
from tests.bot.processes import ROOT

SETTINGS = {
    "XIAOHU_BOT_SECRET": SECRET,
    "XIAOHU_ACTIONS_URL": "http://127.0.0.1:9",
    "XIAOHU_ACTIONS_SECRET": "x",
}


def start(settings: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("XIAOHU_")}
    return subprocess.run(
        [sys.executable, "-m", "bot.serve", *arguments],
        cwd=ROOT,
        env={**inherited, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", sorted(SETTINGS))
def test_it_names_a_missing_setting(missing: str) -> None:
    done = start({name: value for name, value in SETTINGS.items() if name != missing})
    assert (done.returncode, done.stderr) == (1, f"Set {missing} in the environment.\n")


def test_it_refuses_a_model_that_is_not_there(tmp_path: Path) -> None:
    done = start(SETTINGS, "--model", str(tmp_path / "none.tar.gz"))
    assert done.returncode == 1
    assert done.stderr.startswith("There is no model at")


def test_it_refuses_a_short_secret(model: Path) -> None:
    done = start({**SETTINGS, "XIAOHU_BOT_SECRET": "short"}, "--port", "0", "--model", str(model))
    assert done.returncode == 1
    assert "at least 32 characters" in done.stderr
    assert "Traceback" not in done.stderr
