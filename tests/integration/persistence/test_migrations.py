import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from desk.errors import ConfigurationError
from desk.persistence.engine import for_writing, open_engine
from desk.persistence.mapping import map_all
from desk.persistence.migrations import configuration, require_current, upgrade
from desk.persistence.registry import metadata


def test_the_migrations_make_exactly_the_mapped_tables(empty_database_url: str) -> None:
    map_all()
    upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_second_upgrade_changes_nothing(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    with engine.connect() as connection:
        require_current(connection)
    engine.dispose()


def test_every_migration_can_be_taken_back(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    with for_writing(engine).begin() as connection:
        config = configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_an_empty_database_is_refused_with_what_to_do(empty_database_url: str) -> None:
    engine = open_engine(empty_database_url)
    with engine.connect() as connection, pytest.raises(ConfigurationError, match="xiaohu db upgrade"):
        require_current(connection)
    engine.dispose()


def test_an_old_database_is_refused_with_what_to_do(empty_database_url: str) -> None:
    upgrade(empty_database_url, revision="0001_accounts")
    engine = open_engine(empty_database_url)
    with engine.connect() as connection, pytest.raises(ConfigurationError, match=r"0001_accounts.*upgrade"):
        require_current(connection)
    engine.dispose()


def test_a_migration_that_fails_leaves_nothing_behind(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("alembic.op.create_index", fail)
    with pytest.raises(RuntimeError):
        upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()
