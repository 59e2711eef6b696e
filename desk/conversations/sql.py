"""The transcripts in the database; the port says what each verb promises."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, insert, or_, select, update
from sqlalchemy.orm import Session

from desk.conversations import statements
from desk.conversations.model import Button, Conversation, IssuedButton, Message, Reply, Role, State, Turn
from desk.conversations.session import new_sender
from desk.conversations.tables import buttons, conversations, feedback, messages, ratings
from desk.persistence.statements import changed, insert_if_new

# Databases take so many values in one question, and no more.
MOST_AT_ONCE = 1000


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
        query = statements.CONVERSATION_LOCKED if lock else statements.CONVERSATION_BY_ID
        return self._conversation(query, conversation_id=conversation_id)

    def by_sender(self, sender: str) -> Conversation | None:
        """See the port."""
        return self._conversation(statements.CONVERSATION_BY_SENDER, sender=sender)

    def by_owner(self, owner: str) -> Conversation | None:
        """See the port."""
        return self._conversation(statements.CONVERSATION_BY_OWNER, owner=owner)

    def change(self, conversation_id: str, **values: Any) -> None:
        """See the port."""
        bound = {"conversation_id": conversation_id, **{f"to_{name}": values[name] for name in values}}
        self._session.execute(statements.changing(tuple(sorted(values))), bound)

    def begin_session(self, conversation_id: str, sender: str, at: datetime) -> None:
        """See the port."""
        row = {"sender": sender, "conversation_id": conversation_id, "began_at": at}
        self._session.execute(statements.ADD_SENDER, row)
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
        row = {column.name: getattr(message, column.name) for column in statements.MESSAGE}
        row |= {"conversation_id": conversation_id, "turn_id": turn_id, "key": key}
        row |= {"question": reply.question, "application_id": application_id}
        self._session.execute(statements.ADD_MESSAGE, row)
        self._issue(message, reply)
        return message

    def keyed(self, conversation_id: str, key: str) -> Sequence[Message]:
        """See the port."""
        own = messages.c.conversation_id == conversation_id
        named = or_(messages.c.key == key, messages.c.key.startswith(f"{key}#", autoescape=True))
        return self._messages(select(*statements.MESSAGE).where(own, named).order_by(messages.c.seq))

    def page(
        self, conversation_id: str, *, after: int | None, before: int | None, limit: int
    ) -> Sequence[Message]:
        """See the port."""
        bound = {"conversation_id": conversation_id, "count": limit}
        if before is None:
            return self._messages(statements.PAGE_AFTER, **bound, after=after or 0)
        if after is None:
            return self._messages(statements.PAGE_BEFORE, **bound, before=before)
        return self._messages(statements.PAGE_BETWEEN, **bound, after=after, before=before)

    def lengths(self, conversation_ids: Collection[str]) -> Mapping[str, int]:
        """See the port."""
        return {
            row.id: row.last_seq
            for some in _portions(list(conversation_ids))
            for row in self._session.execute(statements.LENGTHS, {"conversation_ids": some})
        }

    def message(self, conversation_id: str, message_id: str) -> Message | None:
        """See the port."""
        bound = {"conversation_id": conversation_id, "message_id": message_id}
        found = self._messages(statements.MESSAGE_BY_ID, **bound)
        return found[0] if found else None

    def carded(self, conversation_id: str, kind: str, limit: int) -> Sequence[Message]:
        """See the port."""
        own = messages.c.conversation_id == conversation_id, messages.c.card["kind"].as_string() == kind
        query = select(*statements.MESSAGE).where(*own).order_by(messages.c.seq.desc()).limit(limit)
        return self._messages(query)[::-1]

    def button(self, conversation_id: str, button_id: str) -> IssuedButton | None:
        """See the port."""
        bound = {"conversation_id": conversation_id, "button_id": button_id}
        row = self._session.execute(statements.BUTTON_BY_ID, bound).first()
        return IssuedButton(**row._mapping) if row else None

    def button_titled(self, conversation_id: str, title: str) -> IssuedButton | None:
        """See the port."""
        own = messages.c.conversation_id == conversation_id, buttons.c.title == title
        query = select(buttons.c.id).join(messages).where(*own).order_by(messages.c.seq.desc()).limit(1)
        found = self._session.scalar(query)
        return self.button(conversation_id, found) if found else None

    def add_turn(self, turn: Turn, client_id: str, at: datetime) -> None:
        """See the port."""
        row = {column.name: getattr(turn, column.name) for column in statements.TURN}
        self._session.execute(statements.ADD_TURN, {**row, "client_id": client_id, "created_at": at})

    def turn(self, turn_id: str) -> Turn | None:
        """See the port."""
        return self._turn(statements.TURN_BY_ID, turn_id=turn_id)

    def turn_of_client(self, conversation_id: str, client_id: str) -> Turn | None:
        """See the port."""
        bound = {"conversation_id": conversation_id, "client_id": client_id}
        return self._turn(statements.TURN_OF_CLIENT, **bound)

    def mark_answered(self, turn_id: str) -> bool:
        """See the port."""
        return changed(self._session, statements.MARK_ANSWERED, {"turn_id": turn_id}) == 1

    def turn_messages(self, turn_id: str) -> Sequence[Message]:
        """See the port."""
        return self._messages(statements.MESSAGES_OF_TURN, turn_id=turn_id)

    def rate(
        self, conversation_id: str, score: int, comment: str | None, *, at: datetime, since: datetime
    ) -> None:
        """See the port."""
        given = {"score": score, "comment": comment, "created_at": at}
        own = ratings.c.conversation_id == conversation_id, ratings.c.created_at > since
        if not changed(self._session, update(ratings).where(*own).values(**given)):
            self._session.execute(insert(ratings).values(conversation_id=conversation_id, **given))

    def set_feedback(self, message_id: str, *, helpful: bool, reason: str | None, at: datetime) -> None:
        """See the port."""
        row = {"helpful": helpful, "reason": reason, "created_at": at}
        if not insert_if_new(self._session, feedback, {"message_id": message_id, **row}):
            changed(self._session, update(feedback).where(feedback.c.message_id == message_id).values(**row))

    def waiting(self) -> Sequence[Conversation]:
        """See the port."""
        query = select(*statements.CONVERSATION).where(conversations.c.state == State.PENDING)
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
        row = {column.name: getattr(fresh, column.name) for column in statements.CONVERSATION}
        if insert_if_new(self._session, conversations, {**row, "created_at": at}):
            self.begin_session(fresh.id, sender, at)
        # Two tabs may open at once: whoever came second finds the conversation of the first.
        return self.by_owner(owner) or fresh

    def _conversation(self, query: Select[Any], **bound: Any) -> Conversation | None:
        row = self._session.execute(query, bound).first()
        return Conversation(**row._mapping) if row else None

    def _turn(self, query: Select[Any], **bound: Any) -> Turn | None:
        row = self._session.execute(query, bound).first()
        return Turn(**row._mapping) if row else None

    def _next_seq(self, conversation_id: str) -> int:
        bound = {"conversation_id": conversation_id}
        return int(self._session.execute(statements.NEXT_SEQ, bound).scalar_one())

    def _issue(self, message: Message, reply: Reply) -> None:
        offered = enumerate(zip(message.buttons, reply.buttons, strict=True))
        rows = [
            {"id": button.id, "message_id": message.id, "position": position}
            | {"title": spec.title, "intent": spec.intent, "stage": spec.stage}
            for position, (button, spec) in offered
        ]
        if rows:
            self._session.execute(statements.ADD_BUTTON, rows)

    def _messages(self, query: Select[Any], **bound: Any) -> Sequence[Message]:
        rows = sorted(self._session.execute(query, bound), key=lambda row: row.seq)
        offered = self._buttons([row.id for row in rows])
        return [_message(row, offered.get(row.id, ())) for row in rows]

    def _buttons(self, message_ids: Sequence[str]) -> dict[str, tuple[Button, ...]]:
        found: dict[str, tuple[Button, ...]] = {}
        if not message_ids:
            return found
        for row in self._session.execute(statements.BUTTONS_OF, {"message_ids": message_ids}):
            found[row.message_id] = (*found.get(row.message_id, ()), Button(row.id, row.title))
        return found


def _portions(names: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), MOST_AT_ONCE):
        yield names[start : start + MOST_AT_ONCE]


def _message(row: Row[Any], offered: tuple[Button, ...]) -> Message:
    return Message(**row._mapping, buttons=offered)


def _new_id() -> str:
    return secrets.token_hex(16)
