"""One app's settings, and pushes as the platform seals and signs them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.model import Push
from tests.conftest import SettableClock
from tests.fakes.feishu.events import Events
from tests.fakes.feishu.sealing import AppKeys, seal, signed_headers

KEYS = AppKeys()
USER = "ou_7dede290d6a27698b969a7fd70ca53da"
PushOf = Callable[..., Push]


@pytest.fixture
def feishu_settings() -> FeishuSettings:
    given = {name.removeprefix("XIAOHU_FEISHU_").lower(): v for name, v in KEYS.environment("").items() if v}
    return FeishuSettings.model_validate(given)


@pytest.fixture
def events(clock: SettableClock) -> Events:
    return Events(KEYS, clock)


@pytest.fixture
def push_of(clock: SettableClock) -> PushOf:
    def make(content: Mapping[str, Any], *, keys: AppKeys = KEYS, signed: bool = True) -> Push:
        body = seal(keys, content)
        return Push("POST", {}, signed_headers(keys, body, clock()) if signed else {}, body)

    return make
