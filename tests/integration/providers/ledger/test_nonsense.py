"""A core system that answers in good form, and contradicts itself."""

from __future__ import annotations

from typing import Any

import pytest

from desk.accounts.errors import LedgerUnavailable
from providers.ledger.client import LedgerClient
from tests.fakes.ledger.books import account
from tests.fakes.ledger.server import CoreSystem

CUSTOMER = "shop/42"
LOAN = {"ref": "l1", "amount": 500, "due_date": "2026-12-01"}


@pytest.mark.parametrize(
    "shown",
    [
        None,
        account(CUSTOMER),
        account(CUSTOMER, loans=[LOAN]),
        account(CUSTOMER, status="closed"),
        account(CUSTOMER, status="closed", closed_by="another"),
    ],
)
def test_a_closing_is_believed_only_with_the_account_closed_for_it(
    core: CoreSystem, client: LedgerClient, shown: dict[str, Any] | None
) -> None:
    core.books.put(CUSTOMER)
    core.books._final["a1"] = (200, {"account": shown})
    with pytest.raises(LedgerUnavailable):
        client.close(CUSTOMER, "a1")


def test_a_closing_that_shows_so_is_believed(core: CoreSystem, client: LedgerClient) -> None:
    core.books.put(CUSTOMER)
    client.close(CUSTOMER, "a1")
    client.close(CUSTOMER, "a1")
    assert core.books.closings == ["a1"]
