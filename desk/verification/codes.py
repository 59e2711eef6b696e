"""One-time codes: made, sent through the outbox, compared, used once."""

from __future__ import annotations

import hmac
import logging
import re
import unicodedata
from dataclasses import replace
from math import ceil
from uuid import uuid4

from desk.notices.errors import Undeliverable
from desk.notices.model import Notice
from desk.notices.news import SENDING
from desk.verification import limits
from desk.verification.errors import (
    MalformedTry,
    MethodUnavailable,
    NoLiveCode,
    SmsNotSent,
    SmsUnsure,
    TooManyRequests,
)
from desk.verification.methods import Standing, require_usable
from desk.verification.model import CODE_LIFETIME, Attempt, CodeSent, Method, OneTimeCode, Trouble
from desk.verification.ports import Sms, SmsSender, SmsText
from desk.verification.sealing import Seals, masked_phone, new_code
from desk.verification.settling import Case, Settling

log = logging.getLogger(__name__)

SMS_NOTICE = "sms"


class Codes:
    """The text-message side of verification."""

    def __init__(self, settling: Settling, seals: Seals, text: SmsText, sender: SmsSender | None) -> None:
        self._settling, self._seals, self._text, self._sender = settling, seals, text, sender

    def send(self, token: str) -> CodeSent:
        """See `VerificationService.send_code`."""
        with self._settling.open_case(token) as case:
            now = case.standing()
            require_usable(Method.SMS, self._settling.offered, now)
            phone = now.record.phone if now.record else ""
            if not phone:
                raise MethodUnavailable(Method.SMS, "no_phone")
            # Several accounts may have one phone: what goes out to it for others counts as well.
            case.work.challenges.hold_phone(self._seals.phone_digest(phone))
            now = case.standing()
            if now.next_code_at > case.at:
                raise TooManyRequests(ceil((now.next_code_at - case.at).total_seconds()))
            return self._send(case, phone, now)

    def check(self, token: str, typed: str) -> Attempt:
        """See `VerificationService.check_code`."""
        code = _six_digits(typed)
        with self._settling.open_case(token) as case:
            now = case.standing()
            require_usable(Method.SMS, self._settling.offered, now)
            if now.code is None or now.record is None:
                raise NoLiveCode
            attempt = self._settling.reserve(case, Method.SMS)
            digest = self._seals.code_digest(case.challenge.id, now.record.phone, code)
            if hmac.compare_digest(digest, now.code.digest):
                case.work.challenges.drop_code(case.challenge.customer)
                return self._settling.right(case, attempt)
            self._count_wrong(case, now.code)
            return self._settling.wrong(case, attempt)

    def deliver(self, notice: Notice) -> str:
        """Hand a sealed message to the provider, unless its code is over by now.

        Raises:
            Undeliverable: the provider will never take it, or may have taken it already.
        """
        if self._sender is None:
            raise Undeliverable
        phone, text, code = self._seals.unseal(notice.payload["sealed"])
        digest = self._seals.code_digest(notice.payload["challenge_id"], phone, code)
        if not self._settling.is_live(notice.payload["customer"], digest):
            log.info("text message %s is not sent: its code is over", notice.key)
            return "code_over"
        if notice.reason == SENDING:
            # Whoever began to send it died before the outcome was kept.
            self._tell(notice, digest, Trouble.UNSURE)
            raise Undeliverable(f"sms_{Trouble.UNSURE}")
        self._settling.note(notice.id, SENDING)
        try:
            self._sender.send(Sms(phone, text, code, notice.key))
        except SmsUnsure as doubt:
            self._tell(notice, digest, Trouble.UNSURE)
            raise Undeliverable(f"sms_{Trouble.UNSURE}") from doubt
        except SmsNotSent as refusal:
            if not refusal.permanent:
                raise
            self._tell(notice, digest, refusal.trouble)
            raise Undeliverable(f"sms_{refusal.trouble}") from refusal
        return "sms"

    def _send(self, case: Case, phone: str, now: Standing) -> CodeSent:
        challenge, kept = case.challenge, case.work.challenges
        code, expires_at = new_code(), case.at + CODE_LIFETIME
        digest = self._seals.code_digest(challenge.id, phone, code)
        kept.put_code(OneTimeCode(challenge.customer, challenge.id, digest, expires_at))
        kept.count_sending(challenge.customer, self._seals.phone_digest(phone), case.at)
        text = self._text(code, int(CODE_LIFETIME.total_seconds()) // 60)
        message = {
            "customer": challenge.customer,
            "challenge_id": challenge.id,
            "sealed": self._seals.seal(phone, text, code),
        }
        case.work.outbox.add(SMS_NOTICE, f"{SMS_NOTICE}/{uuid4().hex}", message)
        again_at = limits.next_code_at([*now.sent, case.at], case.at)
        return CodeSent(masked_phone(phone), expires_at, again_at)

    def _tell(self, notice: Notice, digest: str, trouble: Trouble) -> None:
        """Let the verification page say why the code may not have arrived."""
        customer = notice.payload["customer"]
        with self._settling.held(customer) as work:
            known = work.challenges.code_of(customer)
            if known is not None and known.digest == digest:
                work.challenges.put_code(replace(known, trouble=trouble))

    def _count_wrong(self, case: Case, code: OneTimeCode) -> None:
        if code.wrong + 1 >= limits.CODE_TRIES:
            case.work.challenges.drop_code(code.customer)
        else:
            case.work.challenges.put_code(replace(code, wrong=code.wrong + 1))


def _six_digits(typed: str) -> str:
    code = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    if not re.fullmatch(r"[0-9]{6}", code):
        raise MalformedTry
    return code
