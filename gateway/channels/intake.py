"""What came from a platform goes into the inbox, once, before the platform is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from anyio.to_thread import run_sync

from desk.channels.model import LONGEST_FIELD, Allowed, Arrival
from desk.channels.service import ChannelService
from gateway.channels.model import Act, Inbound
from gateway.channels.port import Channel, Unreadable


class ChannelIntake:
    """See the port's `Intake`; one for each channel.

    Args:
        wake: tells the worker that there is something to do.
    """

    def __init__(self, channel: Channel, service: ChannelService, wake: Callable[[], None]) -> None:
        self._channel, self._service, self._wake = channel, service, wake

    async def take(self, inbound: Sequence[Inbound], *, state: Mapping[str, str] | None = None) -> None:
        """See the port."""
        arrivals = [self._arrival(one) for one in inbound]
        if not arrivals and not state:
            return
        if await run_sync(self._service.take, self._channel.name, arrivals, state):
            self._wake()

    def _arrival(self, one: Inbound) -> Arrival:
        in_group = one.act is Act.GROUP
        body = {"act": str(one.act), "text": one.text, "button": one.button, "ticket": one.ticket}
        return Arrival(
            key=one.key,
            app=_field(one.contact.app),
            user=_field(one.contact.user),
            body={**body, "reply_to": dict(one.reply_to)} if in_group else body,
            private=not in_group,
            left=one.act is Act.LEFT,
            identity=one.identity,
            allowed=self._allowed(one.grant),
            reply_to=dict(one.reply_to),
        )

    def _allowed(self, kind: str | None) -> Allowed | None:
        if kind is None or self._channel.allowance is None:
            return None
        grant = self._channel.allowance[kind]
        return Allowed(kind, grant.messages, grant.lasts)


def _field(value: str) -> str:
    if not 0 < len(value) <= LONGEST_FIELD:
        raise Unreadable
    return value
