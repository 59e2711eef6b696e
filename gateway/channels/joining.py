"""How somebody becomes a customer by what they do in the app: a ticket they came with, a code they say."""

from __future__ import annotations

import unicodedata

from anyio.to_thread import run_sync

from desk.bootstrap import Desk
from desk.channels.binding import CODE_LENGTH, CODE_LETTERS
from desk.channels.errors import TicketSpent
from desk.channels.model import AppUser, Incoming
from desk.conversations.model import Reply
from gateway.channels.naming import account_named


class Joining:
    """Asks and binds; whoever is bound already goes on as they are."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._bindings = desk, desk.bindings

    async def question(self, user: AppUser, incoming: Incoming) -> Reply | None:
        """What to ask somebody who came with a customer's ticket; None when they did not.

        Raises:
            BoundToAnother: they speak for another customer.
        """
        ticket = incoming.body.get("ticket")
        try:
            owner = await run_sync(self._bindings.invited, user.id, ticket) if ticket else user.owner
        except TicketSpent:
            # A scene parameter may be anything; nothing is to be said about it.
            return None
        if owner == user.owner:
            return None
        account = await run_sync(account_named, self._desk, owner)
        return self._desk.replies.say("channels.invited", account=account, word=self._word)

    async def joined(self, user: AppUser, incoming: Incoming) -> AppUser | None:
        """The person as a customer, when what they say makes them one.

        Raises:
            BoundToAnother: they speak for another customer.
        """
        said = unicodedata.normalize("NFKC", incoming.body.get("text") or "").strip().upper()
        welcome = [self._desk.replies.menu("channels.bound")]
        try:
            if said == self._word and not user.is_bound:
                return await run_sync(self._bindings.accept, user.id, welcome)
            if _is_code(said) and not user.is_bound:
                return await run_sync(self._bindings.redeem_code, user.id, said, welcome)
        except TicketSpent:
            # Six letters may be anything, too.
            return None
        return None

    @property
    def _word(self) -> str:
        return self._desk.knowledge.message("channels.invited_word")


def _is_code(said: str) -> bool:
    """Whether it is a code as a page gives it, and nothing else."""
    return len(said) == CODE_LENGTH and set(said) <= set(CODE_LETTERS)
