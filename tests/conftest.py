"""A desk on a fresh database for every test, with a clock that the test sets."""

import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher

from desk.bootstrap import Desk, build_desk
from desk.demo.database import create
from desk.settings import Settings
from tests.e2e.running import RunningSystem, start, stop

KNOWLEDGE = Path(__file__).parents[1] / "knowledge"
# A shop at an origin of its own, which may frame the chat; browsers are given its pages by the tests.
SHOP = "http://shop.test"
SITES = f"""
[[sites]]
kid = "shop-1"
site = "shop"
algorithm = "HS256"
key = "{"shop-key-for-tests-".ljust(40, "x")}"
origins = ["{SHOP}"]
"""
SECRETS = ("secret_key", "audit_key", "password_pepper", "bot_secret", "actions_secret")


def pytest_configure() -> None:
    # An example may take its time: how fast a machine is says nothing about what is right.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")


@dataclass
class SettableClock:
    """A clock that stands still until the test moves it."""

    now: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords that cost next to nothing to hash: thousands of tests make customers."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desk.verification.passwords._ARGON2", quick)
        patch.setattr("desk.staff.service.PasswordHasher", lambda: quick)
        yield


@pytest.fixture
def clock() -> SettableClock:
    return SettableClock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    create(f"sqlite:///{file}")
    return file


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A demo's database with every table; tests/integration runs each test on PostgreSQL too."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'xiaohu.db')}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return settings_for(database_url, tmp_path, demo=True)


def settings_for(database_url: str, data_dir: Path, *, demo: bool) -> Settings:
    keys = {name: f"{name}-for-tests-".ljust(40, "x") for name in SECRETS}
    given = {"demo": demo, "database_url": database_url, "data_dir": data_dir, "knowledge_dir": KNOWLEDGE}
    return Settings.model_validate({**given, **keys})


@pytest.fixture
def desk(settings: Settings, clock: SettableClock) -> Iterator[Desk]:
    built = build_desk(settings, clock=clock)
    yield built
    built.close()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSystem]:
    """The whole system as processes, one for all tests that need it: the bot takes seconds to start."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    folder = tmp_path_factory.mktemp("system")
    (folder / "sites.toml").write_text(SITES)
    running = start(folder, port, XIAOHU_SITES_FILE=str(folder / "sites.toml"))
    yield running
    stop(running)
