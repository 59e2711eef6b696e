"""Opening the database: SQLite for one machine, PostgreSQL for production, one behaviour for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from desk.errors import Conflict, DatabaseBusy

WAIT_SECONDS = 5
POOL = {"pool_size": 20, "max_overflow": 20}
# Lock not available, deadlock, serialisation failure: another transaction was in the way.
BUSY_SQLSTATES = {"55P03", "40P01", "40001"}


def open_engine(url: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql://…``; nothing is connected yet."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(url, parsed.database)
    # A bare postgresql:// means psycopg 3 here, whatever SQLAlchemy's default driver is.
    options = f"-c lock_timeout={WAIT_SECONDS * 1000} -c timezone=UTC"
    return create_engine(
        parsed.set(drivername="postgresql+psycopg"),
        connect_args={"options": options},
        pool_pre_ping=True,
        **POOL,
    )


def for_writing(engine: Engine, *, lasting: bool = True) -> Engine:
    """The same engine, whose transactions take SQLite's write lock when they begin.

    A transaction that reads first and writes later would otherwise be refused at once, without waiting.

    Args:
        engine: as ``open_engine`` made it.
        lasting: whether a commit waits until it would survive a power cut. The audit anchor must never be
            ahead of the database, so whatever may append to the trail does wait.
    """
    synchronous = "FULL" if lasting else "NORMAL"
    return engine.execution_options(sqlite_begin="BEGIN IMMEDIATE", sqlite_synchronous=synchronous)


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turn the driver's words for "another writer is in the way" into ours."""
    try:
        yield
    except OperationalError as error:
        if _is_busy(error.orig):
            raise DatabaseBusy from error
        raise
    except StaleDataError as error:
        raise Conflict from error


def _is_busy(cause: BaseException | None) -> bool:
    if getattr(cause, "sqlstate", None) in BUSY_SQLSTATES:
        return True
    return str(getattr(cause, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _sqlite(url: str, file: str | None) -> Engine:
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS}, **POOL)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # We begin transactions ourselves; sqlite3's own implicit BEGIN would come too late and too weak.
    connection.isolation_level = None
    for pragma in (f"busy_timeout={WAIT_SECONDS * 1000}", "journal_mode=WAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "sqlite_synchronous" in options:
        connection.exec_driver_sql(f"PRAGMA synchronous={options['sqlite_synchronous']}")
    connection.exec_driver_sql(options.get("sqlite_begin", "BEGIN"))
