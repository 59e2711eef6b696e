"""What keeps the people in messaging apps, what came from them and what goes to them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from desk.channels.model import Allowed, AppUser, ChannelBacklog, Delivery, FailedDelivery, Incoming, Rendered


class Channels(Protocol):
    """App users, the inbox, allowances and deliveries, within one transaction."""

    def user_of(self, channel: str, app: str, user: str, at: datetime) -> AppUser:
        """Who that is, made when they are new; held until the transaction ends, so that pushes keep order."""

    def user(self, app_user_id: str) -> AppUser | None:
        """An app user by our own name for them."""

    def change_user(self, app_user_id: str, **values: Any) -> None:
        """Set attributes of an app user."""

    def bound_to(self, owner: str | None) -> Sequence[AppUser]:
        """The app users that speak for a customer, or for any customer; newest binding first."""

    def add_incoming(
        self, app_user_id: str, channel: str, digest: str, body: Mapping[str, Any] | None, at: datetime
    ) -> bool:
        """Keep what came, once; without a body there is nothing to be done. False for a redelivery."""

    def next_incoming(self, app_user_id: str) -> Incoming | None:
        """The oldest thing that is not settled, its time come or not."""

    def claim_incoming(self, incoming: Incoming, *, until: datetime) -> bool:
        """Count one more attempt and keep others away until then; False when somebody else was faster."""

    def settle_incoming(self, incoming_id: int, *, failed: bool = False) -> None:
        """It is done, or given up; what it said is forgotten."""

    def postpone_incoming(self, incoming_id: int, *, until: datetime) -> None:
        """Try it again then."""

    def allow(self, app_user_id: str, allowed: Allowed, at: datetime) -> None:
        """An act allows messages; it takes the place of what the same kind of act allowed before."""

    def room(self, app_user_id: str, at: datetime) -> int:
        """How many messages may be sent now, on the allowance that ends soonest."""

    def take_room(self, app_user_id: str, at: datetime) -> bool:
        """Use one message of the allowance that ends soonest; False when there is none."""

    def use_up(self, app_user_id: str) -> None:
        """The platform says that nothing is left."""

    def add_deliveries(
        self,
        app_user_id: str,
        rendered: Sequence[Rendered],
        *,
        at: datetime,
        of_conversation: bool,
        reply_to: Mapping[str, Any] | None = None,
    ) -> None:
        """Keep what is to be sent, in order; a key that is known is the same delivery.

        Args:
            of_conversation: it says what stands in the conversation, and is dropped when the person goes on
                elsewhere.
        """

    def next_delivery(self, app_user_id: str) -> Delivery | None:
        """The oldest one that waits, its time come or not."""

    def claim_delivery(self, delivery: Delivery, *, until: datetime) -> bool:
        """Count one more attempt and keep others away until then; False when somebody else was faster."""

    def sent(self, delivery_id: int, at: datetime) -> None:
        """It was accepted; its content is forgotten."""

    def postpone_delivery(self, delivery_id: int, *, until: datetime, error: str, uncounted: bool) -> None:
        """Try it again then; `uncounted` takes the attempt back, since it could not have succeeded."""

    def give_up_delivery(self, delivery_id: int, error: str, at: datetime) -> None:
        """It will not be delivered; its content is forgotten."""

    def drop_deliveries(self, app_user_id: str, at: datetime, *, all_of_them: bool = False) -> None:
        """Forget what waits and says what stands in the conversation, or everything that waits."""

    def failed_deliveries(self, limit: int) -> Sequence[FailedDelivery]:
        """What was given up, newest first."""

    def due(self, at: datetime, limit: int, channels: Collection[str] | None) -> Sequence[str]:
        """App users for whom there is something to do now: came, waits, or was said in the conversation.

        Args:
            channels: only those of these apps; None for all. People of an app that was switched off must not
                fill the places of those who can be answered.
        """

    def taken_over(self) -> Sequence[tuple[AppUser, bool]]:
        """App users whose platform does not know yet that a person took over (True) or gave back (False)."""

    def backlog(self) -> ChannelBacklog:
        """How far work for apps is behind."""

    def purge(self, before: datetime, at: datetime) -> None:
        """Delete what was settled before then, and everything whose own time is over."""


class Passes(Protocol):
    """Small values with an end: shared between replicas, used once, or tied to a link."""

    def value(self, channel: str, name: str, at: datetime) -> str | None:
        """A channel's value, as it was kept, unless it has expired."""

    def put_value(self, channel: str, name: str, value: str, until: datetime | None) -> None:
        """Keep a value in the place of the one before."""

    def lease(self, channel: str, name: str, holder: str, at: datetime, lasts: timedelta) -> bool:
        """Become the only holder for that long; False while somebody is."""

    def release(self, channel: str, name: str, holder: str) -> None:
        """End one's own lease."""

    def add(self, digest: str, purpose: str, data: Mapping[str, Any], until: datetime) -> None:
        """Keep something that one who knows the secret behind the digest may use once."""

    def look(self, digest: str, purpose: str, at: datetime) -> Mapping[str, Any] | None:
        """What it says, unused."""

    def take(self, digest: str, purpose: str, at: datetime) -> Mapping[str, Any] | None:
        """Use it: nobody gets it a second time."""

    def tie_link(self, token_digest: str, app_user_id: str | None, until: datetime) -> None:
        """A verification link was given to this app user, or (None) outside of any app: that stays."""

    def link_tied_to(self, token_digest: str) -> str | None:
        """The app user to whom a verification link was given; None when it needs no platform's word."""
