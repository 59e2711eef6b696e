"""What a provider's error codes mean for the customer, for another provider, and for staff."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from desk.verification.errors import SmsNotSent, SmsUnsure
from desk.verification.model import Trouble
from providers.calls import never_left, plain

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """What codes that begin in one way mean; `None` as trouble: they do not prove that nothing was sent."""

    prefix: str
    trouble: Trouble | None
    permanent: bool = True


def refuse(
    provider: str, code: str, meanings: Sequence[Refusal], request_id: object
) -> SmsNotSent | SmsUnsure:
    """The refusal that a code stands for: the first line of the table that fits.

    A code that nobody has met before proves nothing, so it counts as doubt.
    """
    found = next((line for line in meanings if code.startswith(line.prefix)), None)
    trouble = found.trouble if found else None
    level = logging.WARNING if trouble in {Trouble.LIMITED, Trouble.NUMBER} else logging.ERROR
    _log.log(level, "text message: %s answered %s (request %s)", provider, plain(code), plain(request_id))
    if found is None or trouble is None:
        return SmsUnsure(f"{provider}: {plain(code)}")
    return SmsNotSent(f"{provider}: {plain(code)}", permanent=found.permanent, trouble=trouble)


def broken_off(provider: str, error: BaseException) -> SmsNotSent | SmsUnsure:
    """The refusal that a call without an answer stands for."""
    reached = not never_left(error)
    _log.error("text message: no answer from %s (%s)", provider, "sent" if reached else "not reached")
    if reached:
        return SmsUnsure(f"{provider}: no answer")
    return SmsNotSent(f"{provider}: not reached")
