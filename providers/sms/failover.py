"""Several providers in a row: the next one is asked only when the one before surely sent nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from desk.verification.errors import NoTemplate, SmsNotSent
from desk.verification.model import Trouble
from desk.verification.ports import Sms, SmsSender


class LoadedSender(SmsSender, Protocol):
    """A sender whose SDK can be imported beforehand."""

    def load(self) -> None:
        """Do now what the first message would have to wait for."""


class Failover:
    """A `SmsSender` over others, asked in their order.

    A refusal that is about the number or about how much it was sent is passed on: another provider would only
    go round a limit or a wish of the owner's. So is doubt: a second text is worse than none.
    """

    def __init__(self, senders: Sequence[LoadedSender]) -> None:
        self._senders = tuple(senders)

    def load(self) -> None:
        """See `LoadedSender`."""
        for sender in self._senders:
            sender.load()

    def send(self, sms: Sms) -> None:
        """See the port."""
        refusals: list[SmsNotSent] = []
        for sender in self._senders:
            try:
                return sender.send(sms)
            except SmsNotSent as refusal:
                if refusal.trouble is not Trouble.PROVIDER:
                    raise
                refusals.append(refusal)
        if all(isinstance(refusal, NoTemplate) for refusal in refusals):
            raise NoTemplate
        raise SmsNotSent("no provider took it", permanent=all(refusal.permanent for refusal in refusals))
