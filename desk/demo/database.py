"""Keeping the demo away from real customers: its database carries a marker, and only its database does."""

from sqlalchemy import Connection, insert, select

from desk.clock import utc_now
from desk.demo.tables import demo_marker
from desk.errors import ConfigurationError
from desk.persistence.engine import for_writing, open_engine, plain_refusals
from desk.persistence.migrations import is_empty, lock_for_upgrade, upgrade_connection


def create(url: str) -> None:
    """Make the demo's database, or bring the one that is there up to date.

    Raises:
        ConfigurationError: the database holds something else than a demo; it is left alone.
    """
    engine = open_engine(url)
    try:
        with plain_refusals(), for_writing(engine).begin() as connection:
            lock_for_upgrade(connection)
            new = is_empty(connection)
            if not new:
                require_own(connection, demo=True)
            upgrade_connection(connection)
            if new:
                connection.execute(insert(demo_marker).values(id=1, created_at=utc_now()))
    finally:
        engine.dispose()


def require_own(connection: Connection, *, demo: bool) -> None:
    """Refuse the demo on anybody's database but its own, and everybody else on the demo's.

    Raises:
        ConfigurationError: with what to do.
    """
    marked = is_marked(connection)
    if demo and not marked:
        raise ConfigurationError(
            "XIAOHU_DEMO=1, but the database is not a demo's: unset XIAOHU_DEMO, or point "
            "XIAOHU_DATABASE_URL at a new database and run 'xiaohu demo init'."
        )
    if marked and not demo:
        raise ConfigurationError(
            "The database is a demo's: set XIAOHU_DEMO=1, or point XIAOHU_DATABASE_URL at another database."
        )


def is_marked(connection: Connection) -> bool:
    """Whether the database was made as a demo's."""
    if not connection.dialect.has_table(connection, demo_marker.name):
        return False
    return connection.execute(select(demo_marker.c.id)).first() is not None
