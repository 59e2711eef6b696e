from pathlib import Path

import pytest

from desk.bootstrap import build_desk
from desk.demo.database import create
from desk.errors import ConfigurationError
from desk.persistence.migrations import upgrade
from desk.settings import Settings
from tests.conftest import settings_for


@pytest.fixture
def settings(tmp_path: Path, empty_database_url: str) -> Settings:
    return settings_for(empty_database_url, tmp_path, demo=False)


def test_the_demo_runs_on_its_own_database(settings: Settings, empty_database_url: str) -> None:
    create(empty_database_url)
    desk = build_desk(settings.model_copy(update={"demo": True}))
    assert desk.demo is not None
    desk.close()


def test_the_demo_refuses_a_database_without_the_marker(settings: Settings, empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with pytest.raises(ConfigurationError, match="not a demo's"):
        build_desk(settings.model_copy(update={"demo": True}))


def test_a_real_system_refuses_a_demos_database(settings: Settings, empty_database_url: str) -> None:
    create(empty_database_url)
    with pytest.raises(ConfigurationError, match="is a demo's"):
        build_desk(settings)


def test_a_real_system_has_no_demo(settings: Settings, empty_database_url: str) -> None:
    upgrade(empty_database_url)
    desk = build_desk(settings)
    assert desk.demo is None
    desk.close()


def test_an_empty_database_stops_the_start(settings: Settings, empty_database_url: str) -> None:
    with pytest.raises(ConfigurationError, match="xiaohu db upgrade"):
        build_desk(settings)


def test_a_database_with_something_in_it_never_becomes_a_demos(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with pytest.raises(ConfigurationError, match="not a demo's"):
        create(empty_database_url)


def test_a_database_is_a_demos_for_good(empty_database_url: str) -> None:
    create(empty_database_url)
    create(empty_database_url)


def test_knowledge_that_cannot_be_used_stops_the_start(
    settings: Settings, empty_database_url: str, tmp_path: Path
) -> None:
    upgrade(empty_database_url)
    broken = settings.model_copy(update={"knowledge_dir": tmp_path / "none"})
    with pytest.raises(ConfigurationError):
        build_desk(broken)


def test_a_database_that_cannot_be_reached_is_named_without_its_password(settings: Settings) -> None:
    url = "postgresql://xiaohu:geheim@127.0.0.1:1/xiaohu"
    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:1/xiaohu cannot be opened") as refused:
        build_desk(settings.model_copy(update={"database_url": url}))
    assert "geheim" not in str(refused.value)
