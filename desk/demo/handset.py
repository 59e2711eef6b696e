"""The simulated handset: the sandbox provider of text messages, and what it has received."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from desk.clock import Clock
from desk.demo.tables import handset_texts
from desk.persistence.engine import for_writing, plain_refusals
from desk.persistence.statements import insert_if_new
from desk.verification.ports import Sms


@dataclass(frozen=True)
class Text:
    """One text message as the phone shows it."""

    text: str
    sent_at: datetime


class Handset:
    """A ``SmsSender`` that keeps the messages instead of sending them."""

    def __init__(self, engine: Engine, *, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def send(self, sms: Sms) -> None:
        """See the port ``SmsSender``."""
        row = {"key": sms.key, "phone": sms.phone, "text": sms.text, "sent_at": self._clock()}
        with plain_refusals(), Session(for_writing(self._engine)) as session, session.begin():
            insert_if_new(session, handset_texts, row)

    def texts(self, phone: str) -> tuple[Text, ...]:
        """What the phone has received, oldest first."""
        query = select(handset_texts.c.text, handset_texts.c.sent_at).where(handset_texts.c.phone == phone)
        with plain_refusals(), Session(self._engine) as session:
            return tuple(Text(*row) for row in session.execute(query.order_by(handset_texts.c.id)))
