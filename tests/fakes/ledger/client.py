"""A client of ours in front of the fake core system, impatient enough for tests."""

from __future__ import annotations

from typing import Any

from providers.ledger.client import LedgerClient, Observer
from providers.ledger.settings import LedgerSettings
from tests.fakes.ledger.server import KEY_ID, SECRET, CoreSystem


def settings_for(core: CoreSystem, **changed: Any) -> LedgerSettings:
    """The settings of an operator who has connected this core system."""
    usual = {
        "ledger_url": core.url,
        "ledger_key_id": KEY_ID,
        "ledger_secret": SECRET,
        "ledger_timeout": 0.5,
        "ledger_pause": 0.2,
    }
    return LedgerSettings.model_validate({**usual, **changed})


def client_for(core: CoreSystem, observer: Observer | None = None, **changed: Any) -> LedgerClient:
    """The client that these settings give."""
    return LedgerClient(settings_for(core, **changed), observer=observer)
