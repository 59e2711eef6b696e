"""The envelope of WeChat and WeCom: the platforms' own examples first, then what must be refused."""

import json
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import ConfigurationError
from gateway.channels.port import NotGenuine
from gateway.channels.wxcrypto import Envelope, check_signature, signature
from tests.unit.channels import vectors as v

OTHER_KEY = "B" * 42 + "A"


def test_it_makes_wechats_signature_of_an_address_check() -> None:
    assert (
        signature(v.WECHAT_TOKEN, v.WECHAT_ECHO["timestamp"], v.WECHAT_ECHO["nonce"])
        == (v.WECHAT_ECHO["signature"])
    )


@pytest.mark.parametrize("query", [v.WECHAT_PLAIN, v.WECHAT_SAFE])
def test_it_makes_wechats_signature_of_a_push(query: dict[str, str]) -> None:
    assert signature(v.WECHAT_TOKEN, query["timestamp"], query["nonce"]) == query["signature"]


def test_it_makes_wechats_signature_of_a_sealed_push() -> None:
    parts = (v.WECHAT_TOKEN, v.WECHAT_SAFE["timestamp"], v.WECHAT_SAFE["nonce"], v.WECHAT_SEALED)
    check_signature(v.WECHAT_SAFE["msg_signature"], *parts)


def test_it_opens_wechats_example() -> None:
    opened = Envelope([v.WECHAT_KEY], v.WECHAT_APP_ID).open(v.WECHAT_SEALED)
    assert json.loads(opened) == v.WECHAT_MESSAGE


def test_it_seals_wechats_example() -> None:
    envelope = Envelope([v.WECHAT_KEY], v.WECHAT_APP_ID)
    sealed = envelope.seal(v.WECHAT_REPLY.encode(), random=v.WECHAT_REPLY_RANDOM)
    assert sealed == v.WECHAT_REPLY_SEALED
    signed, timestamp, nonce = v.WECHAT_REPLY_SIGNED
    assert signature(v.WECHAT_TOKEN, timestamp, nonce, sealed) == signed


def test_it_opens_wecoms_echo() -> None:
    echo = v.WECOM_ECHO
    check_signature(echo["msg_signature"], v.WECOM_TOKEN, echo["timestamp"], echo["nonce"], echo["echostr"])
    assert Envelope([v.WECOM_KEY], v.WECOM_CORP_ID).open(echo["echostr"]).decode() == v.WECOM_ECHOED


def test_it_opens_wecoms_example() -> None:
    push = v.WECOM_PUSH
    check_signature(push["msg_signature"], v.WECOM_TOKEN, push["timestamp"], push["nonce"], v.WECOM_SEALED)
    opened = Envelope([v.WECOM_KEY], v.WECOM_CORP_ID).open(v.WECOM_SEALED).decode()
    assert "<![CDATA[hello]]>" in opened
    assert "4561255354251345929" in opened


def test_it_makes_dingtalks_signature() -> None:
    assert signature(*v.DINGTALK_PARTS) == v.DINGTALK_SIGNED


def test_another_signature_is_not_genuine() -> None:
    with pytest.raises(NotGenuine):
        check_signature("0" * 40, "token", "1", "2")


@pytest.mark.parametrize("given", ["", "é", "f" * 39, "F464B24FC39322E44B38AA78F5EDD27BD1441696"])
def test_what_is_no_signature_is_not_genuine(given: str) -> None:
    with pytest.raises(NotGenuine):
        check_signature(given, v.WECHAT_TOKEN, v.WECHAT_ECHO["timestamp"], v.WECHAT_ECHO["nonce"])


def test_a_message_for_another_app_is_not_genuine() -> None:
    sealed = Envelope([v.WECHAT_KEY], "wx-another-app").seal(b"{}")
    with pytest.raises(NotGenuine):
        Envelope([v.WECHAT_KEY], v.WECHAT_APP_ID).open(sealed)


def test_a_receiver_that_only_begins_like_ours_is_not_genuine() -> None:
    sealed = Envelope([v.WECHAT_KEY], v.WECHAT_APP_ID + "x").seal(b"{}")
    with pytest.raises(NotGenuine):
        Envelope([v.WECHAT_KEY], v.WECHAT_APP_ID).open(sealed)


def test_a_message_under_the_key_before_is_still_opened() -> None:
    sealed = Envelope([v.WECHAT_KEY], "app").seal(b"old")
    assert Envelope([OTHER_KEY, v.WECHAT_KEY], "app").open(sealed) == b"old"


def test_a_message_under_an_unknown_key_is_not_genuine() -> None:
    sealed = Envelope([v.WECHAT_KEY], "app").seal(b"old")
    with pytest.raises(NotGenuine):
        Envelope([OTHER_KEY], "app").open(sealed)


@pytest.mark.parametrize("sealed", ["", "=", "汉字", "AAAA", "not base64", b64encode(b"x" * 33).decode()])
def test_what_is_no_ciphertext_is_not_genuine(sealed: str) -> None:
    with pytest.raises(NotGenuine):
        Envelope([v.WECHAT_KEY], "app").open(sealed)


def test_an_altered_message_is_not_genuine_or_not_the_same() -> None:
    envelope = Envelope([v.WECHAT_KEY], "app")
    sealed = bytearray(b64decode(envelope.seal(b"close nothing")))
    sealed[-1] ^= 1
    with pytest.raises(NotGenuine):
        envelope.open(b64encode(bytes(sealed)).decode())


@pytest.mark.parametrize("key", ["", "A" * 42, "A" * 44, "汉" * 43, "=" * 43])
def test_a_wrong_aes_key_stops_the_start(key: str) -> None:
    with pytest.raises(ConfigurationError, match="43"):
        Envelope([key], "app")


@given(message=st.binary(max_size=200), receiver=st.text(min_size=1, max_size=40))
def test_what_was_sealed_is_opened(message: bytes, receiver: str) -> None:
    envelope = Envelope([OTHER_KEY], receiver)
    assert envelope.open(envelope.seal(message)) == message


@given(noise=st.binary(min_size=32, max_size=256))
def test_noise_never_opens(noise: bytes) -> None:
    whole = noise[: len(noise) // 16 * 16]
    with pytest.raises(NotGenuine):
        Envelope([v.WECHAT_KEY, OTHER_KEY], "app").open(b64encode(whole).decode())
