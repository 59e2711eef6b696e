"""Calls to others: bounded in time, and what is known after one that broke off."""

import ssl
from threading import Event

import pytest
from requests import exceptions as requests
from urllib3.exceptions import MaxRetryError, NewConnectionError, ReadTimeoutError, SSLError

from providers.calls import never_left, plain, within


def test_a_call_gives_its_outcome() -> None:
    assert within(5, lambda: "taken") == "taken"


def test_a_call_gives_its_refusal() -> None:
    with pytest.raises(ZeroDivisionError):
        within(5, lambda: 1 // 0)


def test_a_call_that_goes_on_is_left_alone() -> None:
    held = Event()
    with pytest.raises(TimeoutError):
        within(0.01, held.wait)
    held.set()


def test_without_a_connection_nothing_was_sent() -> None:
    refused = NewConnectionError(None, "refused")  # type: ignore[arg-type]
    for cause in (
        requests.ConnectTimeout("slow"),
        requests.ConnectionError(MaxRetryError(None, "/", refused)),  # type: ignore[arg-type]
        requests.SSLError(MaxRetryError(None, "/", SSLError(ssl.SSLCertVerificationError("bad")))),  # type: ignore[arg-type]
    ):
        assert never_left(_wrapped(cause))


def test_after_a_connection_stood_nobody_knows() -> None:
    for cause in (
        requests.ReadTimeout("slow"),
        requests.ConnectionError("reset by peer"),
        requests.ConnectionError(ReadTimeoutError(None, "/", "slow")),  # type: ignore[arg-type]
        requests.ChunkedEncodingError("cut"),
        TimeoutError(),
        ValueError("no JSON"),
    ):
        assert not never_left(_wrapped(cause))


@pytest.mark.parametrize("code", ["isv.AMOUNT_NOT_ENOUGH", "FailedOperation.X", "404"])
def test_a_plain_code_is_logged_as_it_is(code: str) -> None:
    assert plain(code) == code


@pytest.mark.parametrize("code", ["", "19912345678 042137", "a\nb", "x" * 81, "验证码"])
def test_anything_else_is_not(code: str) -> None:
    assert plain(code) == "(no plain code)"


def _wrapped(cause: Exception) -> Exception:
    """As the SDKs raise it: their own error, with ours as its context."""
    try:
        try:
            raise cause
        except Exception:  # noqa: BLE001 - as the SDKs do it
            raise RuntimeError("the SDK's own")  # noqa: B904
    except RuntimeError as error:
        return error
