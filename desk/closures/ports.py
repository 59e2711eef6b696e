"""Where closure applications are kept."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from desk.closures.model import Application, Stage


class Applications(Protocol):
    """The closure applications. What is read through a writing transaction is held until it ends."""

    def add(self, application: Application) -> None:
        """Keep a new application.

        Raises:
            AlreadyOpen: another transaction has just opened one for the same account.
        """

    def get(self, application_id: str) -> Application | None:
        """The application by its internal id."""

    def by_number(self, number: str) -> Application | None:
        """The application by its number, in the one spelling of ``numbers.read_number``."""

    def open_of(self, customer: str) -> Application | None:
        """The customer's open application; there is at most one."""

    def newest_of(self, customer: str) -> Application | None:
        """The customer's latest application in any stage."""

    def in_stages(self, stages: Collection[Stage]) -> Sequence[Application]:
        """The filed applications in these stages, the soonest due first."""

    def idle_since(self, at: datetime) -> Sequence[str]:
        """The ids of applications that customers have in hand and have not moved since ``at``."""
