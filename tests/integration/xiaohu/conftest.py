"""The command line on a real desk, with the settings in its environment as an operator sets them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desk.clock import Clock, utc_now
from desk.settings import Settings
from tests.conftest import KNOWLEDGE, SECRETS
from xiaohu.cli import app

FEISHU = ("APP_ID", "APP_SECRET", "VERIFICATION_TOKEN", "ENCRYPT_KEY")


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said where."""

    code: int
    out: str
    err: str


Xiaohu = Callable[..., Ended]


@pytest.fixture
def clock() -> Clock:
    """The real one: the commands go by it."""
    return utc_now


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLite alone: what the desk does on PostgreSQL is tested where the desk is."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'xiaohu.db')}"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Settings that are complete but for the database, and nothing of the machine's own."""
    (tmp_path / "empty.env").touch()
    monkeypatch.setenv("XIAOHU_ENV_FILE", str(tmp_path / "empty.env"))
    monkeypatch.setenv("XIAOHU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("XIAOHU_KNOWLEDGE_DIR", str(KNOWLEDGE))
    for name in SECRETS:
        monkeypatch.setenv(f"XIAOHU_{name.upper()}", f"{name}-for-tests-".ljust(40, "x"))
    return monkeypatch


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    """The commands narrow it for their own process, which here is the tests'."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def xiaohu() -> Xiaohu:
    """Run a command; whoever is asked something answers with the lines of `typed`."""

    def run(*words: str, typed: str = "") -> Ended:
        ended = CliRunner().invoke(app, words, input=typed)
        if ended.exception and not isinstance(ended.exception, SystemExit):
            raise ended.exception
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def demo(settings: Settings, environment: pytest.MonkeyPatch) -> Settings:
    """The commands act on the database of `desk`."""
    environment.setenv("XIAOHU_DEMO", "1")
    environment.setenv("XIAOHU_DATABASE_URL", settings.database_url)
    return settings


@pytest.fixture
def office(tmp_path: Path, environment: pytest.MonkeyPatch, xiaohu: Xiaohu) -> str:
    """An installation that is no demo, its tables made by command; the address of its database."""
    url = f"sqlite:///{tmp_path / 'office.db'}"
    environment.setenv("XIAOHU_DATABASE_URL", url)
    assert xiaohu("db", "upgrade").code == 0
    return url


@pytest.fixture
def feishu(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A messaging app with its settings, whose platform is away."""
    for key in FEISHU:
        environment.setenv(f"XIAOHU_FEISHU_{key}", "x" * 32)
    # Nobody listens there.
    environment.setenv("XIAOHU_FEISHU_API_BASE", "http://127.0.0.1:9")
    return environment
