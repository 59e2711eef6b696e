"""Handing messages to Feishu, and changing a card after its button was tapped."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from gateway.channels.feishu.cards import addressed, answered
from gateway.channels.feishu.client import CARD_REFUSED, MESSAGE_GONE, FeishuClient, FeishuError
from gateway.channels.model import Contact, Payload
from gateway.channels.port import State, TransportError, Words

_log = logging.getLogger(__name__)
_CARDS_KEPT = timedelta(days=14)
_UPDATE_WINDOW = timedelta(minutes=30)
_MOST_UPDATES = 2


class Sending:
    """One app's way out."""

    def __init__(
        self, client: FeishuClient, state: State, words: Words, clock: Callable[[], datetime]
    ) -> None:
        self._client, self._state, self._words, self._clock = client, state, words, clock

    async def send(self, contact: Contact, payload: Payload, reply_to: Mapping[str, Any]) -> None:
        """Send one payload; then the card that it answers loses its buttons."""
        body = payload.body
        if body["msg_type"] == "interactive":
            await self._send_card(contact, payload)
        else:
            await self._send_text(contact, body, payload.key, reply_to)
        await self._settle(reply_to)

    async def _send_card(self, contact: Contact, payload: Payload) -> None:
        card = addressed(payload.body["card"], contact.user)
        await self._state.put(f"card/{payload.key}", json.dumps(card), lasts=_CARDS_KEPT)
        try:
            await self._client.send(contact.user, {"msg_type": "interactive", "content": card}, payload.key)
        except FeishuError as error:
            if error.code not in CARD_REFUSED:
                raise
            _log.error("a card was refused (%s); its text is sent instead", error.code)
            await self._client.send(contact.user, payload.body["instead"], _other_key(payload.key))

    async def _send_text(
        self, contact: Contact, body: Mapping[str, Any], key: str, reply_to: Mapping[str, Any]
    ) -> None:
        # A quotation helps in a group; between two it only takes room.
        if contact.user.startswith("oc_") and reply_to.get("message_id"):
            try:
                await self._client.reply(reply_to["message_id"], body, key)
            except FeishuError as error:
                if error.code not in MESSAGE_GONE:
                    raise
            else:
                return
        await self._client.send(contact.user, body, key)

    async def _settle(self, reply_to: Mapping[str, Any]) -> None:
        """Take the buttons off the tapped card; it is a comfort, and nothing fails when it fails.

        It runs after the answer to the tap was given: Feishu puts back what is changed before. A second tap
        does no harm, since the conversation knows which buttons have had their moment.
        """
        if not reply_to.get("update") or self._is_too_late(reply_to["tapped_at"]):
            return
        try:
            await self._update(reply_to["card"], reply_to["button"], reply_to["update"])
        except TransportError as error:
            _log.warning("a card kept its buttons: %s", error)

    async def _update(self, key: str, button: str, token: str) -> None:
        used_name = f"updated/{sha256(token.encode()).hexdigest()[:32]}"
        used, kept = int(await self._state.get(used_name) or 0), await self._state.get(f"card/{key}")
        if used >= _MOST_UPDATES or kept is None:
            return
        card = answered(json.loads(kept), button, lambda title: self._words("cards.chosen", title=title))
        if card is None:
            return
        await self._state.put(used_name, str(used + 1), lasts=_UPDATE_WINDOW)
        await self._client.update_card(token, card)
        await self._state.put(used_name, str(_MOST_UPDATES), lasts=_UPDATE_WINDOW)

    def _is_too_late(self, tapped_at: str) -> bool:
        return self._clock() - datetime.fromisoformat(tapped_at) >= _UPDATE_WINDOW


def _other_key(key: str) -> str:
    return sha256(f"text instead of {key}".encode()).hexdigest()[:32]
