"""Calling out through somebody else's SDK: bounded in time, silent about people, honest about doubt."""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NewConnectionError

T = TypeVar("T")
CONNECT_SECONDS = 3.0
_BEFORE_THE_REQUEST = (ConnectTimeout, NewConnectionError, ssl.SSLCertVerificationError)
# At a low level these write whole requests: a phone and a code, or a name and an ID number.
_TALKATIVE = ("darabonba-core", "tencentcloud_sdk_common", "urllib3")


def quieten() -> None:
    """Keep the SDKs' logs to warnings, and in the one place where all logs go."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(logging.WARNING)
        logger.handlers[:] = []


def within(seconds: float, call: Callable[[], T]) -> T:
    """The call's outcome, when it is there in time.

    The SDKs bound each wait for a byte, not the whole; an answer that drips would hold us for ever.

    Raises:
        TimeoutError: it is still under way. It goes on in its thread; whether it had an effect is not known.
    """
    outcome: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()

    def run() -> None:
        try:
            outcome.put((call(), None))
        except BaseException as error:  # noqa: BLE001 - it is raised again below, where it is waited for
            outcome.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def never_left(error: BaseException) -> bool:
    """Whether a failed call surely never reached the provider: no connection ever stood."""
    return any(isinstance(cause, _BEFORE_THE_REQUEST) for cause in _causes(error))


def plain(code: object) -> str:
    """A provider's error code as it may be logged: a word, or nothing that could be more than one."""
    word = str(code)
    return word if re.fullmatch(r"[A-Za-z0-9._-]{1,80}", word) else "(no plain code)"


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        known = waiting.pop()
        if isinstance(known, BaseException) and known not in seen:
            seen.append(known)
            yield known
            waiting += [known.__cause__, known.__context__, *known.args]
            # Where Alibaba's SDK and urllib3 keep the cause.
            waiting += [getattr(known, name, None) for name in ("inner_exception", "reason")]
