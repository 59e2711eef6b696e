"""What the client makes of a core system that answers, fails, lies, or takes its time."""

from __future__ import annotations

import logging
import time
from datetime import date

import pytest

from desk.accounts.errors import LedgerUnavailable, NotClosable
from desk.accounts.model import AccountStatus, Bill, Freeze, FreezeKind, Loan, Movement, Period, Plan
from providers.ledger.client import LedgerClient
from tests.fakes.ledger.behaviour import Mode
from tests.fakes.ledger.client import client_for
from tests.fakes.ledger.server import CoreSystem

CUSTOMER = "shop/42"
DAY, TEXT = date(2026, 12, 1), "2026-12-01"
LIES = (Mode.UNSIGNED, Mode.FORGED, Mode.REPLAYED, Mode.GARBAGE, Mode.HUGE, Mode.SOMEBODY_ELSE)
FAILURES = (Mode.DOWN, Mode.CUT, Mode.TRICKLING, Mode.HANGING, Mode.MISSING, Mode.ELSEWHERE)


def test_every_fact_of_an_account_arrives(core: CoreSystem, client: LedgerClient) -> None:
    period = {"number": 1, "amount": 10_000, "due_date": TEXT}
    moving = {"ref": "m1", "amount": 7, "expected_on": TEXT}
    core.books.put(
        CUSTOMER,
        loans=[{"ref": "l1", "amount": 3_000_000_000, "due_date": TEXT}],
        plans=[{"ref": "p1", "periods": [period]}],
        bills=[{"ref": "b1", "principal": 5, "penalty": 1, "due_date": TEXT}],
        repayments_in_flight=[moving],
        refunds_in_flight=[{**moving, "ref": "m2"}],
        overpaid=77,
        freezes=[{"kind": "dispute", "reason": "争议", "ref": "case-1"}],
        something_new={"is": "ignored"},
    )
    account = client.account_of(CUSTOMER)
    assert account is not None
    assert account.loans == (Loan("l1", 3_000_000_000, DAY),)
    assert account.plans == (Plan("p1", (Period(1, 10_000, DAY),)),)
    assert account.bills == (Bill("b1", 5, 1, DAY),)
    assert (account.repayments_in_flight, account.refunds_in_flight) == (
        (Movement("m1", 7, DAY),),
        (Movement("m2", 7, DAY),),
    )
    assert (account.overpaid, account.holder_name, account.phone) == (77, "王芳", "19900001111")
    assert account.freezes == (Freeze(FreezeKind.DISPUTE, "争议", "case-1"),)
    assert account.status is AccountStatus.ACTIVE


@pytest.mark.parametrize("sub", ["42", "a/b", "张 三", "a&b=c?#%2F", "+"])
def test_a_customer_may_be_called_anything(core: CoreSystem, client: LedgerClient, sub: str) -> None:
    core.books.put(f"shop/{sub}")
    account = client.account_of(f"shop/{sub}")
    assert account is not None
    assert account.customer == f"shop/{sub}"
    client.freeze(f"shop/{sub}", "a1")
    assert core.books.freezes(f"shop/{sub}") == ["a1"]


def test_somebody_without_an_account_has_none(client: LedgerClient) -> None:
    assert client.account_of("shop/nobody") is None


@pytest.mark.parametrize("mode", [*LIES, *FAILURES])
def test_an_answer_that_is_not_proved_whole_and_right_is_no_answer(core: CoreSystem, mode: Mode) -> None:
    core.books.put(CUSTOMER, loans=[{"ref": f"l{n}", "amount": 1, "due_date": TEXT} for n in range(9)])
    client = client_for(core)
    client.ping()
    core.mode = mode
    began = time.monotonic()
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    assert time.monotonic() - began < 1.5
    core.stopped.set()
    client.disconnect()


@pytest.mark.parametrize(
    "fact",
    [
        {"overpaid": -1},
        {"overpaid": 1.5},
        {"overpaid": "7"},
        {"overpaid": 2**53},
        {"status": "sleeping"},
        {"loans": None},
        {"loans": [{"ref": "l", "amount": 1, "due_date": "2026-02-30"}]},
        {"freezes": [{"kind": "whim", "reason": "", "ref": "x"}]},
        {"phone": "call me"},
        {"number": "12"},
    ],
)
def test_an_account_that_makes_no_sense_is_not_believed(
    core: CoreSystem, client: LedgerClient, fact: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    core.books.put(CUSTOMER, **{"holder_name": "不该出现", **fact})
    with caplog.at_level(logging.WARNING), pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    assert next(iter(fact)) in caplog.text
    assert "不该出现" not in caplog.text


def test_a_list_that_is_left_out_is_not_taken_for_empty(core: CoreSystem, client: LedgerClient) -> None:
    del core.books.put(CUSTOMER)["bills"]
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)


def test_a_short_failure_is_not_noticed(core: CoreSystem, client: LedgerClient) -> None:
    core.books.put(CUSTOMER)
    for act in (lambda: client.account_of(CUSTOMER), lambda: client.freeze(CUSTOMER, "a1")):
        core.mode = Mode.FLAKY
        act()
    assert core.books.freezes(CUSTOMER) == ["a1"]


def test_what_was_done_before_the_answer_was_lost_is_done_once(
    core: CoreSystem, client: LedgerClient
) -> None:
    core.books.put(CUSTOMER)
    core.mode = Mode.CUT
    with pytest.raises(LedgerUnavailable):
        client.close(CUSTOMER, "a1")
    core.mode = Mode.GOOD
    client.close(CUSTOMER, "a1")
    assert core.books.closings == ["a1"]


def test_a_refusal_brings_the_account_as_it_stands(core: CoreSystem, client: LedgerClient) -> None:
    core.books.put(CUSTOMER)
    core.books.lend(CUSTOMER, 500, TEXT)
    with pytest.raises(NotClosable) as refused:
        client.close(CUSTOMER, "a1")
    assert refused.value.account is not None
    assert refused.value.account.loans == (Loan("loan-1", 500, DAY),)


def test_nobody_can_be_frozen_or_closed_who_has_no_account(client: LedgerClient) -> None:
    for act in (client.freeze, client.close):
        with pytest.raises(NotClosable) as refused:
            act("shop/nobody", "a1")
        assert refused.value.account is None
    client.release("shop/nobody", "a1")


def test_a_freeze_that_comes_after_its_release_does_nothing(core: CoreSystem, client: LedgerClient) -> None:
    core.books.put(CUSTOMER)
    client.release(CUSTOMER, "a1")
    client.freeze(CUSTOMER, "a1")
    assert core.books.freezes(CUSTOMER) == []


def test_a_wrong_secret_is_turned_away(core: CoreSystem) -> None:
    client = client_for(core, ledger_secret="x" * 32)
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    with pytest.raises(LedgerUnavailable):
        client.ping()
    assert core.rejected == ["wrong signature"] * 2
    client.disconnect()


def test_a_clock_that_is_wrong_is_turned_away(
    core: CoreSystem, client: LedgerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.fakes.ledger.signatures.SKEW_SECONDS", -1)
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    assert core.rejected == ["stale"]


def test_a_nonce_is_good_for_one_call(
    core: CoreSystem, client: LedgerClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.account_of(CUSTOMER)
    monkeypatch.setattr("providers.ledger.exchange.secrets.token_hex", lambda _: next(iter(core.nonces)))
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    assert core.rejected == ["nonce used before"]


def test_a_system_that_is_down_is_left_alone_and_found_again(core: CoreSystem) -> None:
    core.books.put(CUSTOMER)
    heard: list[tuple[str, str]] = []
    client = client_for(core, lambda verb, how, _: heard.append((verb, how)), ledger_failures=2)
    core.mode = Mode.MISSING
    for _ in range(4):
        with pytest.raises(LedgerUnavailable):
            client.account_of(CUSTOMER)
    assert core.count("account") == 2
    core.mode = Mode.GOOD
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            client.account_of(CUSTOMER)
            break
        except LedgerUnavailable:
            client.ping()
    assert [how for _, how in heard[:4]] == ["status_404", "status_404", "resting", "resting"]
    assert heard[-1] == ("account", "ok")
    client.disconnect()


def test_nothing_at_the_address_is_no_answer(core: CoreSystem) -> None:
    client = client_for(core, ledger_url="http://127.0.0.1:9/nothing")
    with pytest.raises(LedgerUnavailable):
        client.account_of(CUSTOMER)
    client.disconnect()


def test_neither_customers_nor_secrets_are_logged(
    core: CoreSystem, client: LedgerClient, caplog: pytest.LogCaptureFixture
) -> None:
    core.mode = Mode.UNSIGNED
    with caplog.at_level(logging.DEBUG, logger="providers"), pytest.raises(LedgerUnavailable):
        client.account_of("shop/13800001111")
    assert "unsigned" in caplog.text
    assert "13800001111" not in "".join(
        record.getMessage() for record in caplog.records if "providers" in record.name
    )
