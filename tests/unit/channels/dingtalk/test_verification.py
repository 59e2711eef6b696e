"""Only what DingTalk called with, within this hour, is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gateway.channels.dingtalk.settings import DingTalkSettings
from gateway.channels.dingtalk.verification import check_push, signature
from gateway.channels.model import Push
from gateway.channels.port import NotGenuine
from tests.conftest import SettableClock
from tests.fakes.dingtalk.robot import RobotKeys, signed_headers
from tests.unit.channels.dingtalk.conftest import KEYS

KEY = {"key": KEYS.webhook_key}


def push(clock: SettableClock, keys: RobotKeys = KEYS) -> Push:
    return Push("POST", KEY, signed_headers(keys, clock()), b"{}")


def test_the_signature_is_an_hmac_over_timestamp_and_secret() -> None:
    assert signature("1577262236757", "this is secret") == "hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM="


def test_a_genuine_push_passes(dingtalk_settings: DingTalkSettings, clock: SettableClock) -> None:
    check_push(push(clock), dingtalk_settings, clock())


def test_a_push_signed_with_another_secret_is_refused(
    dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    other = replace(KEYS, client_secret="another-client-secret")
    with pytest.raises(NotGenuine, match="signature"):
        check_push(push(clock, other), dingtalk_settings, clock())


@pytest.mark.parametrize("sign", ["", "AAAA", "字", "\udcff"])
def test_a_signature_that_is_none_is_refused(
    sign: str, dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    genuine = push(clock)
    forged = replace(genuine, headers={**genuine.headers, "sign": sign})
    with pytest.raises(NotGenuine, match="signature"):
        check_push(forged, dingtalk_settings, clock())


def test_a_push_without_its_headers_is_refused(
    dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    with pytest.raises(NotGenuine, match="timestamp"):
        check_push(Push("POST", KEY, {}, b"{}"), dingtalk_settings, clock())


@pytest.mark.parametrize("timestamp", ["", "now", "-1", "1e12", "١٧٠٠", "9" * 40])
def test_a_signed_timestamp_that_is_no_number_is_refused(
    timestamp: str, dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    headers = {"timestamp": timestamp, "sign": signature(timestamp, KEYS.client_secret)}
    with pytest.raises(NotGenuine, match="timestamp"):
        check_push(Push("POST", KEY, headers, b"{}"), dingtalk_settings, clock())


@pytest.mark.parametrize("minutes", [-61, 61])
def test_a_push_of_another_hour_is_refused(
    minutes: int, dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    old = push(clock)
    clock.advance(minutes=minutes)
    with pytest.raises(NotGenuine, match="stale"):
        check_push(old, dingtalk_settings, clock())


@pytest.mark.parametrize("query", [{}, {"key": ""}, {"key": "guessed"}])
def test_an_address_without_its_key_is_refused(
    query: dict[str, str], dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    with pytest.raises(NotGenuine, match="address"):
        check_push(replace(push(clock), query=query), dingtalk_settings, clock())


def test_without_a_key_in_the_settings_none_is_asked_for(
    dingtalk_settings: DingTalkSettings, clock: SettableClock
) -> None:
    without = dingtalk_settings.model_copy(update={"webhook_key": None})
    check_push(replace(push(clock), query={}), without, clock())
