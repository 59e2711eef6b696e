import pytest

from desk.bootstrap import build_desk
from desk.demo.database import create
from desk.errors import ConfigurationError
from desk.persistence.migrations import upgrade
from desk.settings import Settings


def on(settings: Settings, url: str, *, demo: bool) -> Settings:
    return settings.model_copy(update={"database_url": url, "demo": demo})


@pytest.fixture
def settings(tmp_path, empty_database_url: str) -> Settings:  # type: ignore[no-untyped-def]
    from tests.conftest import KNOWLEDGE, SECRETS

    keys = {name: name.ljust(40, "x") for name in SECRETS}
    return Settings(
        database_url=empty_database_url, data_dir=tmp_path, knowledge_dir=KNOWLEDGE, _env_file=None, **keys
    )


def test_the_demo_runs_on_its_own_database(settings: Settings, empty_database_url: str) -> None:
    create(empty_database_url)
    desk = build_desk(on(settings, empty_database_url, demo=True))
    assert desk.demo is not None
    desk.close()


def test_the_demo_refuses_a_database_without_the_marker(settings: Settings, empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with pytest.raises(ConfigurationError, match="not a demo's"):
        build_desk(on(settings, empty_database_url, demo=True))


def test_a_real_system_refuses_a_demos_database(settings: Settings, empty_database_url: str) -> None:
    create(empty_database_url)
    with pytest.raises(ConfigurationError, match="is a demo's"):
        build_desk(on(settings, empty_database_url, demo=False))


def test_a_real_system_has_no_demo(settings: Settings, empty_database_url: str) -> None:
    upgrade(empty_database_url)
    desk = build_desk(on(settings, empty_database_url, demo=False))
    assert desk.demo is None
    desk.close()


def test_an_empty_database_stops_the_start(settings: Settings, empty_database_url: str) -> None:
    with pytest.raises(ConfigurationError, match="xiaohu db upgrade"):
        build_desk(on(settings, empty_database_url, demo=False))


def test_a_database_with_something_in_it_never_becomes_a_demos(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with pytest.raises(ConfigurationError, match="not a demo's"):
        create(empty_database_url)


def test_a_database_is_a_demos_for_good(empty_database_url: str) -> None:
    create(empty_database_url)
    create(empty_database_url)


def test_knowledge_that_cannot_be_used_stops_the_start(
    settings: Settings,
    empty_database_url: str,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    upgrade(empty_database_url)
    broken = on(settings, empty_database_url, demo=False).model_copy(
        update={"knowledge_dir": tmp_path / "none"}
    )
    with pytest.raises(ConfigurationError):
        build_desk(broken)
