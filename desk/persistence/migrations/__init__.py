"""Bringing a database to the tables of this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from desk.errors import ConfigurationError
from desk.persistence.engine import for_writing, open_engine, plain_refusals

# Any number will do, as long as nothing else in the database locks the same one.
UPGRADE_LOCK = 704_211_889


def upgrade(url: str, *, revision: str = "head") -> None:
    """Apply the migrations that are missing, all or none; harmless when none is, or when two run at once.

    Args:
        url: the database; an SQLite file is made when it is missing.
        revision: how far to go.
    """
    engine = open_engine(url)
    try:
        with plain_refusals(), for_writing(engine).begin() as connection:
            upgrade_connection(connection, revision)
    finally:
        engine.dispose()


def upgrade_connection(connection: Connection, revision: str = "head") -> None:
    """The same within a transaction that has begun."""
    lock_for_upgrade(connection)
    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def lock_for_upgrade(connection: Connection) -> None:
    """Let nobody else upgrade until this transaction ends; on SQLite, whoever writes is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})


def require_current(connection: Connection) -> None:
    """Refuse a database that has other tables than this version works with.

    Raises:
        ConfigurationError: with what to do.
    """
    there = MigrationContext.configure(connection).get_current_revision()
    wanted = ScriptDirectory.from_config(configuration()).get_current_head()
    if there is None:
        raise ConfigurationError("The database is empty: run 'xiaohu db upgrade'.")
    if there != wanted:
        raise ConfigurationError(
            f"The database is at revision {there}, this version works with {wanted}: run 'xiaohu db upgrade'."
        )


def is_empty(connection: Connection) -> bool:
    """Whether nobody has made a table here yet."""
    return not inspect(connection).get_table_names()


def configuration() -> Config:
    """Alembic's configuration without a file, so that an installed package can upgrade too."""
    config = Config()
    # Alembic takes % for interpolation, and a path may hold one.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
