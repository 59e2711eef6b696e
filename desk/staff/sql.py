"""Staff accounts in the database."""

from sqlalchemy import Column, Integer, String, Table, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, registry

from desk.persistence.registry import EnumText, UtcDateTime, metadata
from desk.staff.errors import NameTaken
from desk.staff.model import Role, StaffMember

staff_members = Table(
    "staff_members",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("role", EnumText(Role), nullable=False),
    Column("passphrase_hash", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("wrong_tries", Integer, nullable=False),
    Column("locked_until", UtcDateTime),
)


def map_classes(mapper: registry) -> None:
    """Tie the plain classes to their tables."""
    mapper.map_imperatively(StaffMember, staff_members)


class SqlStaffRecords:
    """The staff accounts within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, key: str, *, lock: bool = False) -> StaffMember | None:
        """See the port."""
        return self._session.get(StaffMember, key, with_for_update=lock or None)

    def add(self, member: StaffMember) -> None:
        """See the port."""
        self._session.add(member)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise NameTaken from error

    def all(self) -> tuple[StaffMember, ...]:
        """See the port."""
        return tuple(self._session.scalars(select(StaffMember).order_by(staff_members.c.name)))
