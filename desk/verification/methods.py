"""Which methods can be used at this moment, and what is left of the tries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.accounts.model import Customer
from desk.verification import limits
from desk.verification.errors import MethodUnavailable
from desk.verification.limits import Guard
from desk.verification.model import Challenge, Method, MethodView, OneTimeCode, Trouble
from desk.verification.ports import Outcome, Try
from desk.verification.sealing import Seals
from desk.work import Work

# Why a code that surely did not arrive makes no sense to ask for again while it would have lived.
_CANNOT_ARRIVE = {Trouble.LIMITED: "too_many", Trouble.NUMBER: "bad_phone", Trouble.PROVIDER: "sms_down"}
# A try that is still being evaluated after this long never will be: its process died.
_PATIENCE = timedelta(seconds=60)


@dataclass(frozen=True)
class Standing:
    """What counts for one customer and one challenge, at one moment.

    Args:
        tries: those since the customer last passed or was barred, within a day.
        face_tries: those with a face in the last day, passed or not.
        sent: when codes went out in the last day.
        code: the live code of this challenge.
    """

    at: datetime
    challenge: Challenge
    record: Customer | None
    guard: Guard
    tries: tuple[Try, ...]
    face_tries: tuple[Try, ...]
    sent: tuple[datetime, ...]
    code: OneTimeCode | None

    @property
    def left_in_all(self) -> int:
        """How many wrong tries may still be made, with whatever method."""
        return max(limits.TRIES_IN_ALL - sum(map(_counts, self.tries)), 0)

    @property
    def is_spent(self) -> bool:
        """Whether every one of the tries is known to be wrong."""
        return not self.left_in_all and not any(self._may_be_right(attempt) for attempt in self.tries)

    def left(self, method: Method) -> int:
        """How many wrong tries may still be made with this method."""
        if method is Method.PASSWORD:
            own = self.guard.passwords_left(self.at)
        elif method is Method.SMS:
            own = limits.CODE_TRIES - self.code.wrong if self.code else 0
        else:
            own = self.faces_left
        return min(own, self.left_in_all)

    @property
    def faces_left(self) -> int:
        """How many more face checks may be begun."""
        here = sum(attempt.challenge_id == self.challenge.id for attempt in self.face_tries)
        return max(min(limits.FACE_TRIES - here, limits.FACE_TRIES_A_DAY - len(self.face_tries)), 0)

    @property
    def faces_again_at(self) -> datetime:
        """When a face may be shown again, at the latest."""
        return max((attempt.at for attempt in self.face_tries), default=self.at) + limits.DAY

    @property
    def next_code_at(self) -> datetime:
        """When another code may be sent."""
        return limits.next_code_at(self.sent, self.at)

    def _may_be_right(self, attempt: Try) -> bool:
        return attempt.outcome is Outcome.PENDING and self.at - attempt.at < _PATIENCE


def standing(work: Work, challenge: Challenge, guard: Guard, at: datetime, seals: Seals) -> Standing:
    """Gather what counts; what it says can be acted on as long as the guard is held."""
    record = work.customers.get(challenge.customer)
    code = work.challenges.code_of(challenge.customer)
    live = code is not None and code.challenge_id == challenge.id and at < code.expires_at
    since, day_ago = guard.counts_from(at), at - limits.DAY
    tries = work.challenges.tries_since(challenge.customer, day_ago)
    phone = seals.phone_digest(record.phone if record else "")
    return Standing(
        at=at,
        challenge=challenge,
        record=record,
        guard=guard,
        tries=tuple(attempt for attempt in tries if attempt.at > since),
        face_tries=tuple(
            attempt for attempt in tries if attempt.method is Method.FACE and _happened(attempt)
        ),
        sent=tuple(work.challenges.sent_since(challenge.customer, phone, day_ago)),
        code=code if live else None,
    )


def views(offered: tuple[Method, ...], now: Standing) -> tuple[MethodView, ...]:
    """Every method on offer, with the reason where it cannot be used now."""
    return tuple(_view(method, now) for method in offered)


def require_usable(method: Method, offered: tuple[Method, ...], now: Standing) -> None:
    """Refuse a method that is not on offer or has done its part.

    Raises:
        MethodUnavailable: with the reason that the page shows too.
    """
    if method not in offered:
        raise MethodUnavailable(method, "not_offered")
    if method in now.challenge.passed_methods:
        raise MethodUnavailable(method, "passed")


def _view(method: Method, now: Standing) -> MethodView:
    if method in now.challenge.passed_methods:
        return MethodView(method, available=False, reason="passed")
    reason, until = next(_hindrances(method, now), (None, None))
    unsure = method is Method.SMS and now.code is not None and now.code.trouble is Trouble.UNSURE
    note = "unsure" if unsure else None
    return MethodView(method, available=reason is None, reason=reason, until=until, note=note)


def _hindrances(method: Method, now: Standing) -> Iterator[tuple[str, datetime | None]]:
    if method is Method.PASSWORD:
        yield from _against_password(now)
    elif method is Method.SMS:
        yield from _against_sms(now)
    elif not now.faces_left:
        yield "locked", now.faces_again_at


def _against_password(now: Standing) -> Iterator[tuple[str, datetime | None]]:
    if now.record is None or not now.record.password_hash:
        yield "not_set", None
    if until := now.guard.password_lock_at(now.at):
        yield "locked", until


def _against_sms(now: Standing) -> Iterator[tuple[str, datetime | None]]:
    if now.record is None or not now.record.phone:
        yield "no_phone", None
    if now.code is not None and now.code.trouble in _CANNOT_ARRIVE:
        yield _CANNOT_ARRIVE[now.code.trouble], now.code.expires_at
    # The pause between two codes is no reason to send the customer away; the longer limits are.
    if now.code is None and now.next_code_at > now.at + limits.SENDING[0][1]:
        yield "too_many", now.next_code_at


def _counts(attempt: Try) -> bool:
    begun_only = attempt.method is Method.FACE and attempt.outcome is Outcome.PENDING
    return attempt.outcome is not Outcome.RIGHT and not begun_only and _happened(attempt)


def _happened(attempt: Try) -> bool:
    return attempt.outcome is not Outcome.VOID
