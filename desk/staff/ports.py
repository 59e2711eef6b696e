"""Where staff accounts are kept."""

from typing import Protocol

from desk.staff.model import StaffMember


class StaffRecords(Protocol):
    """The staff accounts."""

    def get(self, key: str, *, lock: bool = False) -> StaffMember | None:
        """The member by ``name_key``; ``lock`` holds the record until the transaction ends."""

    def add(self, member: StaffMember) -> None:
        """Keep a new member.

        Raises:
            NameTaken: the name is somebody's already.
        """

    def all(self) -> tuple[StaffMember, ...]:
        """Every member, by name."""
