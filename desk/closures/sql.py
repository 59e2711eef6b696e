"""Closure applications in the database."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Column, Date, Dialect, Index, Integer, Select, String, Table, Text, bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, registry
from sqlalchemy.types import TypeDecorator

from desk.closures.errors import AlreadyOpen
from desk.closures.model import IN_HAND, OPEN, Application, Cause, Moment, Stage
from desk.persistence.registry import EnumText, UtcDateTime, metadata


class Timeline(TypeDecorator[tuple[Moment, ...]]):
    """The moments of an application as JSON; a few short entries that are only ever read whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[Moment, ...] | None, _dialect: Dialect) -> str:
        """Into the database."""
        return json.dumps([[moment.stage, moment.at.isoformat()] for moment in value or ()])

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Moment, ...]:
        """Out of it."""
        pairs = json.loads(value or "[]")
        return tuple(Moment(Stage(stage), datetime.fromisoformat(at)) for stage, at in pairs)


closure_applications = Table(
    "closure_applications",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("customer", String(255), nullable=False, index=True),
    Column("conversation_id", String(32), nullable=False),
    Column("stage", EnumText(Stage), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("timeline", Timeline, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("number", String(32), unique=True),
    Column("consent_version", String(64)),
    Column("consented_at", UtcDateTime),
    # Unique: a proof serves one application.
    Column("proof_id", String(64), unique=True),
    Column("proven_at", UtcDateTime),
    Column("submitted_at", UtcDateTime),
    Column("due_date", Date),
    Column("approved_by", String(100)),
    Column("decided_by", String(100)),
    Column("cause", EnumText(Cause)),
    Column("reason", Text),
    Column("ended_at", UtcDateTime),
)
Index(
    "uq_closure_applications_open",
    closure_applications.c.customer,
    unique=True,
    sqlite_where=closure_applications.c.ended_at.is_(None),
    postgresql_where=closure_applications.c.ended_at.is_(None),
)


def map_classes(mapper: registry) -> None:
    """Tie the plain classes to their tables; the domain counts the versions, the database compares them."""
    mapper.map_imperatively(
        Application,
        closure_applications,
        version_id_col=closure_applications.c.version,
        version_id_generator=False,
    )


@cache
def _open_of(*, held: bool) -> Select[Application]:
    """Built once, because every turn asks it; building costs more than asking."""
    own = closure_applications.c.customer == bindparam("customer")
    query = select(Application).where(own, closure_applications.c.stage.in_(sorted(OPEN)))
    return query.with_for_update() if held else query


class SqlApplications:
    """The applications within one session; ``writing`` holds what is read until the transaction ends."""

    def __init__(self, session: Session, *, writing: bool) -> None:
        self._session = session
        self._writing = writing
        self._table = closure_applications.c

    def add(self, application: Application) -> None:
        """See the port."""
        self._session.add(application)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise AlreadyOpen from error

    def get(self, application_id: str) -> Application | None:
        """See the port."""
        return self._one(select(Application).where(self._table.id == application_id))

    def has_ended(self, application_id: str) -> bool:
        """Whether this is one of our applications and nothing can happen to it any more."""
        ended = self._table.ended_at.is_not(None)
        query = select(self._table.id).where(self._table.id == application_id, ended)
        return self._session.execute(query).first() is not None

    def by_number(self, number: str) -> Application | None:
        """See the port."""
        return self._one(select(Application).where(self._table.number == number))

    def open_of(self, customer: str) -> Application | None:
        """See the port."""
        return self._session.scalars(_open_of(held=self._writing), {"customer": customer}).first()

    def newest_of(self, customer: str) -> Application | None:
        """See the port."""
        own = select(Application).where(self._table.customer == customer)
        # An open one is the newest, and there is at most one; ended ones count by when they ended.
        return self._one(
            own.order_by(self._table.ended_at.is_not(None), self._table.ended_at.desc()).limit(1)
        )

    def in_stages(self, stages: Collection[Stage]) -> Sequence[Application]:
        """See the port."""
        wanted = select(Application).where(self._table.stage.in_(stages), self._table.number.is_not(None))
        return self._session.scalars(wanted.order_by(self._table.due_date, self._table.submitted_at)).all()

    def idle_since(self, at: datetime) -> Sequence[str]:
        """See the port."""
        idle = select(self._table.id).where(self._table.stage.in_(IN_HAND), self._table.moved_at <= at)
        return self._session.scalars(idle).all()

    def _one(self, query: Select[Application]) -> Application | None:
        return self._session.scalars(query.with_for_update() if self._writing else query).first()
