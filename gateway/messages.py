"""A message as the contract writes it."""

from typing import Any

from desk.conversations.model import Message


def message_json(message: Message) -> dict[str, Any]:
    """The JSON of one message."""
    return {
        "seq": message.seq,
        "id": message.id,
        "role": str(message.role),
        "type": str(message.type),
        "text": message.text,
        "buttons": [{"id": button.id, "title": button.title} for button in message.buttons],
        "card": message.card,
        "created_at": message.created_at.isoformat(),
    }
