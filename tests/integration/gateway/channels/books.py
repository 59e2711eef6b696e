"""A look into the books of a gateway with one conversation."""

from __future__ import annotations

from sqlalchemy import create_engine, text

from desk.bootstrap import Desk
from desk.conversations.model import Reply, Role
from desk.settings import Settings


def say_to(desk: Desk, settings: Settings, words: str) -> None:
    """A person of ours says something in the one conversation there is."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        (conversation_id,) = connection.execute(text("SELECT id FROM conversations")).scalars().all()
    engine.dispose()
    desk.conversations.append(conversation_id, [Reply(words)], role=Role.SYSTEM)


async def conversation(settings: Settings) -> str:
    (found,) = await rows(settings, "SELECT id FROM conversations")
    return str(found)


async def rows(settings: Settings, query: str) -> list[object]:
    """The first column of what a query finds."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        found = list(connection.execute(text(query)).scalars())
    engine.dispose()
    return found
