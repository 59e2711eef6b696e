import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from desk.accounts.tables import customers
from desk.bootstrap import Desk
from desk.closures.model import Application, Stage
from desk.demo.tables import demo_marker
from desk.errors import Conflict, DatabaseBusy
from desk.persistence import engine as engines
from desk.persistence.engine import for_writing, open_engine
from tests.journey import arrive, start


def engine_of(desk: Desk) -> Engine:
    return desk.transactions._engine


def test_what_is_written_stays(desk: Desk) -> None:
    customer = arrive(desk)
    with desk.transactions.write() as work:
        work.customers.set_password_hash(customer, "another")
    with desk.transactions.read() as work:
        record = work.customers.get(customer)
    assert record is not None
    assert record.password_hash == "another"


def test_a_block_that_raises_changes_nothing_and_tells_the_trail_nothing(desk: Desk) -> None:
    customer = arrive(desk)
    with pytest.raises(RuntimeError), desk.transactions.write() as work:  # noqa: PT012 - all of it is undone
        work.ledger.close(customer, "a1", "boris")
        work.audit.append("a1", "system", "closed", {}, at=datetime(2026, 11, 23, tzinfo=UTC))
        raise RuntimeError
    assert desk.accounts.obstacles(customer) == ()
    assert desk.audit.of("a1") == ()
    assert list(desk.audit._anchor.marks()) == []


def test_what_is_changed_while_reading_is_thrown_away(desk: Desk) -> None:
    customer = arrive(desk)
    with desk.transactions.read() as work:
        work.ledger.close(customer, "a1", "boris")
    assert desk.accounts.obstacles(customer) == ()


def test_a_database_that_stays_locked_is_busy(
    desk: Desk, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = arrive(desk)
    shorten_the_wait(desk, monkeypatch)
    held = hold_customers(database_url)
    with pytest.raises(DatabaseBusy), desk.transactions.write() as work:
        work.customers.set_password_hash(customer, "another")
    held.rollback()
    held.close()


def test_two_who_change_the_same_version_cannot_both_win(desk: Desk) -> None:
    customer = arrive(desk)
    application = start(desk, customer)
    with Session(engine_of(desk), expire_on_commit=False) as mine:
        seen = mine.get_one(Application, application.id)
        mine.commit()
        desk.closures.stop(customer)
        seen.stage, seen.version = Stage.VERIFYING, 2
        with pytest.raises(Conflict), engines.plain_refusals():
            mine.flush()
        mine.rollback()


def test_a_moment_comes_back_aware_and_in_utc(desk: Desk) -> None:
    with engine_of(desk).connect() as connection:
        created_at = connection.execute(demo_marker.select()).one().created_at
    assert created_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(desk: Desk) -> None:
    naive = datetime(2026, 11, 23)  # noqa: DTZ001
    with engine_of(desk).connect() as connection, pytest.raises(StatementError, match="time zone"):
        connection.execute(demo_marker.insert().values(id=2, created_at=naive))


def test_an_account_without_its_customer_is_refused(desk: Desk) -> None:
    orphan = text(
        "INSERT INTO accounts (customer, number, status, credit_limit) VALUES ('x/1', '1', 'active', 1)"
    )
    with engine_of(desk).connect() as connection, pytest.raises(IntegrityError):
        connection.execute(orphan)


def test_sqlite_writes_ahead_and_minds_foreign_keys(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'deep' / 'down' / 'x.db'}")
    with engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]
    assert pragmas == ["wal", 1, 5000]
    engine.dispose()


@pytest.mark.parametrize(("lasting", "synchronous"), [(True, 2), (False, 1)])
def test_on_sqlite_only_what_has_to_last_waits_for_the_disk(
    tmp_path: Path, lasting: bool, synchronous: int
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with for_writing(engine, lasting=not lasting).begin() as connection:
        assert (
            connection.exec_driver_sql("PRAGMA synchronous").scalar() != synchronous
        )  # pooled, and used again
    with for_writing(engine, lasting=lasting).begin() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == synchronous
    engine.dispose()


def test_what_is_audited_has_to_last(desk: Desk) -> None:
    with pytest.raises(ValueError, match="last"), desk.transactions.write(lasting=False) as work:
        work.audit.append("chain", "actor", "kind", {}, at=datetime(2026, 11, 23, tzinfo=UTC))
    with desk.transactions.read() as work:
        assert work.audit.of("chain") == ()


def shorten_the_wait(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five seconds of waiting prove no more than a tenth."""
    statement = {"sqlite": "PRAGMA busy_timeout=100", "postgresql": "SET lock_timeout='100ms'"}
    writing = desk.transactions._lasting
    original = writing.raw_connection

    def impatient() -> object:
        connection = original()
        connection.cursor().execute(statement[writing.dialect.name])
        return connection

    monkeypatch.setattr(writing, "raw_connection", impatient)


def hold_customers(url: str) -> sqlite3.Connection | psycopg.Connection:
    """Somebody else's transaction that has locked what we want to change."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        held = sqlite3.connect(str(parsed.database), isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
        return held
    other = psycopg.connect(parsed.set(drivername="postgresql").render_as_string(hide_password=False))
    other.execute(f"LOCK TABLE {customers.name} IN EXCLUSIVE MODE")
    return other
