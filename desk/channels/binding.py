"""Who in a messaging app speaks for which customer: bound by a one-time ticket, listed, undone."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from desk.channels.deliveries import BIND, BIND_LIFETIME, ENTER, KEPT
from desk.channels.errors import BoundToAnother, TicketSpent, UnknownAppUser
from desk.channels.inbox import known_user
from desk.channels.model import UNBOUND, AppUser, unbound_owner
from desk.channels.sealing import digest
from desk.clock import Clock
from desk.conversations.model import Reply, Role
from desk.conversations.turns import moved
from desk.work import Transactions, Work

INVITE, INVITED, LOGIN, CODE = "invite", "invited", "login", "code"
# Without letters and digits that look like others; 800 million codes, which nobody tries within 10 minutes.
CODE_LETTERS, CODE_LENGTH = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 6


class BindingService:
    """Binds app users to customers; every binding and unbinding is audited."""

    def __init__(self, transactions: Transactions, *, clock: Clock) -> None:
        self._transactions, self._clock = transactions, clock

    def ticketed(self, ticket: str) -> AppUser:
        """Whose one-time link this is; looking does not use it up, since apps look into links as well.

        Raises:
            TicketSpent: used, over, or never given out.
        """
        with self._transactions.read() as work:
            found = work.passes.look(digest(ticket), BIND, self._clock())
            if found is None:
                raise TicketSpent
            return known_user(work, found["app_user"])

    def entering(self, ticket: str) -> tuple[AppUser, str]:
        """To whom a link to a verification was given, and the verification's token.

        Raises:
            TicketSpent: over, never given out, or the person speaks for that customer no more.
        """
        with self._transactions.read() as work:
            found = work.passes.look(digest(ticket), ENTER, self._clock())
            if found is None:
                raise TicketSpent
            user = known_user(work, found["app_user"])
        if user.owner != found["owner"]:
            raise TicketSpent
        return user, found["token"]

    def bind(self, ticket: str, owner: str, welcome: Sequence[Reply]) -> AppUser:
        """Let the person to whom the ticket was given speak for a customer; the conversation goes on there.

        Args:
            owner: the customer, from a checked signature.
            welcome: what is said in the customer's conversation, in the app.

        Raises:
            TicketSpent: used, over, or never given out.
            BoundToAnother: the person speaks for another customer.
        """
        with self._transactions.write() as work:
            found = work.passes.take(digest(ticket), BIND, self._clock())
            if found is None:
                raise TicketSpent
            return self._bind(work, known_user(work, found["app_user"]), owner, welcome)

    def promise(self, ticket: str, owner: str) -> str:
        """A code that binds once the person to whom the ticket was given says it in the app.

        For apps that cannot name who opened a link: whoever got a link from somebody else, and logged in,
        would have to hand this code over as well.

        Raises:
            TicketSpent: used, over, or never given out.
            BoundToAnother: the person speaks for another customer.
        """
        at, code = self._clock(), "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        with self._transactions.write() as work:
            found = work.passes.take(digest(ticket), BIND, at)
            if found is None:
                raise TicketSpent
            user = known_user(work, found["app_user"])
            if user.is_bound and user.owner != owner:
                raise BoundToAnother
            work.passes.add(_coded(user.id, code), CODE, {"owner": owner}, at + BIND_LIFETIME)
        return code

    def redeem_code(self, app_user_id: str, code: str, welcome: Sequence[Reply]) -> AppUser:
        """Bind the person who says the code in the app.

        Raises:
            TicketSpent: no code of theirs, or over.
            BoundToAnother: the person speaks for another customer.
        """
        with self._transactions.write() as work:
            found = work.passes.take(_coded(app_user_id, code), CODE, self._clock())
            if found is None:
                raise TicketSpent
            return self._bind(work, known_user(work, app_user_id), found["owner"], welcome)

    def invite(self, owner: str, channel: str) -> tuple[str, datetime]:
        """A one-time ticket that a logged-in customer takes into an app, and until when it is good."""
        ticket, until = new_ticket(), self._clock() + BIND_LIFETIME
        with self._transactions.write() as work:
            work.passes.add(digest(ticket), INVITE, {"owner": owner, "channel": channel}, until)
        return ticket, until

    def redeem(self, app_user_id: str, ticket: str, welcome: Sequence[Reply]) -> AppUser:
        """Bind the person in the app with whom a customer's ticket came along.

        Raises:
            TicketSpent: used, over, for another app, or never given out.
            BoundToAnother: the person speaks for another customer.
        """
        with self._transactions.write() as work:
            return self._redeem(work, known_user(work, app_user_id), ticket, welcome)

    def invited(self, app_user_id: str, ticket: str) -> str:
        """Which customer's ticket came along with somebody; it waits for their own word.

        Anybody may send a link with a ticket of theirs to somebody else, whose words would then be said,
        unasked, in the conversation of the one who sent it.

        Raises:
            TicketSpent: used, over, for another app, or never given out.
            BoundToAnother: the person speaks for another customer.
        """
        at = self._clock()
        with self._transactions.write() as work:
            user, found = known_user(work, app_user_id), work.passes.look(digest(ticket), INVITE, at)
            if found is None or found["channel"] != user.channel:
                raise TicketSpent
            if user.is_bound and user.owner != found["owner"]:
                raise BoundToAnother
            # The newest one counts.
            work.passes.take(_waiting(user.id), INVITED, at)
            work.passes.add(_waiting(user.id), INVITED, {"ticket": ticket}, at + BIND_LIFETIME)
        return str(found["owner"])

    def accept(self, app_user_id: str, welcome: Sequence[Reply]) -> AppUser:
        """Bind the person who agrees to the ticket that they came with.

        Raises:
            TicketSpent: they came with none, or it is over.
            BoundToAnother: the person speaks for another customer.
        """
        with self._transactions.write() as work:
            found = work.passes.take(_waiting(app_user_id), INVITED, self._clock())
            if found is None:
                raise TicketSpent
            return self._redeem(work, known_user(work, app_user_id), found["ticket"], welcome)

    def bindings(self, owner: str | None = None) -> Sequence[AppUser]:
        """The app users that speak for a customer, or for any."""
        with self._transactions.read() as work:
            return work.channels.bound_to(owner)

    def unbind(self, app_user_id: str, *, by: str, owner: str | None = None) -> None:
        """Let an app user speak for nobody any more; what waits for them is dropped.

        Args:
            by: the customer or the staff's name, for the audit trail.
            owner: only when it is this customer's.

        Raises:
            UnknownAppUser: nobody, or not bound, or not this customer's.
        """
        at = self._clock()
        with self._transactions.write() as work:
            user = known_user(work, app_user_id)
            if not user.is_bound or (owner is not None and user.owner != owner):
                raise UnknownAppUser
            self._leave(work, user, at)
            work.channels.change_user(user.id, owner=unbound_owner(user.id), bound_at=None, offered=[])
            work.audit.append(_chain(user), by, "app_user.unbound", _facts(user, user.owner), at=at)

    def begin_login(self, data: Mapping[str, Any], *, lasts: timedelta = BIND_LIFETIME) -> str:
        """A state that travels through a login and comes back once; letters and digits only."""
        state = secrets.token_hex(24)
        with self._transactions.write(lasting=False) as work:
            work.passes.add(digest(state), LOGIN, data, self._clock() + lasts)
        return state

    def end_login(self, state: str) -> Mapping[str, Any]:
        """What the state was begun with; nobody gets it a second time.

        Raises:
            TicketSpent: it came back before, too late, or was never given out.
        """
        with self._transactions.write(lasting=False) as work:
            found = work.passes.take(digest(state), LOGIN, self._clock())
        if found is None:
            raise TicketSpent
        return found

    def free_link(self, token: str) -> None:
        """A verification link was given where the customer is logged in: it needs no platform's word."""
        with self._transactions.write(lasting=False) as work:
            work.passes.tie_link(digest(token), None, self._clock() + KEPT)

    def link_tied_to(self, token: str) -> str | None:
        """The app user whom a platform has to name before this verification link opens; None for nobody."""
        with self._transactions.read() as work:
            return work.passes.link_tied_to(digest(token))

    def _redeem(self, work: Work, user: AppUser, ticket: str, welcome: Sequence[Reply]) -> AppUser:
        found = work.passes.take(digest(ticket), INVITE, self._clock())
        if found is None or found["channel"] != user.channel:
            raise TicketSpent
        return self._bind(work, user, found["owner"], welcome)

    def _bind(self, work: Work, user: AppUser, owner: str, welcome: Sequence[Reply]) -> AppUser:
        at = self._clock()
        if owner.startswith(f"{UNBOUND}/"):
            raise UnknownAppUser
        # Read again and held: of several who would bind the same person at once, one does.
        user = work.channels.user_of(user.channel, user.app, user.user, at)
        if user.is_bound and user.owner != owner:
            raise BoundToAnother
        if not user.is_bound:
            self._leave(work, user, at)
            work.channels.change_user(user.id, owner=owner, bound_at=at, offered=[])
            work.audit.append(_chain(user), owner, "app_user.bound", _facts(user, owner), at=at)
        conversation = work.conversations.of(owner, is_visitor=False, at=at)
        if change := moved(work, conversation, user.id, at):
            work.conversations.change(conversation.id, **change)
        for reply in welcome:
            work.conversations.append(conversation.id, reply, role=Role.SYSTEM, at=at)
        return known_user(work, user.id)

    def _leave(self, work: Work, user: AppUser, at: datetime) -> None:
        """Nothing of the conversation that the person spoke in until now reaches them any more."""
        work.channels.drop_deliveries(user.id, at)
        before = work.conversations.by_owner(user.owner)
        if before is not None and before.place == user.id:
            work.conversations.change(before.id, place=None, sent_seq=before.last_seq)


def new_ticket() -> str:
    """A secret for a link, which nobody can guess."""
    return secrets.token_urlsafe(24)


def _coded(app_user_id: str, code: str) -> str:
    return digest(f"{app_user_id}/{code}")


def _waiting(app_user_id: str) -> str:
    return digest(f"{app_user_id}/{INVITED}")


def _chain(user: AppUser) -> str:
    return f"app-user/{user.id}"


def _facts(user: AppUser, owner: str) -> Mapping[str, Any]:
    return {"channel": user.channel, "customer": owner}
