"""The transcripts in the database; the port says what each verb promises."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, or_, select, update
from sqlalchemy.orm import Session

from desk.conversations.model import Button, Conversation, IssuedButton, Message, Reply, Role, State, Turn
from desk.conversations.session import new_sender
from desk.conversations.tables import buttons, conversations, feedback, messages, ratings, senders, turns
from desk.persistence.statements import changed, insert_if_new

_CONVERSATION = [c for c in conversations.c if c.name != "created_at"]
_MESSAGE = [messages.c[name] for name in ("id", "seq", "role", "text", "created_at", "card")]
_TURN = [c for c in turns.c if c.name not in {"client_id", "created_at"}]


class SqlConversations:
    """The conversations within one session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, owner: str, *, is_visitor: bool, at: datetime) -> Conversation:
        """See the port."""
        known = self.by_owner(owner)
        return known if known is not None else self._begin(owner, is_visitor, at)

    def get(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """See the port."""
        query = select(*_CONVERSATION).where(conversations.c.id == conversation_id)
        return self._conversation(query.with_for_update() if lock else query)

    def by_sender(self, sender: str) -> Conversation | None:
        """See the port."""
        return self._conversation(select(*_CONVERSATION).join(senders).where(senders.c.sender == sender))

    def by_owner(self, owner: str) -> Conversation | None:
        """See the port."""
        return self._conversation(select(*_CONVERSATION).where(conversations.c.owner == owner))

    def change(self, conversation_id: str, **values: Any) -> None:
        """See the port."""
        self._session.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(**values)
        )

    def begin_session(self, conversation_id: str, sender: str, at: datetime) -> None:
        """See the port."""
        row = {"sender": sender, "conversation_id": conversation_id, "began_at": at}
        self._session.execute(insert(senders).values(**row))
        self.change(conversation_id, sender=sender, session_turns=0)

    def append(
        self,
        conversation_id: str,
        reply: Reply,
        *,
        role: Role,
        at: datetime,
        turn_id: str | None = None,
        application_id: str | None = None,
        key: str | None = None,
    ) -> Message:
        """See the port."""
        message = Message(
            id=_new_id(),
            seq=self._next_seq(conversation_id),
            role=role,
            text=reply.text,
            created_at=at,
            buttons=tuple(Button(_new_id(), spec.title) for spec in reply.buttons),
            card=reply.card,
        )
        row = {column.name: getattr(message, column.name) for column in _MESSAGE}
        row |= {"conversation_id": conversation_id, "turn_id": turn_id, "key": key}
        row |= {"question": reply.question, "application_id": application_id}
        self._session.execute(insert(messages).values(**row))
        self._issue(message, reply)
        return message

    def keyed(self, conversation_id: str, key: str) -> Sequence[Message]:
        """See the port."""
        own = messages.c.conversation_id == conversation_id
        named = or_(messages.c.key == key, messages.c.key.startswith(f"{key}#", autoescape=True))
        return self._messages(own, named)

    def page(
        self, conversation_id: str, *, after: int | None, before: int | None, limit: int
    ) -> Sequence[Message]:
        """See the port."""
        own = messages.c.conversation_id == conversation_id
        if after is None and before is not None:
            return self._messages(own, messages.c.seq < before, last=limit)
        upper = [] if before is None else [messages.c.seq < before]
        return self._messages(own, messages.c.seq > (after or 0), *upper, first=limit)

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """See the port."""
        found = self._messages(messages.c.conversation_id == conversation_id, messages.c.id == message_id)
        return found[0] if found else None

    def button(self, conversation_id: str, button_id: str) -> IssuedButton | None:
        """See the port."""
        row = self._session.execute(
            select(
                *(buttons.c[name] for name in ("id", "title", "intent", "stage")),
                messages.c.application_id,
                messages.c.question,
            )
            .join(messages)
            .where(buttons.c.id == button_id, messages.c.conversation_id == conversation_id)
        ).first()
        return IssuedButton(**row._mapping) if row else None

    def button_titled(self, conversation_id: str, title: str) -> IssuedButton | None:
        """See the port."""
        own = messages.c.conversation_id == conversation_id, buttons.c.title == title
        query = select(buttons.c.id).join(messages).where(*own).order_by(messages.c.seq.desc()).limit(1)
        found = self._session.scalar(query)
        return self.button(conversation_id, found) if found else None

    def add_turn(self, turn: Turn, client_id: str, at: datetime) -> None:
        """See the port."""
        row = {column.name: getattr(turn, column.name) for column in _TURN}
        self._session.execute(insert(turns).values(**row, client_id=client_id, created_at=at))

    def turn(self, turn_id: str) -> Turn | None:
        """See the port."""
        return self._turn(turns.c.id == turn_id)

    def turn_of_client(self, conversation_id: str, client_id: str) -> Turn | None:
        """See the port."""
        return self._turn(turns.c.conversation_id == conversation_id, turns.c.client_id == client_id)

    def mark_answered(self, turn_id: str) -> bool:
        """See the port."""
        waiting = update(turns).where(turns.c.id == turn_id, turns.c.answered.is_(False))
        return changed(self._session, waiting.values(answered=True)) == 1

    def turn_messages(self, turn_id: str) -> Sequence[Message]:
        """See the port."""
        return self._messages(messages.c.turn_id == turn_id)

    def rate(self, conversation_id: str, score: int, comment: str | None, at: datetime) -> None:
        """See the port."""
        row = {"conversation_id": conversation_id, "score": score, "comment": comment, "created_at": at}
        self._session.execute(insert(ratings).values(**row))

    def set_feedback(self, message_id: str, *, helpful: bool, reason: str | None, at: datetime) -> None:
        """See the port."""
        row = {"helpful": helpful, "reason": reason, "created_at": at}
        if not insert_if_new(self._session, feedback, {"message_id": message_id, **row}):
            changed(self._session, update(feedback).where(feedback.c.message_id == message_id).values(**row))

    def waiting(self) -> Sequence[Conversation]:
        """See the port."""
        query = select(*_CONVERSATION).where(conversations.c.state == State.PENDING)
        rows = self._session.execute(query.order_by(conversations.c.person_requested_at, conversations.c.id))
        return [Conversation(**row._mapping) for row in rows]

    def _begin(self, owner: str, is_visitor: bool, at: datetime) -> Conversation:
        sender = new_sender()
        fresh = Conversation(
            id=_new_id(),
            owner=owner,
            is_visitor=is_visitor,
            state=State.OPEN,
            question=None,
            sender=sender,
            session_turns=0,
            last_turn_at=at,
            person_requested_at=None,
            claimed_by=None,
            last_seq=0,
        )
        row = {column.name: getattr(fresh, column.name) for column in _CONVERSATION}
        if insert_if_new(self._session, conversations, {**row, "created_at": at}):
            self.begin_session(fresh.id, sender, at)
        # Two tabs may open at once: whoever came second finds the conversation of the first.
        return self.by_owner(owner) or fresh

    def _conversation(self, query: Select[Any]) -> Conversation | None:
        row = self._session.execute(query).first()
        return Conversation(**row._mapping) if row else None

    def _turn(self, *conditions: ColumnElement[bool]) -> Turn | None:
        row = self._session.execute(select(*_TURN).where(*conditions)).first()
        return Turn(**row._mapping) if row else None

    def _next_seq(self, conversation_id: str) -> int:
        # The row stays locked until the transaction ends: numbers appear in order, a rollback leaves no gap.
        following = conversations.c.last_seq + 1
        mine = update(conversations).where(conversations.c.id == conversation_id)
        query = mine.values(last_seq=following).returning(conversations.c.last_seq)
        return int(self._session.execute(query).scalar_one())

    def _issue(self, message: Message, reply: Reply) -> None:
        offered = enumerate(zip(message.buttons, reply.buttons, strict=True))
        rows = [
            {"id": button.id, "message_id": message.id, "position": position}
            | {"title": spec.title, "intent": spec.intent, "stage": spec.stage}
            for position, (button, spec) in offered
        ]
        if rows:
            self._session.execute(insert(buttons), rows)

    def _messages(
        self, *conditions: ColumnElement[bool], first: int | None = None, last: int | None = None
    ) -> Sequence[Message]:
        order = messages.c.seq.desc() if last is not None else messages.c.seq
        query = select(*_MESSAGE).where(*conditions).order_by(order).limit(first if last is None else last)
        rows = sorted(self._session.execute(query), key=lambda row: row.seq)
        offered = self._buttons([row.id for row in rows])
        return [_message(row, offered.get(row.id, ())) for row in rows]

    def _buttons(self, message_ids: Sequence[str]) -> dict[str, tuple[Button, ...]]:
        query = select(buttons).where(buttons.c.message_id.in_(message_ids)).order_by(buttons.c.position)
        found: dict[str, tuple[Button, ...]] = {}
        for row in self._session.execute(query):
            found[row.message_id] = (*found.get(row.message_id, ()), Button(row.id, row.title))
        return found


def _message(row: Row[Any], offered: tuple[Button, ...]) -> Message:
    return Message(**row._mapping, buttons=offered)


def _new_id() -> str:
    return secrets.token_hex(16)
