"""Somebody in a messaging app."""

from __future__ import annotations

import pytest

from desk.bootstrap import Desk
from desk.channels.model import AppUser
from tests.integration.channels.steps import arrival, take


@pytest.fixture
def user(desk: Desk) -> AppUser:
    """Somebody who has just written, and whose message is worked on."""
    take(desk, arrival("first"))
    (app_user_id,) = desk.channels.due(10)
    incoming = desk.channels.begin(app_user_id)
    assert incoming is not None
    desk.channels.done(incoming)
    return desk.channels.user(app_user_id)
