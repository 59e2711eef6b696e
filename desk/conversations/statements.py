"""The statements of the transcripts, built once.

Building a statement costs four times as much as running it, and a turn runs a dozen. Values are bound by
name.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import BindParameter, Update, bindparam, insert, select, update

from desk.conversations.tables import buttons, conversations, messages, senders, turns

CONVERSATION = [c for c in conversations.c if c.name != "created_at"]
MESSAGE = [messages.c[name] for name in ("id", "seq", "role", "text", "created_at", "card")]
TURN = [c for c in turns.c if c.name not in {"client_id", "created_at"}]

_ID: BindParameter[str] = bindparam("conversation_id")
_OWN = messages.c.conversation_id == _ID
_PAGE = select(*MESSAGE).where(_OWN).limit(bindparam("count"))
_TITLED = [buttons.c[name] for name in ("id", "title", "intent", "stage")]
_ISSUED = select(*_TITLED, messages.c.application_id, messages.c.question).join(messages).where(_OWN)

CONVERSATION_BY_ID = select(*CONVERSATION).where(conversations.c.id == _ID)
CONVERSATION_LOCKED = CONVERSATION_BY_ID.with_for_update()
CONVERSATION_BY_OWNER = select(*CONVERSATION).where(conversations.c.owner == bindparam("owner"))
CONVERSATION_BY_SENDER = select(*CONVERSATION).join(senders).where(senders.c.sender == bindparam("sender"))
# The row stays locked until the transaction ends: numbers appear in order, a rollback leaves no gap.
NEXT_SEQ = (
    update(conversations)
    .where(conversations.c.id == _ID)
    .values(last_seq=conversations.c.last_seq + 1)
    .returning(conversations.c.last_seq)
)

LENGTHS = select(conversations.c.id, conversations.c.last_seq).where(
    conversations.c.id.in_(bindparam("conversation_ids", expanding=True))
)

ADD_SENDER, ADD_TURN = insert(senders), insert(turns)
ADD_MESSAGE, ADD_BUTTON = insert(messages), insert(buttons)

TURN_BY_ID = select(*TURN).where(turns.c.id == bindparam("turn_id"))
TURN_OF_CLIENT = select(*TURN).where(
    turns.c.conversation_id == _ID, turns.c.client_id == bindparam("client_id")
)
MARK_ANSWERED = (
    update(turns).where(turns.c.id == bindparam("turn_id"), turns.c.answered.is_(False)).values(answered=True)
)

MESSAGES_OF_TURN = select(*MESSAGE).where(messages.c.turn_id == bindparam("turn_id")).order_by(messages.c.seq)
MESSAGE_BY_ID = select(*MESSAGE).where(_OWN, messages.c.id == bindparam("message_id"))
PAGE_AFTER = _PAGE.where(messages.c.seq > bindparam("after")).order_by(messages.c.seq)
PAGE_BETWEEN = PAGE_AFTER.where(messages.c.seq < bindparam("before"))
PAGE_BEFORE = _PAGE.where(messages.c.seq < bindparam("before")).order_by(messages.c.seq.desc())

BUTTONS_OF = (
    select(buttons)
    .where(buttons.c.message_id.in_(bindparam("message_ids", expanding=True)))
    .order_by(buttons.c.position)
)
BUTTON_BY_ID = _ISSUED.where(buttons.c.id == bindparam("button_id"))


@cache
def changing(names: tuple[str, ...]) -> Update:
    """Sets these columns of one conversation; the values are bound as ``to_<name>``."""
    mine = update(conversations).where(conversations.c.id == _ID)
    return mine.values({name: bindparam(f"to_{name}") for name in names})
