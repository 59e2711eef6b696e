"""Statements that SQLite and PostgreSQL both know, but SQLAlchemy spells per dialect."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import UpdateBase


def insert_if_new(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one with the same unique values is there; True when it was new.

    Another transaction that is inserting the same row is waited for.
    """
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return changed(session, dialect.insert(table).values(**values).on_conflict_do_nothing()) == 1


def changed(session: Session, statement: UpdateBase, bound: Mapping[str, Any] | None = None) -> int:
    """Run an insert, update or delete and tell how many rows it touched."""
    # An insert's count is forgotten unless it is asked for.
    options = {"preserve_rowcount": True}
    return cast("CursorResult[Any]", session.execute(statement, bound, execution_options=options)).rowcount
