"""The core system as the business sees it: asked with patience, believed on proof, left alone when down."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Protocol

import httpx
from pydantic import ValidationError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_before_delay, wait_random

from desk.accounts.errors import LedgerUnavailable, NotClosable
from desk.accounts.model import Account, AccountStatus
from desk.settings import read_settings
from providers.ledger.breaker import Breaker, Resting
from providers.ledger.exchange import Call, Exchange, Fault
from providers.ledger.settings import LedgerSettings
from providers.ledger.wire import Answer

_log = logging.getLogger(__name__)
_PAUSE = (0.02, 0.1)  # seconds before a question is asked once more


class Observer(Protocol):
    """Is told of every call: what, how it ended (``ok``, ``refused`` or the fault), and its seconds."""

    def __call__(self, verb: str, outcome: str, seconds: float) -> None:
        """One call has ended."""


def core_system(observer: Observer | None = None) -> LedgerClient | None:
    """The core system of the settings; None when the books are in our own database.

    Raises:
        ConfigurationError: the settings do not fit; the message says which.
    """
    settings = read_settings(LedgerSettings)
    # It would write whole addresses, and they name customers.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    return LedgerClient(settings, observer=observer) if settings.ledger_url else None


class LedgerClient:
    """The port ``CoreSystem`` over HTTP; used from any thread.

    Args:
        settings: with an address and a secret.
        observer: for the metrics.
    """

    def __init__(self, settings: LedgerSettings, *, observer: Observer | None = None) -> None:
        if settings.ledger_url is None or settings.ledger_secret is None:
            raise ValueError("An address and a secret are needed.")
        self._seconds, self._observer = settings.ledger_timeout, observer
        self._breaker = Breaker(settings.ledger_failures, settings.ledger_pause)
        client = httpx.Client(
            verify=settings.tls(),
            timeout=httpx.Timeout(self._seconds, connect=settings.ledger_connect_timeout),
            trust_env=False,
            follow_redirects=False,
        )
        secret = settings.ledger_secret.get_secret_value().encode()
        self._exchange = Exchange(client, settings.ledger_url, settings.ledger_key_id, secret)

    def account_of(self, customer: str) -> Account | None:
        """See the port."""
        status, account = self._answer(Call("account", _named(customer)), customer)
        if status != httpx.codes.OK:
            raise LedgerUnavailable
        return account

    def freeze(self, customer: str, ref: str) -> None:
        """See the port."""
        self._change("freeze", customer, ref)

    def release(self, customer: str, ref: str) -> None:
        """See the port."""
        self._change("release", customer, ref)

    def close(self, customer: str, ref: str) -> None:
        """See the port."""
        self._change("close", customer, ref)

    def ping(self) -> None:
        """See the port; past the breaker, so that it tells how things are now."""
        try:
            self._exchange.send(Call("health", {}), seconds=self._seconds)
        except Fault as fault:
            raise LedgerUnavailable from fault

    def disconnect(self) -> None:
        """See the port."""
        self._exchange.close()

    def _change(self, verb: str, customer: str, ref: str) -> None:
        status, account = self._answer(Call(verb, _named(customer), ref), customer)
        if status == httpx.codes.CONFLICT:
            raise NotClosable(account)

    def _answer(self, call: Call, customer: str) -> tuple[int, Account | None]:
        began = time.monotonic()
        try:
            with self._breaker.calling():
                status, account = self._asked(call, customer)
        except (Fault, Resting) as failure:
            reason = failure.reason if isinstance(failure, Fault) else "resting"
            self._observe(call.verb, reason, began)
            _log.warning("the core system gave no answer to %s: %s", call.verb, reason)
            raise LedgerUnavailable from failure
        self._observe(call.verb, "ok" if status == httpx.codes.OK else "refused", began)
        return status, account

    def _asked(self, call: Call, customer: str) -> tuple[int, Account | None]:
        """Asked once more when the first try failed quickly: questions change nothing, changes have a key."""
        deadline = time.monotonic() + self._seconds
        attempts = Retrying(
            retry=retry_if_exception(lambda error: isinstance(error, Fault) and error.passing),
            stop=stop_after_attempt(2) | stop_before_delay(self._seconds),
            wait=wait_random(*_PAUSE),
            reraise=True,
        )
        return attempts(lambda: self._once(call, customer, max(deadline - time.monotonic(), 0.01)))

    def _once(self, call: Call, customer: str, seconds: float) -> tuple[int, Account | None]:
        status, body = self._exchange.send(call, seconds=seconds)
        try:
            answer = Answer.model_validate_json(body)
        except ValidationError as error:
            # Where it does not fit, but never the values: they are somebody's account.
            places = ", ".join(sorted({".".join(map(str, found["loc"])) for found in error.errors()}))
            _log.error("the core system's answer to %s does not fit at: %s", call.verb, places)
            raise Fault("garbage") from None
        account = answer.account.as_ours() if answer.account else None
        if account is not None and account.customer != customer:
            raise Fault("somebody_else")
        if call.verb == "close" and status == httpx.codes.OK and not _is_closed(account, call.ref):
            # Says that it closed the account, and shows one that it did not: nothing is final on that word.
            raise Fault("not_closed")
        return status, account

    def _observe(self, verb: str, outcome: str, began: float) -> None:
        if self._observer:
            self._observer(verb, outcome, time.monotonic() - began)


def _named(customer: str) -> Mapping[str, str]:
    site, _, sub = customer.partition("/")
    return {"site": site, "sub": sub}


def _is_closed(account: Account | None, ref: str | None) -> bool:
    return account is not None and account.status is AccountStatus.CLOSED and account.closed_by == ref
