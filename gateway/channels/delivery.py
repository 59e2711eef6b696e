"""What stands in a conversation is rendered for the app, kept, and sent in order."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from hashlib import sha256

import httpx
from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.channels.deliveries import Outgoing
from desk.channels.model import AppUser, Delivery, Rendered
from gateway.channels.links import LinkMaker
from gateway.channels.model import Contact, Payload
from gateway.channels.plain import offered
from gateway.channels.port import Channel, TransportError
from gateway.logs import facts
from gateway.metrics import Metrics

_log = logging.getLogger(__name__)
# Shorter than the claim on a delivery, so that nobody else tries it meanwhile.
_SEND_SECONDS = 8.0
# Of what a platform allows after a message, most is left for what happens later: a passed verification, a
# decision.
_AT_ONCE = 2


class Deliveries:
    """Renders and sends what one app user has not been told.

    Args:
        can_bind: whether there is a shop in which somebody unknown can log in.
    """

    def __init__(self, desk: Desk, metrics: Metrics, *, can_bind: bool) -> None:
        self._desk, self._service, self._metrics = desk, desk.channels, metrics
        self._can_bind = can_bind
        self._public_url = desk.settings.public_url.rstrip("/")

    async def deliver(self, user: AppUser, channel: Channel) -> bool:
        """Say what is to be said now; whether there was anything."""
        limited = channel.allowance is not None
        planned = await self._plan(user, channel, limited=limited)
        sent = False
        while await self._send_next(user.id, channel, limited=limited):
            sent = True
        return planned or sent

    async def _plan(self, user: AppUser, channel: Channel, *, limited: bool) -> bool:
        outgoing = await run_sync(partial(self._service.outgoing, user.id, limited=limited))
        if outgoing is None:
            return False
        maker = LinkMaker(outgoing.user, self._public_url, self._desk.knowledge.message, self._can_bind)
        messages = maker.rewritten(outgoing.messages)
        room = None if outgoing.room is None else min(outgoing.room, _AT_ONCE)
        # Off the loop: how much there is to say is up to people.
        render = partial(channel.render, messages, room=room, key=_key(outgoing))
        payloads = await run_sync(render) if messages else ()
        rendered = [Rendered(payload.key, payload.body) for payload in payloads]
        buttons = [{"id": choice.id, "title": choice.title} for choice in offered(messages)]
        return await run_sync(self._service.keep, outgoing, rendered, buttons, maker.links())

    async def _send_next(self, app_user_id: str, channel: Channel, *, limited: bool) -> bool:
        begin = partial(self._service.begin_delivery, app_user_id, limited=limited)
        delivery = await run_sync(begin)
        if delivery is None:
            return False
        user = await run_sync(self._service.user, app_user_id)
        error = await self._tried(user, channel, delivery)
        if error is None:
            await run_sync(self._service.delivered, delivery)
            self._count(channel, "sent")
            return True
        await self._failed(channel, delivery, error)
        return True

    async def _tried(self, user: AppUser, channel: Channel, delivery: Delivery) -> TransportError | None:
        """One attempt; None when the platform has accepted it."""
        contact = Contact(user.channel, user.app, user.user)
        reply_to = user.reply_to if delivery.reply_to is None else delivery.reply_to
        try:
            async with asyncio.timeout(_SEND_SECONDS):
                await channel.send(contact, Payload(delivery.body, delivery.key), reply_to)
        except TransportError as error:
            return error
        except TimeoutError:
            return TransportError("no answer in time")
        except httpx.HTTPError as error:
            return TransportError(type(error).__name__)
        except Exception as error:  # noqa: BLE001 - a fault of an adapter must not hold up everybody
            _log.exception("an adapter failed to send", extra=facts(channel=channel.name))
            return TransportError(f"fault: {type(error).__name__}", tell_staff=True)
        return None

    async def _failed(self, channel: Channel, delivery: Delivery, error: TransportError) -> None:
        if error.gone:
            result = "gone"
            await run_sync(self._service.gone, delivery.app_user_id)
        elif error.closed:
            result = "closed"
            await run_sync(self._service.closed, delivery, str(error))
        else:
            fate = partial(self._service.not_delivered, permanent=error.permanent, after=error.retry_after)
            result = "failed" if await run_sync(fate, delivery, str(error)) else "postponed"
        self._count(channel, result)
        for_staff = error.tell_staff or result == "failed"
        told = facts(channel=channel.name, result=result, reason=str(error), attempt=delivery.attempts)
        _log.log(logging.ERROR if for_staff else logging.WARNING, "a message was not delivered", extra=told)

    def _count(self, channel: Channel, result: str) -> None:
        self._metrics.deliveries.labels(channel.name, result).inc()


def _key(outgoing: Outgoing) -> str:
    """The same for the same messages, so that a platform recognises what is rendered a second time."""
    what = f"{outgoing.user.id}/{outgoing.conversation_id}/{outgoing.after}/{outgoing.seq}"
    return sha256(what.encode()).hexdigest()[:28]
