"""Only what Feishu itself pushed to this app, just now, is read."""

from __future__ import annotations

import base64
import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.channels.feishu.settings import FeishuSettings
from gateway.channels.feishu.verification import decrypt, open_push, signature
from gateway.channels.model import Push
from gateway.channels.port import NotGenuine, Unreadable
from tests.conftest import SettableClock
from tests.fakes.feishu.events import Events
from tests.fakes.feishu.sealing import seal, signed_headers
from tests.unit.channels.feishu.conftest import KEYS, USER, PushOf

# The example of the platform's page on encryption.
SEALED = "P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="


def said(events: Events, text: str = "咋注销啊") -> dict[str, Any]:
    return events.message(USER, "text", {"text": text})


def test_the_platforms_example_is_decrypted() -> None:
    assert decrypt(SEALED, "test key") == b"hello world"


def test_the_signature_covers_timestamp_nonce_key_and_the_body_as_it_came() -> None:
    body = json.dumps({"encrypt": SEALED}, separators=(",", ":")).encode()
    assert body == b'{"encrypt":"P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk="}'
    expected = "21b279029a3bdf7b9f02a4935c76c53f09876d9d0e45add77a99d55d1bc7e79e"
    assert signature("1700000000", "nonce1", "test key", body) == expected


def test_a_genuine_event_is_opened(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    event = said(events)
    assert open_push(push_of(event), feishu_settings, clock()) == event


def test_header_names_are_read_in_any_case(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    push = push_of(said(events))
    upper = replace(push, headers={name.upper(): value for name, value in push.headers.items()})
    assert open_push(upper, feishu_settings, clock())


def test_an_altered_body_is_refused(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    push = push_of(said(events))
    with pytest.raises(NotGenuine, match="wrong signature"):
        open_push(replace(push, body=push.body + b" "), feishu_settings, clock())


@pytest.mark.parametrize("name", ["X-Lark-Request-Timestamp", "X-Lark-Request-Nonce"])
def test_an_altered_or_missing_header_is_refused(
    name: str, feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    push = push_of(said(events))
    for headers in ({**push.headers, name: "1"}, {k: v for k, v in push.headers.items() if k != name}):
        with pytest.raises(NotGenuine, match="wrong signature"):
            open_push(replace(push, headers=headers), feishu_settings, clock())


def test_an_event_without_a_signature_is_refused(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    with pytest.raises(NotGenuine, match="not signed"):
        open_push(push_of(said(events), signed=False), feishu_settings, clock())


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_event_that_is_not_of_now_is_refused(
    minutes: int, feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    push = push_of(said(events))
    clock.advance(minutes=minutes)
    with pytest.raises(NotGenuine, match="stale"):
        open_push(push, feishu_settings, clock())


@pytest.mark.parametrize("timestamp", ["", "now", "١٧٠٠", "9" * 40, "-1"])
def test_a_signed_timestamp_that_is_no_number_is_refused(
    timestamp: str, feishu_settings: FeishuSettings, clock: SettableClock, events: Events
) -> None:
    body = seal(KEYS, said(events))
    headers = {
        "X-Lark-Request-Timestamp": timestamp,
        "X-Lark-Request-Nonce": "n",
        "X-Lark-Signature": signature(timestamp, "n", KEYS.encrypt_key, body),
    }
    with pytest.raises(NotGenuine, match="timestamp"):
        open_push(Push("POST", {}, headers, body), feishu_settings, clock())


def test_an_event_of_another_app_is_refused(
    feishu_settings: FeishuSettings, clock: SettableClock, push_of: PushOf
) -> None:
    other = Events(replace(KEYS, app_id="cli_another"), clock)
    with pytest.raises(NotGenuine, match="another app"):
        open_push(push_of(said(other)), feishu_settings, clock())


def test_an_event_with_another_verification_token_is_refused(
    feishu_settings: FeishuSettings, clock: SettableClock, push_of: PushOf
) -> None:
    other = Events(replace(KEYS, verification_token="another-token"), clock)
    with pytest.raises(NotGenuine, match="verification token"):
        open_push(push_of(said(other)), feishu_settings, clock())


def test_an_event_that_is_not_encrypted_is_refused_even_when_signed(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events
) -> None:
    body = json.dumps(said(events)).encode()
    with pytest.raises(NotGenuine, match="not encrypted"):
        open_push(Push("POST", {}, signed_headers(KEYS, body, clock()), body), feishu_settings, clock())


def test_an_event_encrypted_with_another_key_is_refused(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events
) -> None:
    body = seal(replace(KEYS, encrypt_key="another-encrypt-key"), said(events))
    with pytest.raises((NotGenuine, Unreadable)):
        open_push(Push("POST", {}, signed_headers(KEYS, body, clock()), body), feishu_settings, clock())


def test_the_check_of_the_address_is_opened_without_a_signature(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    opened = open_push(push_of(events.url_check("c1"), signed=False), feishu_settings, clock())
    assert opened["challenge"] == "c1"


def test_the_check_of_the_address_needs_the_right_token(
    feishu_settings: FeishuSettings, clock: SettableClock, push_of: PushOf
) -> None:
    check = {"type": "url_verification", "challenge": "c1", "token": "guessed-token"}
    with pytest.raises(NotGenuine, match="verification token"):
        open_push(push_of(check, signed=False), feishu_settings, clock())


def test_an_event_that_pretends_to_be_the_check_is_only_that(
    feishu_settings: FeishuSettings, clock: SettableClock, events: Events, push_of: PushOf
) -> None:
    event = {**said(events), "type": "url_verification"}
    with pytest.raises(NotGenuine, match="verification token"):
        open_push(push_of(event, signed=False), feishu_settings, clock())


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"null", b"[]", b'"encrypt"', b"{", b"[" * 100_000, b'{"encrypt":NaN}', b"9" * 5000],
)
def test_what_is_no_json_object_is_unreadable(
    body: bytes, feishu_settings: FeishuSettings, clock: SettableClock
) -> None:
    with pytest.raises(Unreadable):
        open_push(Push("POST", {}, {}, body), feishu_settings, clock())


def test_json_nested_without_end_inside_the_ciphertext_is_unreadable(
    feishu_settings: FeishuSettings, clock: SettableClock
) -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    body = seal(KEYS, {"a": deep})
    with pytest.raises((Unreadable, NotGenuine)):
        open_push(Push("POST", {}, {}, body), feishu_settings, clock())


@given(st.binary(max_size=80))
def test_no_ciphertext_breaks_the_opener(raw: bytes) -> None:
    with suppress(NotGenuine):  # one in 256 has a good padding by chance
        decrypt(base64.b64encode(raw).decode(), "a key that nobody used")


@pytest.mark.parametrize("sealed", ["", "?", "AAAA", "字", base64.b64encode(b"x" * 17).decode()])
def test_a_ciphertext_that_is_none_is_refused(sealed: str) -> None:
    with pytest.raises(NotGenuine):
        decrypt(sealed, "test key")
